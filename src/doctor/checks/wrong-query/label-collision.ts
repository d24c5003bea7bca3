import { nameOf } from '../../../kubernetes/object';
import type { LabelValues } from '../../../metrics/labels';
import { seriesNames, type Metric } from '../../../metrics/metric';
import type { ScrapePath } from '../../../operator/scrape-path';
import { about, targetsOf } from '../shared/endpoint';
import { defineCheck, type Facts, type Reported } from '../../check';

// Certain: the scrape is computed for a series of the contract, and the label comes out with another value than the
// service gave it. Nothing is known about the labels of services without a contract.
export const check = defineCheck({
  id: 'label-collision',
  severity: 'error',
  question: 'Do the labels that a service emits survive the scrape?',
  symptom:
    "All routes show up as one: `by (endpoint)` gives a single series, and the service's own values are in `exported_endpoint`.",
  why: "The operator attaches namespace, service, pod, container, endpoint and job to every target. Where a service emits a label of that name, Prometheus keeps the target's and renames the service's to `exported_<name>`.",
  remedy:
    "Drop the target's label with a relabeling, so that the service's keeps its name. Leave `honorLabels` to federation and exporters: with it, a service can claim any job and namespace.",
  see: 'https://github.com/prometheus-operator/prometheus-operator/issues/3082',
  needs: ['paths', 'contracts', 'targetLabels'],
  find: (facts) => facts.paths.flatMap((path) => collisions(path, facts)),
});

function collisions(
  path: ScrapePath,
  { contracts, targetLabels }: Pick<Facts, 'contracts' | 'targetLabels'>,
): readonly Reported[] {
  const lost = new Map<string, Reported>();
  // All pods of a Service expose the same page.
  for (const [link, target] of targetsOf(path).slice(0, 1)) {
    const contract = link.service === undefined ? undefined : contracts.of(link.service);
    if (contract === undefined || link.service === undefined) continue;
    const modelled = targetLabels.of(path, link, target);
    const { labels } = modelled;
    if (labels === undefined) continue;
    for (const metric of Object.values(contract)) {
      const given = exampleOf(metric);
      const stored = modelled.series(seriesNames(metric)[0]!, given);
      for (const [label, value] of Object.entries(stored === undefined ? {} : given)) {
        // A label that metric relabeling takes away on purpose is another matter.
        if (stored?.[label] === value || labels[label] === undefined) continue;
        lost.set(label, collision(path, nameOf(link.service), { label, value, has: stored?.[label] }));
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
    message: `leave the target its label ${label}, which ${service} emits too: its own becomes exported_${label}`,
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
