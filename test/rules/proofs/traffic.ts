import { duration } from '../../../src/promql/window';
import type { InputSeries } from '../../../src/testing/rule-tests';
import { counter } from '../../slo/traffic';
import type { AlertProofs } from '../alert-proof';
import { POD_A, POD_B, up } from './series';

const HOUR = 60;
const DAY = 24 * HOUR;
const WEEK = 7 * DAY;

/** So many minutes, each with so many requests. Twelve a minute are 0.2 a second, the least that counts as traffic. */
type Stretch = readonly [minutes: number, requests: number];

const repeat = (times: number, ...stretches: readonly Stretch[]): readonly Stretch[] =>
  Array.from({ length: times }, () => stretches).flat();

function requests(stretches: readonly Stretch[], { endpoint = '/orders', end = '', job = 'order-api' } = {}) {
  return {
    series: `order_api_requests_total{namespace="default", job="${job}", pod="${POD_A}", instance="10.0.0.1:8000", endpoint="${endpoint}", method="GET", status="200"}`,
    values: `${counter(stretches)} ${end}`,
  };
}

/** The target answers all the time, and this is what its clients do. */
const answering = (...stretches: readonly Stretch[]): readonly InputSeries[] => [
  up(POD_A, `1x${9 * DAY}`),
  requests(stretches),
];

const stopped = {
  labels: {
    team: 'orders',
    service: 'order-api',
    severity: 'critical',
    namespace: 'default',
    job: 'order-api',
  },
  annotations: {
    summary: 'Requests to order-api have stopped.',
    description:
      'Targets of order-api in namespace default are scraped, but have received no request for ten minutes. Around this time a day ago the rate was never below 0.5 requests per second, and a week ago it was similar: the path to the service may be broken (ingress, DNS, TLS).',
    runbook_url: 'https://runbooks.example.com/traffic-stopped.md',
  },
};

const collapsed = {
  ...stopped,
  annotations: {
    summary: 'Most of the requests to order-api have stopped.',
    description:
      'order-api in namespace default receives 0.05 requests per second, less than a tenth of the lowest rate around this time a day ago and a week ago: the path to the service may be broken for most clients (ingress, DNS, TLS, one region).',
    runbook_url: 'https://runbooks.example.com/traffic-collapsed.md',
  },
};

const TEN_MINUTES_LATER = duration(WEEK * 60 + 2 * 3600 + 600);

