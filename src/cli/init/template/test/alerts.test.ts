import { test } from 'node:test';
import { checkRules, ruleGroups, testRules } from 'signalproof/testing';
import stack from '../monitoring.config';

const service = stack.placedService('my-service', 'prod');
const groups = ruleGroups(service);

const alertLabels = {
  severity: 'critical',
  team: service.team,
  service: 'my-service',
  namespace: 'default',
  job: 'my-service',
};
const target = 'namespace="default", job="my-service", pod="a", instance="10.0.0.1:8080"';
/** The counter that the objective reads. Change its name and labels together with the metrics in services. */
const requests = (status: string) => `http_requests_total{${target}, method="GET", status="${status}"}`;

/** The burn rate alerts that page. Tickets on windows of days need half of their hours first. */
const burns = [
  { severity: 'critical', long: '1h', short: '5m', budget: '2%' },
  { severity: 'critical', long: '6h', short: '30m', budget: '5%' },
];

test('Prometheus loads the rules', () => checkRules(groups));

test('MyServiceTargetMissing fires when Prometheus has no target', () =>
  testRules({
    groups,
    interval: '1m',
    cases: [
      {
        name: 'no target',
        inputSeries: [],
        alerts: [{ at: '10m', alert: 'MyServiceTargetMissing', expected: [{ labels: alertLabels }] }],
      },
      {
        name: 'one target',
        inputSeries: [{ series: `up{${target}}`, values: '1x20' }],
        alerts: [{ at: '10m', alert: 'MyServiceTargetMissing', expected: [] }],
      },
    ],
  }));

test('MyServiceErrorBudgetBurn fires when many requests fail', () =>
  testRules({
    groups,
    interval: '1m',
    cases: [
      {
        name: 'half of the requests fail',
        inputSeries: [
          { series: requests('200'), values: '0+60x30' },
          { series: requests('500'), values: '0+60x30' },
        ],
        alerts: [
          {
            at: '20m',
            alert: 'MyServiceErrorBudgetBurn',
            expected: burns.map((burn) => ({ labels: { ...alertLabels, slo: 'availability', ...burn } })),
          },
        ],
      },
      {
        name: 'no request fails',
        inputSeries: [
          { series: requests('200'), values: '0+60x30' },
          { series: requests('500'), values: '0x30' },
        ],
        alerts: [{ at: '20m', alert: 'MyServiceErrorBudgetBurn', expected: [] }],
      },
    ],
  }));
