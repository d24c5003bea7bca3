import type { Monitor } from '../../../kubernetes/monitor';
import { type Labels } from '../../../kubernetes/object';
import type { ScrapePath } from '../../../operator/scrape-path';
import { sanitizedLabel } from '../../../operator/selector-relabelings';
import { oneOf } from '../../expressions/report';
import { defineCheck, type Found } from '../../check';

// Certain for a label of the discovery (`__meta_...`), which no Service has: an error. Otherwise reported if none of the Services (or pods) that were read has the label. Only info for pods, because admission webhooks
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
  find: ({ paths }) => [
    ...paths.filter(({ index }) => index === 0).map(({ monitor }) => discovered(monitor)),
    ...paths
      .filter(({ index, links }) => index === 0 && links.length > 0)
      .map((path) => [
        absent(path, 'targetLabels', servicesOf(path)),
        absent(path, 'podTargetLabels', podsOf(path)),
      ]),
  ],
});

const FIELDS = ['targetLabels', 'podTargetLabels'] as const;

const DISCOVERED = /^__/;

/** These lists take labels of Services and pods. Labels of the discovery are copied by relabeling. */
const discovered = (monitor: Monitor): Found =>
  FIELDS.flatMap((field) =>
    monitor[field].flatMap((label, index) =>
      DISCOVERED.test(label)
        ? {
            object: monitor,
            severity: 'error' as const,
            path: `spec.${field}[${index}]`,
            message: `${label} is a label of the discovery, not of a ${field === 'targetLabels' ? 'Service' : 'pod'}, so it is never copied`,
            found: label,
            expected: 'the key of a label, or a step of relabelings',
            fix: `remove ${label} from ${field}\nin every endpoint: relabelings: ${JSON.stringify([copyOf(label)])}`,
          }
        : undefined,
    ),
  );

/** The step that copies it. Only the discovery of nodes has `__meta_kubernetes_node_name`; of pods, the label has another name. */
function copyOf(label: string) {
  const source = label.replace(/^__meta_kubernetes_node_name$/, '__meta_kubernetes_pod_node_name');
  const target = source
    .replace(
      /^__meta_kubernetes_(service_label_|pod_label_|service_annotation_|pod_annotation_|pod_(?=node))?/,
      '',
    )
    .replace(/_name$/, '')
    .replace(/^_+|_+$/g, '');
  return { sourceLabels: [source], targetLabel: target || 'name' };
}

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
    if (DISCOVERED.test(label) || sanitized.has(sanitizedLabel(label))) return undefined;
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
