import { SELECTED_KINDS, type SelectedKind } from '../../../../helm-values/selectors';
import { mapOf, type KubernetesObject } from '../../../../kubernetes/object';
import { selectorOf, selects } from '../../../../kubernetes/selector';
import { selection, type Mismatch } from '../../../../operator/selection';
import type { PrometheusSettings } from '../../../../operator/settings';
import type { Facts } from '../../../check';
import { isPlaceholder } from '../../../../kubernetes/placeholder';

/** An object that no Prometheus selects, and one reason. */
export interface Unselected<K extends Mismatch['kind'] = Mismatch['kind']> {
  readonly object: KubernetesObject;
  readonly kind: SelectedKind;
  readonly by: PrometheusSettings;
  readonly mismatch: Extract<Mismatch, { readonly kind: K }>;
}

/** Monitors, probes, scrape configurations and rules that no Prometheus selects, for one kind of reason. */
export function unselectedBy<K extends Mismatch['kind']>(
  reason: K,
  { manifests, prometheus }: Pick<Facts, 'manifests' | 'prometheus'>,
): readonly Unselected<K>[] {
  return SELECTED_KINDS.flatMap((kind) =>
    manifests.operator(kind).flatMap((object): readonly Unselected<K>[] => {
      if (isTemplate(object)) return [];
      const answer = selection(object, kind, prometheus, manifests);
      if (
        answer.selected !== 'no' ||
        (kind === 'PrometheusRule' && hasRuler(object, { manifests, prometheus }))
      )
        return [];
      return answer.mismatches
        .filter((mismatch): mismatch is Unselected<K>['mismatch'] => mismatch.kind === reason)
        .map((mismatch) => ({ object, kind, by: answer.by, mismatch }));
    }),
  );
}

const isTemplate = ({ namespace, labels }: KubernetesObject): boolean =>
  isPlaceholder(namespace) || Object.values(labels).some(isPlaceholder);

/** Rules may be meant for a Thanos Ruler. */
function hasRuler(
  { labels }: KubernetesObject,
  { manifests, prometheus }: Pick<Facts, 'manifests' | 'prometheus'>,
): boolean {
  const chart = mapOf(mapOf(prometheus.values)['thanosRuler']);
  if (chart['enabled'] === true) return true;
  return manifests.operator('ThanosRuler').some((ruler) => {
    const { ruleSelector } = mapOf(ruler.fields['spec']);
    return ruleSelector !== undefined && selects(selectorOf(ruleSelector), labels);
  });
}

/** E.g. `spec.ruleSelector of Prometheus monitoring/k8s`. */
export const settingName = (setting: string, { name }: PrometheusSettings): string => `${setting} of ${name}`;
