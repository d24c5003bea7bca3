import {
  SELECTED_KINDS,
  selectorKeys,
  type EffectiveSelectors,
  type SelectedKind,
} from '../helm-values/selectors';
import type { Manifests } from '../kubernetes/manifests';
import {
  isMap,
  listOf,
  mapOf,
  nameOf,
  textOf,
  textsOf,
  type Fields,
  type KubernetesObject,
} from '../kubernetes/object';
import { selectorOf } from '../kubernetes/selector';
import type { PrometheusSettings } from './settings';
import { matcherStrategy, podLabels, specSettings } from './spec-settings';

/** Every Prometheus and PrometheusAgent among the objects, as the operator reads it. */
export function resourceSettings(manifests: Manifests): readonly PrometheusSettings[] {
  const operator = operatorNamespaces(manifests);
  const alertmanager = manifests.operator('Alertmanager')[0];
  return manifests.operator('Prometheus', 'PrometheusAgent').map((object) => {
    const spec = mapOf(object.fields['spec']);
    const agent = object.kind === 'PrometheusAgent';
    return {
      origin: 'Prometheus resource',
      name: nameOf(object),
      object,
      namespace: object.namespace,
      podLabels: podLabels(object.name, spec, agent),
      selectors: selectorsOf(spec, agent),
      ...operator,
      agent,
      ...specSettings(spec),
      alertmanagerMatcherStrategy: matcherStrategy(mapOf(alertmanager?.fields['spec'])),
    };
  });
}

type Selectors = EffectiveSelectors[SelectedKind];

function selectorsOf(spec: Fields, agent: boolean): EffectiveSelectors {
  // Then the operator does not write the configuration, which is in a Secret managed outside it.
  const unmanaged = SELECTED_KINDS.filter((kind) => kind !== 'PrometheusRule').every(
    (kind) => !isMap(spec[selectorKeys(kind).selector]),
  );
  const of = (kind: SelectedKind): Selectors => {
    const { selector, namespaces } = selectorKeys(kind);
    return {
      objects: objectSelector(spec[selector], `spec.${selector}`, unmanaged && kind !== 'PrometheusRule'),
      namespaces: isMap(spec[namespaces]) ? matches(spec[namespaces]) : { kind: 'own namespace' },
    };
  };
  return {
    ServiceMonitor: of('ServiceMonitor'),
    PodMonitor: of('PodMonitor'),
    Probe: of('Probe'),
    ScrapeConfig: of('ScrapeConfig'),
    PrometheusRule: agent
      ? {
          ...of('PrometheusRule'),
          objects: { kind: 'none', value: 'kind', because: 'a Prometheus agent evaluates no rules' },
        }
      : of('PrometheusRule'),
  };
}

function objectSelector(value: unknown, field: string, unmanaged: boolean): Selectors['objects'] {
  if (isMap(value)) return matches(value);
  const because = unmanaged
    ? 'without any selector, the operator does not manage the configuration'
    : 'an absent selector selects nothing';
  return { kind: 'none', value: field, because };
}

function matches(value: Fields): Exclude<Selectors['objects'], { readonly kind: 'none' }> {
  const selector = selectorOf(value);
  const empty =
    Object.keys(selector.matchLabels ?? {}).length === 0 && (selector.matchExpressions ?? []).length === 0;
  return empty ? { kind: 'all' } : { kind: 'matches', selector };
}

type OperatorNamespaces = Pick<
  PrometheusSettings,
  'watchedNamespaces' | 'deniedNamespaces' | 'instanceNamespaces'
>;

const FLAGS = ['namespaces', 'deny-namespaces', 'prometheus-instance-namespaces'] as const;

/** From the arguments of the operator's Deployment, if it is among the objects. */
function operatorNamespaces(manifests: Manifests): OperatorNamespaces {
  const operators = manifests
    .kind('Deployment')
    .flatMap(containersOf)
    .filter(({ image }) => /(^|\/)prometheus-operator([:@]|$)/.test(textOf(image) ?? ''));
  const given = operators.flatMap(({ command, args }) => [...textsOf(command), ...textsOf(args)]);
  const [watched, denied, instances] = FLAGS.map((flag) => namesGiven(flag, given));
  return {
    ...(watched === undefined ? {} : { watchedNamespaces: watched }),
    ...(denied === undefined ? {} : { deniedNamespaces: denied }),
    // With several operators, another one may manage the resource.
    ...(instances === undefined || operators.length > 1 ? {} : { instanceNamespaces: instances }),
  };
}

/** `--flag=a,b` or `--flag a,b`, with one dash or two; the last one applies. */
function namesGiven(flag: string, given: readonly string[]): readonly string[] | undefined {
  const values = given.flatMap((argument, index) => {
    const [, name, value] = /^--?([\w-]+)(?:=(.*))?$/s.exec(argument) ?? [];
    return name === flag ? [value ?? given[index + 1] ?? ''] : [];
  });
  const names = (values.at(-1) ?? '').split(',').filter((name) => name !== '');
  return names.length === 0 ? undefined : names;
}

function containersOf({ fields }: KubernetesObject): readonly Fields[] {
  const template = mapOf(mapOf(fields['spec'])['template']);
  return listOf(mapOf(template['spec'])['containers']).map(mapOf);
}
