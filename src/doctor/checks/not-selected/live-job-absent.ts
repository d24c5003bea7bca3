import { shell } from '../../../findings/shell';
import { defineCheck } from '../../check';
import { fieldOfPool, mayBeElsewhere, poolOf } from '../../live/pool';

export const check = defineCheck({
  id: 'live-job-absent',
  severity: 'error',
  question: 'Does the running configuration have a scrape job for every endpoint of every monitor?',
  symptom: 'The monitor exists, but the targets page and the service discovery page do not list it.',
  why: 'The operator did not select the monitor, or rejected it and reported that only in an Event.',
  remedy: 'Look at the findings about its selection first; then read the Events of the monitor.',
  see: 'https://prometheus-operator.dev/docs/platform/troubleshooting/',
  needs: ['live', 'paths', 'prometheus'],
  find: ({ live, paths, prometheus }) => {
    const jobs = new Set(live.jobs.map(({ name }) => name));
    return paths
      .filter((path) => !jobs.has(poolOf(path)))
      .map(({ monitor, index }) => ({
        path: fieldOfPool(poolOf({ monitor, index })),
        message: 'the running Prometheus has no scrape job for this endpoint',
        expected: poolOf({ monitor, index }),
        fix: shell`kubectl describe ${monitor.kind.toLowerCase()} ${monitor.name} --namespace ${monitor.namespace}`,
        object: monitor,
        ...(mayBeElsewhere(prometheus) ? { severity: 'info' as const } : {}),
      }));
  },
});
