import { ENGINE } from '../../support/engines';
import type { AlertProofs } from '../alert-proof';
import { POD_A, POD_B, POD_C, scrapedSamples, up } from './series';

const routing = { team: 'orders', service: 'order-api' };
const TARGET_B = {
  namespace: 'default',
  job: 'order-api',
  pod: POD_B,
  container: 'order-api',
  instance: '10.0.0.2:8000',
  port: 'http',
};
const TARGET_A = { ...TARGET_B, pod: POD_A, instance: '10.0.0.1:8000' };

const down = {
  labels: { ...routing, severity: 'critical', namespace: 'default', job: 'order-api' },
  annotations: {
    summary: 'Prometheus cannot scrape any target of order-api.',
    description:
      'All targets of order-api in namespace default fail their scrapes: it is down, or Prometheus cannot reach it.',
    runbook_url: 'https://runbooks.example.com/down.md',
  },
};

const targetsFailing = (share: string) => ({
  labels: down.labels,
  annotations: {
    summary: 'Prometheus cannot scrape half or more of the targets of order-api.',
    description: `${share} of the targets of order-api in namespace default fail their scrapes. TargetDown is the ticket for fewer, Down the page for all.`,
    runbook_url: 'https://runbooks.example.com/targets-failing.md',
  },
});

const targetDown = {
  labels: { ...routing, ...TARGET_B, severity: 'warning' },
  annotations: {
    summary: 'Prometheus cannot scrape a target of order-api.',
    description: 'Prometheus cannot scrape 10.0.0.2:8000 (pod order-api-7d4b9-bbbbb) of order-api.',
    runbook_url: 'https://runbooks.example.com/target-down.md',
  },
};

const seriesBudgetExceeded = {
  labels: { ...routing, ...TARGET_B, severity: 'warning' },
  annotations: {
    summary: 'A target of order-api exposes more series than its metrics allow.',
    description:
      '10.0.0.2:8000 of order-api exposes 578 samples, more than its metrics can have. A label has too many values; at the sample limit, every scrape fails.',
    runbook_url: 'https://runbooks.example.com/series-budget-exceeded.md',
  },
};

