import { defineCheck } from '../../check';
import { fieldOfPool, resourceOfPool } from '../../live/pool';
import { meaningOf } from '../../live/scrape-errors';

export const check = defineCheck({
  id: 'live-target-down',
  severity: 'error',
  question: 'Did the last scrape of every target succeed?',
  symptom: 'The target is down on the targets page, and up is 0.',
  why: 'Prometheus discovered the target, but could not read its metrics page, for the reason in its error.',
  remedy: 'Read the error, and follow the fix of the finding.',
  see: 'https://prometheus.io/docs/prometheus/latest/querying/api/#targets',
  needs: ['live'],
  find: ({ live }) =>
    live.targets
      .filter(({ health }) => health === 'down')
      .map(({ pool, url, lastError }) => {
        const { expected, fix } = meaningOf(lastError);
        return {
          resource: resourceOfPool(pool),
          path: fieldOfPool(pool),
          message: `the target ${url} is down`,
          found: lastError,
          expected,
          fix,
        };
      }),
});
