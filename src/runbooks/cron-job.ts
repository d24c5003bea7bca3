import { controllerMetrics } from '../metrics/controllers';
import { div, eq, maxBy, select, sub, time } from '../promql/build';
import { containersOf } from '../rules/scope';
import { platformMetrics } from '../metrics/platform';
import type { FirstQueries, ShownService } from './first-query';

const own = ({ name, namespace }: ShownService) => ({ namespace, cronjob: name });

const failedJobs = ({ namespace }: ShownService) =>
  eq(select(controllerMetrics.jobFailed, { namespace, condition: 'true' }), 1);

const hoursSinceSuccess = (service: ShownService) =>
  div(sub(time(), select(controllerMetrics.cronJobLastSuccess, own(service))), 3600);

export const cronJobQueries: FirstQueries = {
  JobFailed: [
    { ask: 'Which jobs have failed? A job has the name of its CronJob and a number.', query: failedJobs },
    { ask: 'How many hours ago was the last success?', query: hoursSinceSuccess },
    {
      ask: 'How near was memory to its limit (graph it over the run)? At 100 % the kernel kills the program.',
      query: (service) =>
        maxBy(['pod'], select(platformMetrics.containerMemoryWorkingSet, containersOf(service))),
    },
  ],
  JobOverdue: [
    { ask: 'How many hours ago was the last success? No result: there was none.', query: hoursSinceSuccess },
    {
      ask: 'Have jobs failed? No result: they run for too long, or do not start.',
      query: failedJobs,
    },
    {
      ask: 'Since when does the last job run (Unix time)?',
      query: ({ namespace }) => select(controllerMetrics.jobStart, { namespace }),
    },
  ],
  JobSuspended: [
    {
      ask: 'Since when (graph it over 7 days)?',
      query: (service) => select(controllerMetrics.cronJobSuspended, own(service)),
    },
    { ask: 'How many hours ago was the last success?', query: hoursSinceSuccess },
  ],
};
