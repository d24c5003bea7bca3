import { defineService, type Service } from '../src/catalog/service';
import { orderApiMetrics } from '../test/fixtures/stack/order-api-metrics';
import { matching } from '../src/promql/build';
import { goldenSignals } from '../src/rules/golden-signals';

/** Services that differ in their name alone: workload, scrape and golden signals, no objectives. */
export function manyServices(count: number): readonly Service[] {
  return Array.from({ length: count }, (_, index) =>
    defineService({
      name: `service-${index}`,
      team: 'bench',
      port: 8000,
      metrics: orderApiMetrics,
      signals: goldenSignals({
        requests: orderApiMetrics.requests,
        errors: { status: matching('5..') },
        latency: orderApiMetrics.requestDuration,
        by: ['endpoint'],
      }),
      workload: { image: 'service:1.0.0' },
    }),
  );
}
