import type { InputSeries } from '../../../src/testing/rule-tests';
import type { AlertProofs } from '../alert-proof';

/** A series that OpenTelemetry pushes: neither a namespace nor the job of the service, and no `up` beside it. */
export function pushedSeries(
  name: string,
  values: string,
  { instance = 'a1', service = 'order-api', labels = '' } = {},
): InputSeries {
  return {
    series: `${name}{job="shop/${service}", service_namespace="shop", service_name="${service}", instance="${instance}"${labels}}`,
    values,
  };
}

const inFlight = (values: string, place = {}) => pushedSeries('order_api_requests_in_flight', values, place);

const observed = (values: string) => pushedSeries('order_api_request_duration_seconds_count', values);

const missing = {
  labels: {
    team: 'orders',
    service: 'order-api',
    severity: 'critical',
    namespace: 'default',
    service_namespace: 'shop',
    service_name: 'order-api',
  },
  annotations: {
    summary: 'Prometheus no longer receives series of order-api.',
    description:
      'Up to 1 series of order-api in namespace default arrived in the last day, and none arrives now: the service is down, or what pushes its series is. It is not monitored.',
    runbook_url: 'https://runbooks.example.com/series-missing.md',
  },
};

/** Proofs of `pushedAlerts`. */
export const pushedProofs: AlertProofs = {
  SeriesMissing: {
    fires: [
      {
        // The last sample is of 39m30s, and seen until 44m30s.
        name: 'nothing arrives any more',
        inputSeries: [inFlight('1x79')],
        firesAt: '50m',
        expected: [missing],
      },
      {
        name: 'the sender marks its series as stale',
        inputSeries: [inFlight('1x80 stale')],
        firesAt: '46m',
        expected: [missing],
      },
      {
        name: 'another service still pushes',
        inputSeries: [inFlight('1x80 stale'), inFlight('1x200', { service: 'cart' })],
        firesAt: '46m',
        expected: [missing],
      },
    ],
    silent: [
      {
        name: 'nothing has ever arrived',
        inputSeries: [inFlight('1x200', { service: 'cart' })],
        until: '60m',
      },
      {
        name: 'one of two processes ends',
        inputSeries: [inFlight('1x80 stale'), inFlight('1x200', { instance: 'b2' })],
        until: '90m',
      },
      {
        name: 'an idle series expires and another one is there',
        inputSeries: [inFlight('1x80 stale'), observed('7x200')],
        until: '90m',
      },
      {
        name: 'a sender restarts for four minutes',
        inputSeries: [inFlight('1x80 stale _x8 1x60')],
        until: '70m',
      },
    ],
  },
};
