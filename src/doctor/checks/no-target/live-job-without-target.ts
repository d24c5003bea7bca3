import { defineCheck } from '../../check';
import { fieldOfPool, poolOf, resourceOfPool, targetsIn } from '../../live/pool';

/**
 * Managed clusters hide components for which the chart has monitors, so that an empty job is certainly wrong only for a
 * monitor that was asked about.
 */
export const check = defineCheck({
  id: 'live-job-without-target',
  severity: 'warning',
  question: 'Does every scrape job have a target?',
  symptom:
    'the job is on the service discovery page with 0 active targets, and absent from the targets page.',
  why: 'the job is configured, but nothing it discovers passes its relabeling: labels, port name or namespace differ.',
  remedy: 'compare the labels and port names of what was dropped with what the monitor asks for.',
  see: 'https://prometheus-operator.dev/docs/platform/troubleshooting/#troubleshooting-servicemonitor-changes',
  needs: ['live'],
  wants: ['paths'],
  find: ({ live, paths = [] }) => {
    const ours = new Set(paths.map(poolOf));
    return live.jobs
      .filter(({ name }) => targetsIn(live, name).length === 0)
      .map(({ name }) => {
        const dropped = live.dropped.filter(({ pool }) => pool === name);
        const services = dropped.map(({ discovered }) => servicePort(discovered));
        return {
          resource: resourceOfPool(name),
          path: fieldOfPool(name),
          message:
            dropped.length === 0
              ? 'discovers nothing at all'
              : `drops all ${dropped.length} of the targets that it discovers`,
          found: dropped.length === 0 ? undefined : [...new Set(services)].slice(0, SHOWN).join(', '),
          expected: 'at least one target',
          fix:
            dropped.length === 0
              ? 'look whether the namespaces that it looks in hold Services with endpoints, and whether Prometheus may list them: npm run doctor -- --cluster'
              : 'compare: kubectl get services --all-namespaces --show-labels; then correct selector or port of the monitor',
          ...(ours.has(name) ? { severity: 'error' as const } : {}),
        };
      });
  },
});

/** A namespace can hold hundreds. */
const SHOWN = 5;

const servicePort = (discovered: Readonly<Record<string, string>>): string => {
  const [namespace, service, port] = ['namespace', 'service_name', 'endpoint_port_name'].map(
    (label) => discovered[`__meta_kubernetes_${label}`] ?? '?',
  );
  return service === '?' ? (discovered['__address__'] ?? '?') : `${namespace}/${service} port ${port}`;
};
