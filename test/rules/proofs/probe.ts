import type { InputSeries } from '../../../src/testing/rule-tests';
import type { AlertProofs } from '../alert-proof';

const HEALTH = 'https://orders.example.com/health';
const ORDERS = 'https://orders.example.com/orders';

const series = (name: string, address: string, values: string): InputSeries => ({
  series: `${name}{namespace="default", job="order-api", instance="${address}"}`,
  values,
});

const success = (address: string, values: string) => series('probe_success', address, values);
const up = (address: string, values: string) => series('up', address, values);

/** The exporter answers for both addresses, and says this about the probes. */
const probed = (health: string, orders: string): readonly InputSeries[] => [
  up(HEALTH, '1x200'),
  up(ORDERS, '1x200'),
  success(HEALTH, health),
  success(ORDERS, orders),
];

const labels = { team: 'orders', service: 'order-api', namespace: 'default', job: 'order-api' };
const annotations = (summary: string, description: string, page: string) => ({
  summary,
  description,
  runbook_url: `https://runbooks.example.com/${page}.md`,
});

const failing = (share: string) => ({
  labels: { ...labels, severity: 'critical' },
  annotations: annotations(
    'Half or more of the probes of order-api fail.',
    `${share} of the probed addresses of order-api in namespace default do not answer as they should: it is down, or its clients cannot reach it.`,
    'probes-failing',
  ),
});

const oneFailing = {
  labels: { ...labels, severity: 'warning', instance: HEALTH },
  annotations: annotations(
    'A probe of order-api fails.',
    `${HEALTH} of order-api does not answer as it should.`,
    'probe-failing',
  ),
};

const proberUnreachable = {
  labels: { ...labels, severity: 'critical' },
  annotations: annotations(
    'The exporter that probes order-api does not answer.',
    'Prometheus cannot reach the exporter that probes order-api in namespace default. The service is not monitored.',
    'prober-unreachable',
  ),
};

/** Proofs of `probeAlerts`. */
export const probeProofs: AlertProofs = {
  ProbesFailing: {
    fires: [
      {
        name: 'no address answers from 20m on: half of two minutes later it is an outage, and three minutes after that a page',
        inputSeries: probed('1x39 0x100', '1x39 0x100'),
        firesAt: '24m',
        expected: [failing('100%')],
      },
      {
        name: 'one of two addresses does not answer',
        inputSeries: probed('1x39 0x100', '1x200'),
        firesAt: '24m',
        expected: [failing('50%')],
      },
    ],
    silent: [
      { name: 'all addresses answer', inputSeries: probed('1x200', '1x200'), until: '30m' },
      {
        name: 'one probe in four fails',
        inputSeries: probed('1x3 0 1x3 0 1x3 0 1x3 0 1x3 0 1x3 0 1x3 0 1x3 0', '1x200'),
        until: '15m',
      },
      {
        name: 'the exporter is gone, and with it the results',
        inputSeries: [up(HEALTH, '0x200'), success(HEALTH, '1x19 stale')],
        until: '60m',
      },
    ],
  },
  ProbeFailing: {
    fires: [
      {
        name: 'an address does not answer from 20m on',
        inputSeries: probed('1x39 0x100', '1x200'),
        firesAt: '27m',
        expected: [oneFailing],
      },
    ],
    silent: [
      { name: 'all addresses answer', inputSeries: probed('1x200', '1x200'), until: '30m' },
      {
        name: 'an address does not answer for six minutes',
        inputSeries: probed('1x39 0x11 1x100', '1x200'),
        until: '60m',
      },
    ],
  },
  ProberUnreachable: {
    fires: [
      {
        name: 'the exporter does not answer from 20m on',
        inputSeries: [up(HEALTH, '1x39 0x100'), up(ORDERS, '1x39 0x100')],
        firesAt: '25m',
        expected: [proberUnreachable],
      },
    ],
    silent: [
      {
        name: 'probes fail, which the exporter tells',
        inputSeries: probed('0x200', '0x200'),
        until: '60m',
      },
      {
        name: 'it restarts for four minutes',
        inputSeries: [up(HEALTH, '1x39 0x7 1x100'), up(ORDERS, '1x39 0x7 1x100')],
        until: '60m',
      },
    ],
  },
};
