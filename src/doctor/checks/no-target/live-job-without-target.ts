import { defineCheck } from '../../check';
import { fieldOfPool, poolOf, resourceOfPool, targetsIn } from '../../live/pool';

/**
 * An error for the monitors that were read. The chart also has monitors for components that managed clusters hide, so a
 * warning for all others.
 */
export const check = defineCheck({
  id: 'live-job-without-target',
  severity: 'warning',
  question: 'Does every scrape job have a target?',
  symptom:
    'The job is on the service discovery page with 0 active targets, and absent from the targets page.',
  why: 'The job is configured, but its relabeling drops everything it discovers: labels, port name or namespace differ.',
  remedy:
    'Compare the labels and port names of the dropped targets with the selector and port of the monitor.',
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
              ? 'the job discovers nothing'
              : `relabeling drops every target that the job discovers (${dropped.length})`,
          found: dropped.length === 0 ? undefined : [...new Set(services)].slice(0, SHOWN).join(', '),
          expected: 'at least one target',
          fix:
            dropped.length === 0
              ? 'check that its namespaces have Services with endpoints, and with --cluster that Prometheus may list them'
              : 'run kubectl get services --all-namespaces --show-labels, and correct the selector or port of the monitor',
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
