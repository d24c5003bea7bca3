import { defineService, type Service } from '../src/catalog/service';
import { taskApiMetrics } from '../src/stack/task-api/metrics';
import { matching } from '../src/promql/build';
import { goldenSignals } from '../src/rules/golden-signals';

/** Services that differ in their name alone: workload, scrape and golden signals, no objectives. */
export function manyServices(count: number): readonly Service[] {
  return Array.from({ length: count }, (_, index) =>
    defineService({
      name: `service-${index}`,
      team: 'bench',
      port: 8000,
      metrics: taskApiMetrics,
      signals: goldenSignals({
        requests: taskApiMetrics.requests,
        errors: { status: matching('5..') },
        latency: taskApiMetrics.requestDuration,
        by: ['endpoint'],
      }),
      workload: { image: 'service:1.0.0' },
    }),
  );
}
