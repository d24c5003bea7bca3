import { defineCheck } from '../../check';
import { fieldOfPool, resourceOfPool } from '../../live/pool';

/** Prometheus spreads first scrapes over one interval; after two, waiting is no explanation. */
const PATIENCE = 2;

export const check = defineCheck({
  id: 'live-target-unknown',
  severity: 'warning',
  question: 'Was every target scraped at least once?',
  symptom: 'the target is "unknown" on the targets page.',
  why: 'Prometheus has discovered it and not scraped it yet: it spreads first scrapes over one interval.',
  remedy:
    'wait one scrape interval and ask again; if it stays, Prometheus is overloaded or the interval is long.',
  see: 'https://prometheus.io/docs/prometheus/latest/querying/api/#targets',
  needs: ['live'],
  find: ({ live }) =>
    live.targets
      .filter(({ health }) => health === 'unknown')
      .map(({ pool, url }) => {
        const interval = live.jobs.find(({ name }) => name === pool)?.interval ?? 0;
        // When a target appeared is not told; before Prometheus itself it did not.
        const young = live.time - live.startTime < PATIENCE * interval;
        return {
          resource: resourceOfPool(pool),
          path: fieldOfPool(pool),
          message: `has not been scraped yet at ${url}`,
          found: 'unknown',
          expected: `up within ${interval} s, the scrape interval`,
          fix: young
            ? `wait ${interval} s and run this again`
            : `wait ${interval} s and run this again; then look at prometheus_target_scrape_pool_exceeded_target_limit_total and at the load of Prometheus`,
          ...(young ? { severity: 'info' as const } : {}),
        };
      }),
});