/** Proofs of `scrapeAlerts`: samples every 30 seconds, evaluation every minute. */
export const scrapeProofs: AlertProofs = {
  Down: {
    fires: [
      {
        name: 'no target answers from the start',
        inputSeries: [up(POD_A, '0x20'), up(POD_B, '0x20')],
        firesAt: '3m',
        expected: [down],
      },
      {
        name: 'the last target that answered stops after five minutes',
        inputSeries: [up(POD_A, '0x40'), up(POD_B, '1x9 0x30')],
        firesAt: '8m',
        expected: [down],
      },
      {
        name: 'the targets change while none answers',
        inputSeries: [up(POD_A, '0x3 stale'), up(POD_B, '_x4 0x30')],
        firesAt: '3m',
        expected: [down],
      },
    ],
    silent: [
      {
        name: 'one of two targets answers',
        inputSeries: [up(POD_A, '0x60'), up(POD_B, '1x60')],
        until: '30m',
      },
      {
        name: 'no target answers for two and a half minutes',
        inputSeries: [up(POD_A, '1x3 0x4 1x40'), up(POD_B, '1x3 0x4 1x40')],
        until: '20m',
      },
      { name: 'there is no target, which TargetMissing tells', inputSeries: [], until: '20m' },
    ],
  },
  TargetsFailing: {
    fires: [
      {
        name: 'one of two targets fails after twenty minutes',
        inputSeries: [up(POD_A, '1x80'), up(POD_B, '1x40 0x40')],
        // The first failed scrape is at 20m30s. A window of version 2 includes its left end, and with it one good sample.
        firesAt: ENGINE.version[0] < 3 ? '25m' : '24m',
        expected: [targetsFailing('50%')],
      },
      {
        name: 'two of three targets answer one of three or four scrapes, as in a crash loop',
        inputSeries: [
          up(POD_A, '1x80'),
          up(POD_B, `1x40 ${'0 0 1 '.repeat(14)}`),
          up(POD_C, `1x40 ${'0 0 1 0 '.repeat(10)}`),
        ],
        firesAt: ENGINE.version[0] < 3 ? '25m' : '24m',
        expected: [targetsFailing('66.67%')],
      },
    ],
    silent: [
      {
        name: 'one of three targets fails, which TargetDown reports',
        inputSeries: [up(POD_A, '1x80'), up(POD_B, '1x40 0x40'), up(POD_C, '1x80')],
        until: '40m',
      },
      {
        name: 'one of two targets fails for two and a half minutes',
        inputSeries: [up(POD_A, '1x80'), up(POD_B, '1x40 0x4 1x40')],
        until: '40m',
      },
      {
        name: 'the only target fails, which Down reports',
        inputSeries: [up(POD_A, '1x40 0x40')],
        until: '40m',
      },
      {
        name: 'scaling up from two to six adds pods that need nine minutes to start',
        inputSeries: [
          up(POD_A, '1x80'),
          up(POD_B, '1x80'),
          ...['c', 'd', 'e', 'f'].map((pod) => up(`order-api-7d4b9-${pod}`, '_x40 0x18 1x22')),
        ],
        until: '40m',
      },
      {
        name: 'a rollout replaces both pods, which need nine minutes to start',
        inputSeries: [
          up(POD_A, '1x58 0x2 stale'),
          up(POD_B, '1x78 0x2 stale'),
          up('order-api-5f6c8-aaaaa', '_x39 0x18 1x40'),
          up('order-api-5f6c8-bbbbb', '_x59 0x18 1x20'),
        ],
        until: '45m',
      },
      {
        name: 'the node of one of two pods is drained, and its last scrapes fail',
        inputSeries: [up(POD_A, '1x80'), up(POD_B, '1x40 0x2 stale'), up(POD_C, '_x42 0x18 1x20')],
        until: '40m',
      },
      {
        name: 'the Deployment is scaled to 0, and the last scrapes fail',
        inputSeries: [up(POD_A, '1x40 0x2 stale'), up(POD_B, '1x40 0x2 stale')],
        until: '40m',
      },
    ],
  },
  TargetDown: {
    fires: [
      {
        name: 'one of two targets does not answer',
        inputSeries: [up(POD_A, '1x40'), up(POD_B, '0x40')],
        firesAt: '7m',
        expected: [targetDown],
      },
      {
        name: 'both targets do not answer, once for each',
        inputSeries: [up(POD_A, '0x40'), up(POD_B, '0x40')],
        firesAt: '7m',
        expected: [
          {
            labels: { ...targetDown.labels, ...TARGET_A },
            annotations: {
              ...targetDown.annotations,
              description: 'Prometheus cannot scrape 10.0.0.1:8000 (pod order-api-7d4b9-aaaaa) of order-api.',
            },
          },
          targetDown,
        ],
      },
      {
        name: 'a target outside of pods does not answer',
        inputSeries: [
          {
            series:
              'up{namespace="default", job="order-api", service="order-api", instance="192.0.2.1:8000"}',
            values: '0x40',
          },
        ],
        firesAt: '7m',
        expected: [
          {
            labels: {
              ...routing,
              severity: 'warning',
              namespace: 'default',
              job: 'order-api',
              instance: '192.0.2.1:8000',
            },
            annotations: {
              ...targetDown.annotations,
              description: 'Prometheus cannot scrape 192.0.2.1:8000 of order-api.',
            },
          },
        ],
      },
    ],
    silent: [
      {
        name: 'a target does not answer for six and a half minutes',
        inputSeries: [up(POD_A, '1x60'), up(POD_B, '0x13 1x40')],
        until: '30m',
      },
      {
        name: 'a target that does not answer is replaced after six minutes',
        inputSeries: [up(POD_A, '_x12 1x40'), up(POD_B, '0x11 stale')],
        until: '30m',
      },
    ],
  },
};

/** Proofs of `budgetAlerts`, with a series budget of 577. */
export const budgetProofs: AlertProofs = {
  SeriesBudgetExceeded: {
    fires: [
      {
        name: 'one of two targets has a sample more than the budget',
        inputSeries: [scrapedSamples(POD_A, '577x40'), scrapedSamples(POD_B, '578x40')],
        firesAt: '15m',
        expected: [seriesBudgetExceeded],
      },
    ],
    silent: [
      {
        name: 'a target has as many samples as the budget',
        inputSeries: [scrapedSamples(POD_A, '577x60')],
        until: '30m',
      },
      {
        name: 'a target is above the budget for fourteen and a half minutes',
        inputSeries: [scrapedSamples(POD_A, '5000x29 577x30')],
        until: '30m',
      },
    ],
  },
};
