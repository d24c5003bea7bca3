import type { LabelValues } from '../../../metrics/labels';
import type { Metric } from '../../../metrics/metric';
import { storedNames } from '../../../metrics/series';
import type { ScrapePath } from '../../../operator/scrape-path';
import { linkedService } from '../../contract-of-link';
import { about, targetsOf } from '../shared/endpoint';
import { defineCheck, type Facts, type Found, type Reported } from '../../check';

// Certain: the scrape of a series of the contract was computed, and the label has another value than the service
// exposed. The labels of services without a contract are unknown.
export const check = defineCheck({
  id: 'label-collision',
  severity: 'error',
  question: 'Do the labels of the service survive the scrape?',
  symptom:
    'All routes appear as one: `by (endpoint)` returns a single series, and the values of the service are in `exported_endpoint`.',
  why: 'The operator attaches namespace, service, pod, container, endpoint and job to every target. If a service exposes a label of that name, Prometheus keeps the label of the target and renames the other to `exported_<name>`.',
  remedy:
    'Drop the label of the target by relabeling, so that the label of the service keeps its name. Reserve `honorLabels` for federation and exporters: it lets a service claim any job and namespace.',
  see: 'https://github.com/prometheus-operator/prometheus-operator/issues/3082',
  needs: ['paths', 'contracts', 'targetLabels'],
  find: (facts) => facts.paths.flatMap((path) => collisions(path, facts)),
});

function collisions(
  path: ScrapePath,
  { contracts, targetLabels }: Pick<Facts, 'contracts' | 'targetLabels'>,
): Found {
  const lost = new Map<string, Reported>();
  // All pods of a Service expose the same page.
  for (const [link, target] of targetsOf(path).slice(0, 1)) {
    const service = linkedService(path, link, contracts);
    if (service?.contract === undefined) continue;
    const modelled = targetLabels.of(path, link, target);
    const { labels } = modelled;
    if (labels === undefined) continue;
    for (const metric of Object.values(service.contract)) {
      const given = exampleOf(metric);
      const stored = modelled.series(storedNames(metric)[0]!, given);
      for (const [label, value] of Object.entries(stored === undefined ? {} : given)) {
        // Metric relabeling may drop the label on purpose.
        if (stored?.[label] === value || labels[label] === undefined) continue;
        lost.set(label, collision(path, service.title, { label, value, has: stored?.[label] }));
      }
    }
  }
  return [...lost.values()];
}

function collision(
  path: ScrapePath,
  service: string,
  { label, value, has }: { readonly label: string; readonly value: string; readonly has: string | undefined },
): Reported {
  return {
    ...about(path, 'relabelings'),
    message: `the target label ${label} collides with a label of ${service}, which becomes exported_${label}`,
    found: `${label}="${has ?? ''}"`,
    expected: `${label}="${value}"`,
    fix: `relabelings: ${JSON.stringify([{ action: 'labeldrop', regex: label }])}`,
  };
}

/** A series of a metric as the service may expose it. */
const exampleOf = ({ labels }: Metric): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(labels).map(([name, values]) => [name, valueOf(values)]));

function valueOf(values: LabelValues): string {
  switch (values.kind) {
    case 'one of':
      return values.values[0]!;
    case 'pattern':
    case 'unbounded':
      return 'a-value-of-its-own';
  }
}