/** Proofs of `trafficAlerts`: a sample a minute, an evaluation every five. */
export const trafficProofs: AlertProofs = {
  TrafficStopped: {
    fires: [
      {
        name: 'requests stop that came day and night, but for those to paths that the service does not have',
        inputSeries: [
          ...answering([WEEK + 2 * HOUR, 30], [HOUR, 0]),
          requests([[WEEK + 3 * HOUR, 1000]], { endpoint: 'unmatched' }),
        ],
        firesAt: TEN_MINUTES_LATER,
        expected: [stopped],
      },
      {
        name: 'the series of requests vanish',
        inputSeries: [up(POD_A, `1x${9 * DAY}`), requests([[WEEK + 2 * HOUR, 30]], { end: 'stale' })],
        firesAt: TEN_MINUTES_LATER,
        expected: [stopped],
      },
    ],
    silent: [
      {
        name: 'one request a minute is left for an hour, and later none for nine minutes',
        inputSeries: answering([WEEK + 2 * HOUR, 30], [HOUR, 1], [HOUR, 30], [9, 0], [HOUR, 30]),
        until: '7d5h',
      },
      {
        name: 'nights are idle every day, and one begins and ends 50 minutes later than those before',
        inputSeries: answering(...repeat(8, [10 * HOUR, 30], [14 * HOUR, 0]), [50, 0], [10 * HOUR, 30]),
        until: '8d10h',
      },
      {
        name: 'nights are idle every day, and one begins 50 minutes earlier than those before',
        inputSeries: answering(
          ...repeat(7, [10 * HOUR, 30], [14 * HOUR, 0]),
          [9 * HOUR + 10, 30],
          [6 * HOUR, 0],
        ),
        until: '7d12h',
      },
      {
        name: 'counters come with the first request of the day, today later than a day and a week ago',
        inputSeries: [
          up(POD_A, `1x${9 * DAY}`),
          {
            ...requests([]),
            values: Array.from(
              { length: 7 },
              () => `_x${4 * HOUR} ${counter([[10 * HOUR, 30]])} stale _x${10 * HOUR - 2}`,
            ).join(' '),
          },
        ],
        until: '7d5h',
      },
      {
        name: 'the service is six days old',
        inputSeries: [
          up(POD_A, `_x${DAY} 1x${8 * DAY}`),
          {
            ...requests([]),
            values: `_x${DAY} ${counter([
              [6 * DAY, 30],
              [HOUR, 0],
            ])}`,
          },
        ],
        until: '7d1h',
      },
      {
        name: 'there was little traffic a week ago',
        inputSeries: answering([DAY, 11], [6 * DAY, 30], [HOUR, 0]),
        until: '7d1h',
      },
      {
        name: 'there was little traffic a day ago',
        inputSeries: answering([6 * DAY, 30], [DAY + HOUR, 11], [HOUR, 0]),
        until: '7d2h',
      },
      {
        name: 'clients come all at once, every hour',
        inputSeries: answering(...repeat(7 * 24 + 4, [5, 1000], [55, 0])),
        until: '7d4h',
      },
      {
        name: 'no target answers, which Down tells, and an hour later none is left, which TargetMissing tells',
        inputSeries: [
          up(POD_A, `1x${WEEK + 2 * HOUR} 0x${HOUR} stale`),
          requests([[WEEK + 2 * HOUR, 30]], { end: 'stale' }),
        ],
        until: '7d5h',
      },
    ],
  },
  TrafficCollapsed: {
    fires: [
      {
        name: 'a twentieth of 60 requests a minute is left, beside those to paths that the service does not have',
        inputSeries: [
          ...answering([WEEK + 2 * HOUR, 60], [HOUR, 3]),
          requests([[WEEK + 3 * HOUR, 1000]], { endpoint: 'unmatched' }),
        ],
        firesAt: TEN_MINUTES_LATER,
        expected: [collapsed],
      },
    ],
    silent: [
      {
        name: 'a tenth is left for two hours, later a twentieth for nine minutes, and later none, which is TrafficStopped',
        inputSeries: answering(
          [WEEK + 2 * HOUR, 60],
          [2 * HOUR, 6],
          [HOUR, 60],
          [9, 3],
          [HOUR, 60],
          [2 * HOUR, 0],
        ),
        until: '7d8h',
      },
      {
        name: 'one of eleven requests a minute is left, of which chance could be the cause',
        inputSeries: answering([WEEK + 2 * HOUR, 11], [2 * HOUR, 1]),
        until: '7d3h',
      },
      {
        name: 'nights have a fiftieth of the requests, and one begins 50 minutes earlier and ends 50 minutes later',
        inputSeries: answering(
          ...repeat(7, [10 * HOUR, 100], [14 * HOUR, 2]),
          [9 * HOUR + 10, 100],
          [15 * HOUR + 40, 2],
          [HOUR, 100],
        ),
        until: '8d1h',
      },
      {
        name: 'requests move to the pod of a new version, whose counters begin at 0; later it fails, and is scaled to 0',
        inputSeries: [
          up(POD_A, `1x${WEEK + 2 * HOUR} stale`),
          up(POD_B, `_x${WEEK + 2 * HOUR - 5} 1x${2 * HOUR + 5} 0x${HOUR} stale`),
          requests([[WEEK + 2 * HOUR, 60]], { end: 'stale' }),
          {
            ...requests([]),
            series: requests([]).series.replace(POD_A, POD_B),
            values: `_x${WEEK + 2 * HOUR} ${counter([[2 * HOUR, 60]])} stale`,
          },
        ],
        until: '7d6h',
      },
    ],
  },
};

/** Others who are asked all the time, or have just stopped to be. */
export const othersTraffic: readonly InputSeries[] = [
  requests([[9 * DAY, 30]], { job: 'billing' }),
  { ...up(POD_A, `1x${9 * DAY}`, { namespace: 'staging', name: 'order-api' }) },
  { ...requests([[9 * DAY, 30]]), series: requests([]).series.replace('default', 'staging') },
];
