import { listOf, mapOf, nameOf, type KubernetesObject } from '../../kubernetes/object';
import { walk, type Selector } from '../../promql/expr';
import { namesJob } from '../scrape-readers';
import { unreadScrapes } from '../unread-scrapes';
import { inKinds, inObject, type Mutator, type Original } from '../mutator';
import type { Edit } from '../edit';

const LISTS = { ServiceMonitor: 'endpoints', PodMonitor: 'podMetricsEndpoints' } as const;

export const relabeling: Mutator = {
  name: 'relabeling',
  what: 'a relabeling writes another label, keeps the opposite, or drops a series that a rule reads',
  caughtBy: 'ask a running Prometheus whether the series that rules read exist: doctor --prometheus URL',
  edits: (original) => inKinds(Object.keys(LISTS), (object) => editsOf(object, original))(original),
};

const OPPOSITE: Readonly<Record<string, string>> = {
  keep: 'drop',
  drop: 'keep',
  labelkeep: 'labeldrop',
  labeldrop: 'labelkeep',
};

/** A metric that rules read: of the jobs of a monitor, if it has some. */
function metricOf(object: KubernetesObject, { facts }: Original): string | undefined {
  const read = facts.rules.flatMap(({ expr }) =>
    expr === undefined
      ? []
      : [...walk(expr)].filter(
          (node): node is Selector =>
            node.node === 'selector' && /_(total|count|bucket)$/.test(node.name ?? ''),
        ),
  );
  const jobs = new Set([
    ...facts.analysis.catalog.targets.flatMap(({ scrape, modelled }) =>
      nameOf(scrape) === nameOf(object) ? (modelled.labels['job'] ?? []) : [],
    ),
    ...[...unreadScrapes(facts).values()].flatMap(({ name, jobs: own }) =>
      name === nameOf(object) ? [...own] : [],
    ),
  ]);
  return (read.find((selector) => namesJob(selector, jobs)) ?? read[0])?.name;
}

function editsOf(object: KubernetesObject, original: Original): readonly Edit[] {
  const list = LISTS[object.kind as keyof typeof LISTS];
  const read = metricOf(object, original);
  return listOf(mapOf(object.fields['spec'])[list]).flatMap((item, index) => {
    const at = ['spec', list, index];
    const endpoint = mapOf(item);
    const steps = (['relabelings', 'metricRelabelings'] as const).flatMap((key) =>
      listOf(endpoint[key]).flatMap((step, position) => {
        const { targetLabel, action = 'replace' } = mapOf(step);
        const path = [...at, key, position];
        const opposite = OPPOSITE[String(action).toLowerCase()];
        return [
          ...(typeof targetLabel === 'string'
            ? [inObject(object, [...path, 'targetLabel'], targetLabel, `${targetLabel}_x`)]
            : []),
          ...(opposite === undefined ? [] : [inObject(object, [...path, 'action'], action, opposite)]),
        ];
      }),
    );
    if (read === undefined) return steps;
    const before = listOf(endpoint['metricRelabelings']);
    const drop = { action: 'drop', sourceLabels: ['__name__'], regex: read };
    return [
      ...steps,
      inObject(object, [...at, 'metricRelabelings'], before.length === 0 ? undefined : before, [
        ...before,
        drop,
      ]),
    ];
  });
}
