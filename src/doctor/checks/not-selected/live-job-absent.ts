import { nameOf } from '../../../kubernetes/object';
import { defineCheck } from '../../check';
import { fieldOfPool, mayBeElsewhere, poolOf } from '../../live/pool';

export const check = defineCheck({
  id: 'live-job-absent',
  severity: 'error',
  question: 'Does the running configuration hold a scrape job for every endpoint of every monitor?',
  symptom: 'the monitor exists, and neither the targets page nor the service discovery page knows it.',
  why: 'the operator did not select the monitor, or rejected it and said so only in an Event.',
  remedy: 'look at the findings about its selection first; then read the Events of the monitor.',
  see: 'https://prometheus-operator.dev/docs/platform/troubleshooting/',
  needs: ['live', 'paths', 'prometheus'],
  find: ({ live, paths, prometheus }) => {
    const jobs = new Set(live.jobs.map(({ name }) => name));
    return paths
      .filter((path) => !jobs.has(poolOf(path)))
      .map(({ monitor, index }) => ({
        resource: nameOf(monitor),
        path: fieldOfPool(poolOf({ monitor, index })),
        message: 'has no scrape job in the configuration that Prometheus runs',
        found: undefined,
        expected: poolOf({ monitor, index }),
        fix: `kubectl describe ${monitor.kind.toLowerCase()} ${monitor.name} --namespace ${monitor.namespace}`,
        object: monitor,
        ...(mayBeElsewhere(prometheus) ? { severity: 'info' as const } : {}),
      }));
  },
});
