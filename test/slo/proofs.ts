import type { AlertProofs } from '../rules/alert-proof';
import { counter, requests, traffic, up } from './traffic';

const labels = {
  namespace: 'default',
  job: 'order-api',
  slo: 'availability',
  team: 'orders',
  service: 'order-api',
};

const dataMissing = {
  labels: { ...labels, severity: 'warning' },
  annotations: {
    summary: 'The error budget of order-api is no longer measured.',
    description:
      'Targets of order-api in namespace default are scraped, but all or some of them do not expose the series or labels that the objective availability counts. Its alerts do not cover them.',
    runbook_url: 'https://runbooks.example.com/slo-data-missing.md',
  },
};

const page = {
  labels: { ...labels, severity: 'critical', long: '1h', short: '5m', budget: '2%' },
  annotations: {
    summary: 'Too many requests to order-api fail for its error budget.',
    description:
      '1.667% of the requests to order-api in namespace default failed in the last 1h; the objective availability allows 0.1% over 30d. At this rate or above, 2% of the error budget is spent in 1h and all of it in 2d2h.',
    runbook_url: 'https://runbooks.example.com/error-budget-burn.md',
  },
};

/**
 * Proofs of the alerts of the fast group of `availability`: samples every 30 seconds, evaluation every minute. Those
 * of the other tiers take days; alerts.promtool.test.ts has them.
 */
export const sloProofs: AlertProofs = {
  ErrorBudgetBurn: {
    fires: [
      {
        name: 'all requests fail from the end of the first hour on: 1.44 % of the hour is 52 seconds',
        inputSeries: traffic([
          { scrapes: 120, events: 100 },
          { scrapes: 10, events: 100, bad: 100 },
        ]),
        firesAt: '61m',
        expected: [page],
      },
      {
        name: 'they do so behind 200 requests a second of a scanner, for paths that the service does not have',
        inputSeries: [
          ...traffic([
            { scrapes: 120, events: 100 },
            { scrapes: 10, events: 100, bad: 100 },
          ]),
          requests('404', counter([[130, 6000]]), 'method="GET", endpoint="unmatched"'),
        ],
        firesAt: '61m',
        expected: [page],
      },
    ],
    silent: [
      {
        name: 'as many requests fail as the objective allows',
        inputSeries: traffic([{ scrapes: 180, events: 1000, bad: 1 }]),
        until: '90m',
      },
      {
        name: 'requests failed an hour ago for 50 seconds',
        inputSeries: traffic([
          { scrapes: 120, events: 200 },
          { scrapes: 2, events: 200, bad: 170 },
          { scrapes: 60, events: 200 },
        ]),
        until: '90m',
      },
      {
        name: 'nobody sends a request',
        inputSeries: traffic([{ scrapes: 60, events: 0 }]),
        until: '30m',
      },
    ],
  },
  SloDataMissing: {
    fires: [
      {
        // The tile of 31m still holds the last sample, at 30m30s.
        name: 'the instrumentation is lost at 31m',
        inputSeries: [up('1x100'), requests('200', `${counter([[61, 5]])} stale`)],
        firesAt: '42m',
        expected: [dataMissing],
      },
      {
        name: 'a release renames the label of errors at 20m, and half of the requests fail from then on',
        inputSeries: [
          up('1x100'),
          requests('200', `${counter([[40, 5]])} stale`),
          ...['200', '500'].map((code) => ({
            ...requests('', `_x41 ${counter([[50, 5]])}`, `method="GET", endpoint="/orders", code="${code}"`),
          })),
        ],
        firesAt: '31m',
        expected: [dataMissing],
      },
    ],
    silent: [
      {
        name: 'the service is idle: its counters stand still',
        inputSeries: traffic([
          { scrapes: 20, events: 5 },
          { scrapes: 60, events: 0 },
        ]),
        until: '40m',
      },
      {
        name: 'the service is down, which is another alert',
        inputSeries: [up('1x20 0x60'), requests('200', '0+5x20 stale')],
        until: '40m',
      },
      {
        name: 'no target is left, which is another alert',
        inputSeries: [up('1x20 stale'), requests('200', '0+5x20 stale')],
        until: '40m',
      },
      {
        name: 'there was no error yet, and so no series of errors',
        inputSeries: [up('1x80'), requests('200', '0+5x80')],
        until: '40m',
      },
      {
        name: 'two scrapes in a row fail',
        inputSeries: [up('1x40 0x1 1x40'), requests('200', '0+5x40 stale _ 210+5x40')],
        until: '40m',
      },
    ],
  },
};
