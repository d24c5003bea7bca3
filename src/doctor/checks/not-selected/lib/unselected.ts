import { SELECTED_KINDS, type SelectedKind } from '../../../../helm-values/selectors';
import { mapOf, type KubernetesObject } from '../../../../kubernetes/object';
import { selectorOf, selects } from '../../../../kubernetes/selector';
import { ofOperator } from '../../../../operator/resource-settings';
import { selection, type Refusal } from '../../../../operator/selection';
import type { PrometheusSettings } from '../../../../operator/settings';
import type { Facts } from '../../../check';
import { isPlaceholder } from '../../shared/placeholder';

/** An object that no Prometheus takes, and one thing that stands in the way. */
export interface Refused<K extends Refusal['kind'] = Refusal['kind']> {
  readonly object: KubernetesObject;
  readonly kind: SelectedKind;
  readonly by: PrometheusSettings;
  readonly refusal: Extract<Refusal, { readonly kind: K }>;
}

/** Monitors, probes, scrape configurations and rules that are refused for one kind of reason. */
export function refusedFor<K extends Refusal['kind']>(
  reason: K,
  { manifests, prometheus }: Pick<Facts, 'manifests' | 'prometheus'>,
): readonly Refused<K>[] {
  return SELECTED_KINDS.flatMap((kind) =>
    manifests.kind(kind).flatMap((object): readonly Refused<K>[] => {
      if (!ofOperator(object) || isTemplate(object)) return [];
      const answer = selection(object, kind, prometheus, manifests);
      if (answer.taken !== 'no' || (kind === 'PrometheusRule' && hasRuler(object, { manifests, prometheus })))
        return [];
      return answer.refusals
        .filter((refusal): refusal is Refused<K>['refusal'] => refusal.kind === reason)
        .map((refusal) => ({ object, kind, by: answer.by, refusal }));
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
  return manifests.kind('ThanosRuler').some((ruler) => {
    const { ruleSelector } = mapOf(ruler.fields['spec']);
    return ofOperator(ruler) && ruleSelector !== undefined && selects(selectorOf(ruleSelector), labels);
  });
}

/** What asks for something, e.g. `spec.ruleSelector of Prometheus monitoring/k8s`. */
export const asker = (setting: string, { name }: PrometheusSettings): string => `${setting} of ${name}`;
