import { type Labels } from '../../../kubernetes/object';
import type { ScrapePath } from '../../../operator/scrape-path';
import { sanitizedLabel } from '../../../operator/selector-relabelings';
import { oneOf } from '../../expressions/report';
import { defineCheck, type Found } from '../../check';

// Reported if none of the Services (or pods) that were read has the label. Only info for pods, because admission webhooks
// can add labels that the template lacks.
export const check = defineCheck({
  id: 'copied-labels',
  severity: 'warning',
  question: 'Do `targetLabels` and `podTargetLabels` name existing labels of Services and pods?',
  symptom: 'Series lack a label that dashboards and alerts group by.',
  why: 'The operator copies these labels from the Service or the pod. A missing label is skipped silently.',
  remedy: 'Add the label to the Service or the pod template, or remove it from the list.',
  see: 'https://prometheus-operator.dev/docs/api-reference/api/#monitoring.coreos.com/v1.ServiceMonitorSpec',
  needs: ['paths'],
  find: ({ paths }) =>
    paths
      .filter(({ index, links }) => index === 0 && links.length > 0)
      .map((path) => [
        absent(path, 'targetLabels', servicesOf(path)),
        absent(path, 'podTargetLabels', podsOf(path)),
      ]),
});

const servicesOf = ({ links }: ScrapePath): readonly Labels[] =>
  links.flatMap(({ service }) => (service === undefined ? [] : [service.labels]));

const podsOf = ({ links }: ScrapePath): readonly Labels[] =>
  links.flatMap(({ pods }) => pods.map(({ labels }) => labels));

function absent(
  { monitor }: ScrapePath,
  field: 'targetLabels' | 'podTargetLabels',
  scraped: readonly Labels[],
): Found {
  const present = new Set(scraped.flatMap((labels) => Object.keys(labels)));
  const sanitized = new Set([...present].map(sanitizedLabel));
  if (scraped.length === 0) return undefined;
  return monitor[field].flatMap((label, index) => {
    if (sanitized.has(sanitizedLabel(label))) return undefined;
    const scrapedObjects = field === 'targetLabels' ? 'Services' : 'pods';
    return {
      object: monitor,
      severity: field === 'targetLabels' ? ('warning' as const) : ('info' as const),
      path: `spec.${field}[${index}]`,
      message: `none of the scraped ${scrapedObjects} has this label`,
      found: label,
      expected: oneOf([...present], 'a label that they have'),
      fix:
        field === 'targetLabels'
          ? `in the Service: labels: {"${label}":"value"}`
          : `in the pod template: labels: {"${label}":"value"}`,
    };
  });
}
