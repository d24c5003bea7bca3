import { ENDPOINTS_FIELD } from '../../../kubernetes/monitor';
import { nameOf } from '../../../kubernetes/object';
import type { Selector } from '../../../promql/expr';
import { matches, showMatcher } from '../../expressions/matchers';
import { aboutExpression, oneOf } from '../../expressions/report';
import { nameOfSelector, TARGET_SERIES } from '../../expressions/series-catalog';
import { monitorRelabelings } from '../../../operator/monitor-relabelings';
import { defineCheck, type Reported } from '../../check';

// Certain: `up` and similar series have the labels of the target only, and these are computed from the monitor. Silent
// where targets of the job were not read, where other jobs may have its name, or where another check reports the selector.
export const check = defineCheck({
  id: 'target-label-missing',
  severity: 'error',
  question: 'Do the targets of a job have the labels that queries of `up` match?',
  symptom: 'An alert on `up{job="...", label="..."}` never fires, or one on `absent(up{...})` always does.',
  why: '`up` has the labels of the target: those that the operator attaches (namespace, service, pod, container, endpoint, job, instance), targetLabels, podTargetLabels and those that relabelings add. Labels of the exposed metrics are not among them.',
  remedy: 'Add the label by relabelings, or remove the matcher.',
  see: 'https://prometheus.io/docs/concepts/jobs_instances/',
  needs: ['analysis', 'prometheus'],
  inParts: true,
  find: ({ analysis, prometheus }) => {
    const jobs = analysis.catalog.monitorJobs;
    return analysis.selectors.flatMap(({ expression, node }): readonly Reported[] => {
      const job = jobOf(node);
      const found = job === undefined ? undefined : jobs.of(job);
      if (job === undefined || found === undefined || analysis.verdict(node) !== undefined) return [];
      return node.matchers.flatMap((matcher) => {
        const { label } = matcher;
        if (label === '__name__' || matches(matcher, '')) return [];
        if (found.some((path) => jobs.mayHave(path, label))) return [];
        const { monitor, endpoint } = found[0]!;
        const there = monitorRelabelings(monitor, endpoint, prometheus).flatMap(({ targetLabel = '__' }) =>
          targetLabel.startsWith('__') ? [] : targetLabel,
        );
        return [
          {
            ...aboutExpression(expression, {
              message: `no target of job ${job} has a label ${label}`,
              found: showMatcher(matcher),
              expected: oneOf(['instance', ...there].toSorted()),
              fix: fixFor(label, [...new Set(found.map((path) => path.monitor))], showMatcher(matcher)),
            }),
            once: `${job}\n${label}`,
          },
        ];
      });
    });
  },
});

const jobOf = (selector: Selector): string | undefined =>
  TARGET_SERIES.includes(nameOfSelector(selector) ?? '')
    ? selector.matchers.find(({ label, operator }) => label === 'job' && operator === '=')?.value
    : undefined;

/** Labels of the discovery that people match under these names. */
const SOURCES: Readonly<Record<string, string>> = {
  metrics_path: '__metrics_path__',
  scheme: '__scheme__',
  address: '__address__',
  node: '__meta_kubernetes_pod_node_name',
  host_ip: '__meta_kubernetes_pod_host_ip',
  pod_ip: '__meta_kubernetes_pod_ip',
};

function fixFor(label: string, monitors: readonly Parameters<typeof nameOf>[0][], matcher: string): string {
  const source = Object.hasOwn(SOURCES, label) ? SOURCES[label] : undefined;
  if (source === undefined)
    return `remove ${matcher}, or set ${label} by relabelings of ${monitors.map(nameOf).join(' and ')}`;
  const step = JSON.stringify([{ sourceLabels: [source], targetLabel: label }]);
  return monitors
    .map(
      (monitor) =>
        `in every entry of ${ENDPOINTS_FIELD[monitor.kind === 'PodMonitor' ? 'PodMonitor' : 'ServiceMonitor']} of ${nameOf(monitor)}: relabelings: ${step}`,
    )
    .join('\n');
}
