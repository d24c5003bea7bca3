import { nameOf, type KubernetesObject } from '../kubernetes/object';
import { assumedPrometheus, loadingOf } from './sources/plain-files';

/** The objects of one Prometheus without an operator, and the names of those that are judged with it. */
export interface OfPrometheus {
  readonly objects: readonly KubernetesObject[];
  readonly own: ReadonlySet<string>;
}

/** Of several Prometheus without an operator, each with the rule files that it loads; none for one alone. */
export function byPrometheus(objects: readonly KubernetesObject[]): readonly OfPrometheus[] {
  const configured = objects.filter(({ kind, plain }) => kind === 'Prometheus' && plain === true);
  if (configured.length < 2) return [];
  const isRule = ({ kind, plain }: KubernetesObject) => kind === 'PrometheusRule' && plain === true;
  const rules = objects.filter(isRule);
  const shared = objects.filter((object) => !isRule(object) && !configured.includes(object));
  const loading = new Map(rules.map((rule) => [rule, loadingOf(configured, rule.name)]));
  const unloaded = rules.filter((rule) => loading.get(rule)!.length === 0);
  const judged = (prometheus: KubernetesObject, loaded: readonly KubernetesObject[]): OfPrometheus => ({
    objects: [...shared, ...loaded, prometheus],
    own: new Set([...loaded, prometheus].map(nameOf)),
  });
  return [
    ...configured.map((one) =>
      judged(
        one,
        rules.filter((rule) => loading.get(rule)!.includes(one)),
      ),
    ),
    ...(unloaded.length === 0 ? [] : [judged(assumedPrometheus(), unloaded)]),
  ];
}
