import type { InputSeries } from '../../src/testing/rule-tests';

/** So many scrapes, each with so many events since the one before. */
export interface Stretch {
  readonly scrapes: number;
  readonly events: number;
  /** How many of them are bad. @default 0 */
  readonly bad?: number;
}

const TARGET = 'namespace="default", job="order-api", pod="order-api-1", instance="10.0.0.1:8000"';
const ROUTE = `${TARGET}, method="GET", endpoint="/orders"`;

/** A counter that starts at 0 and grows by so much at each of so many scrapes. */
export function counter(pieces: readonly (readonly [scrapes: number, growth: number])[]): string {
  let value = 0;
  const texts = pieces.map(([scrapes, growth]) => {
    const text = `${value + growth}+${growth}x${scrapes - 1}`;
    value += scrapes * growth;
    return text;
  });
  return ['0', ...texts].join(' ');
}

/** Whether the target answers: so many scrapes of 1 or 0. */
export function up(values: string): InputSeries {
  return { series: `up{${TARGET}}`, values };
}

/** What one pod of the Order API exposes, for both of its SLOs: bad requests are 500s that take half a second. */
export function traffic(stretches: readonly Stretch[]): readonly InputSeries[] {
  const total = stretches.reduce((sum, { scrapes }) => sum + scrapes, 0);
  const good = counter(stretches.map(({ scrapes, events, bad = 0 }) => [scrapes, events - bad]));
  const bad = counter(stretches.map(({ scrapes, bad: failed = 0 }) => [scrapes, failed]));
  const all = counter(stretches.map(({ scrapes, events }) => [scrapes, events]));
  return [
    up(`1x${total}`),
    { series: `order_api_requests_total{${ROUTE}, status="200"}`, values: good },
    { series: `order_api_requests_total{${ROUTE}, status="500"}`, values: bad },
    { series: `order_api_request_duration_seconds_bucket{${ROUTE}, le="0.25"}`, values: good },
    { series: `order_api_request_duration_seconds_bucket{${ROUTE}, le="0.5"}`, values: all },
    { series: `order_api_request_duration_seconds_count{${ROUTE}}`, values: all },
  ];
}

/** One counter of the Order API. */
export function requests(
  status: string,
  values: string,
  route = 'method="GET", endpoint="/orders"',
): InputSeries {
  return { series: `order_api_requests_total{${TARGET}, ${route}, status="${status}"}`, values };
}
