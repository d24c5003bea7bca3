import { contractSeriesBound, emitsEndpoint } from '../../../src/metrics/contract';
import { seriesBound, seriesNames } from '../../../src/metrics/series';
import { taskApiMetrics } from '../../../src/stack/task-api/metrics';

test('the Task API exposes these series and no others', () => {
  expect(Object.values(taskApiMetrics).flatMap(seriesNames)).toEqual([
    'task_api_requests_total',
    'task_api_request_duration_seconds_bucket',
    'task_api_request_duration_seconds_count',
    'task_api_request_duration_seconds_sum',
    'task_api_requests_in_flight',
    'task_api_build_info',
  ]);
});

test('requests and their duration have the labels and the buckets that existing dashboards use', () => {
  expect(Object.keys(taskApiMetrics.requests.labels)).toEqual(['method', 'endpoint', 'status']);
  expect(Object.keys(taskApiMetrics.requestDuration.labels)).toEqual(['method', 'endpoint']);
  expect(taskApiMetrics.requestDuration.buckets).toEqual([0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]);
});

test('a target exposes at most 377 series', () => {
  const [methods, routes, codes, buckets] = [5, 3, 12, 10];
  expect(Object.values(taskApiMetrics).map(seriesBound)).toEqual([
    methods * routes * codes,
    // +Inf, _count and _sum beside the declared buckets.
    methods * routes * (buckets + 3),
    1,
    1,
  ]);
  expect(contractSeriesBound(taskApiMetrics)).toBe(5 * 3 * 12 + 5 * 3 * 13 + 1 + 1);
  expect(contractSeriesBound(taskApiMetrics)).toBe(377);
});

test('it exposes the label endpoint, so its ServiceMonitor must drop the one of the scrape', () => {
  expect(emitsEndpoint(taskApiMetrics)).toBe(true);
});
