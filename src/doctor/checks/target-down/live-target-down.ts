import { defineCheck } from '../../check';
import { fieldOfPool, resourceOfPool } from '../../live/pool';
import { meaningOf } from '../../live/scrape-errors';

export const check = defineCheck({
  id: 'live-target-down',
  severity: 'error',
  question: 'Did the last scrape of every target succeed?',
  symptom: 'the target is down on the targets page, and up is 0.',
  why: 'Prometheus found the target and could not read its page; its own error says why.',
  remedy: 'read the error, and follow the fix that belongs to it.',
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
          message: `is down at ${url}`,
          found: lastError,
          expected,
          fix,
        };
      }),
});
