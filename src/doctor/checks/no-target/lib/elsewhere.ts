import type { Monitor } from '../../../../kubernetes/monitor';
import { mapOf, nameOf, type KubernetesObject } from '../../../../kubernetes/object';
import { showSelector } from '../../../../kubernetes/selector';
import { nearest, withoutDigits } from '../../../expressions/nearest';
import { namespacesOfAll, showNamespaces, statesNamespace } from '../../shared/namespaces';
import type { Reason } from './reason';

/** The selector matches objects in namespaces that the monitor does not search. */
export function elsewhere(
  monitor: Monitor,
  found: readonly KubernetesObject[],
  isSearched: boolean,
): Reason | undefined {
  const { namespaces, selector } = monitor;
  const [first] = found;
  if (first === undefined || namespaces === 'any' || showSelector(selector) === 'everything')
    return undefined;
  const others = namespacesOfAll(found);
  const unset = mapOf(mapOf(monitor.fields['spec'])['namespaceSelector'])['matchNames'] === undefined;
  const certain =
    (unset || isSearched || isMisspelt(namespaces, first.namespace)) &&
    statesNamespace(monitor) &&
    statesNamespace(first);
  return {
    severity: certain ? 'error' : 'warning',
    path: 'spec.namespaceSelector',
    found: mapOf(monitor.fields['spec'])['namespaceSelector'],
    message: unset
      ? `without namespaceSelector, the monitor searches only its own namespace ${monitor.namespace}, but the selector matches ${nameOf(first)}`
      : `namespaceSelector leaves out the namespace of ${nameOf(first)}, which the selector matches`,
    expected: showNamespaces(others),
    fix: `namespaceSelector: ${JSON.stringify({ matchNames: others })}`,
  };
}

/** `shopp` for `shop`; but `shop-1` and `shop-2` are two namespaces. */
const isMisspelt = (namespaces: readonly string[], meant: string): boolean =>
  namespaces.every(
    (name) =>
      withoutDigits(name) !== withoutDigits(meant) &&
      nearest(withoutDigits(name), [withoutDigits(meant)]) !== undefined,
  );
