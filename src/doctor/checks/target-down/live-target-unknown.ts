import { defineCheck } from '../../check';
import { fieldOfPool, resourceOfPool } from '../../live/pool';

/** Intervals. Prometheus spreads first scrapes over one interval, so a target is scraped within two. */
const PATIENCE = 2;

export const check = defineCheck({
  id: 'live-target-unknown',
  severity: 'warning',
  question: 'Was every target scraped at least once?',
  symptom: 'The target is "unknown" on the targets page.',
  why: 'Prometheus has discovered the target, but not scraped it yet: it spreads first scrapes over one interval.',
  remedy:
    'Wait one scrape interval and run the check again. If the target stays unknown, Prometheus is overloaded.',
  see: 'https://prometheus.io/docs/prometheus/latest/querying/api/#targets',
  needs: ['live'],
  find: ({ live }) =>
    live.targets
      .filter(({ health }) => health === 'unknown')
      .map(({ pool, url }) => {
        const interval = live.jobs.find(({ name }) => name === pool)?.interval ?? 0;
        // The API does not include when a target appeared, which is after Prometheus started.
        const young = live.time - live.startTime < PATIENCE * interval;
        return {
          resource: resourceOfPool(pool),
          path: fieldOfPool(pool),
          message: `the target ${url} has not been scraped yet`,
          found: 'unknown',
          expected: `up within ${interval} s, the scrape interval`,
          fix: young
            ? `wait ${interval} s and run this again`
            : `wait ${interval} s and run this again; then check prometheus_target_scrape_pool_exceeded_target_limit_total and the load of Prometheus`,
          ...(young ? { severity: 'info' as const } : {}),
        };
      }),
});
