import { print } from '../../src/promql/print';
import { errorBudgetQueries } from '../../src/slo/queries';
import { checkRules } from '../../src/testing/rule-tests';
import { availability, context, latency } from './order-api-slos';

const queries = errorBudgetQueries(context, [availability, latency]);

test('the error budget of each SLO is asked four questions', () => {
  expect(queries.slice(0, 4).map(({ slo, title, question, unit }) => [slo, title, question, unit])).toEqual([
    ['availability', 'Error rate', 'How many percent of the requests are failing right now?', 'percent'],
    [
      'availability',
      'Burn rate',
      'How many times faster than 99.9 % allows did the error budget go in the last hour?',
      'ratio',
    ],
    ['availability', 'Remaining error budget', 'Which share of the 30d error budget is left?', 'ratio'],
    [
      'availability',
      'Time to exhaustion',
      "At the last hour's burn rate, in how many seconds is the error budget used up?",
      'seconds',
    ],
  ]);
  expect(queries.slice(4).map(({ slo }) => slo)).toEqual(['latency', 'latency', 'latency', 'latency']);
  expect(queries[4]!.question).toBe('How many percent of the requests are too slow right now?');
});

test('what is recorded is asked by name', () => {
  expect(queries.slice(0, 4).map(({ recorded }) => print(recorded.expr))).toEqual([
    'order_api:slo_errors:percentage{namespace="default", job="order-api", slo="availability"}',
    'order_api:slo_errors:burn_rate{namespace="default", job="order-api", slo="availability", window="1h"}',
    'order_api:slo_error_budget:remaining{namespace="default", job="order-api", slo="availability"}',
    'order_api:slo_error_budget:exhaustion_seconds{namespace="default", job="order-api", slo="availability"}',
  ]);
});

/** Without the matchers that all share; `known` are the routes that count. */
const short = (index: number) =>
  print(queries[index]!.query.expr)
    .replaceAll('namespace="default", job="order-api"', '…')
    .replaceAll('endpoint!="unmatched", …', 'known, …');

test('the error rate of an availability SLO can be pasted into Prometheus', () => {
  expect(short(0)).toBe(
    '100 * ((sum by (namespace, job) (rate(order_api_requests_total{known, …, status=~"5.."}[5m])) or 0 * sum by (namespace, job) (rate(order_api_requests_total{known, …}[5m]))) / (sum by (namespace, job) (rate(order_api_requests_total{known, …}[5m])) > 0))',
  );
});

test('the burn rate of a latency SLO can be pasted into Prometheus', () => {
  expect(short(5)).toBe(
    '(1 - sum by (namespace, job) (rate(order_api_request_duration_seconds_bucket{known, …, le="0.25"}[1h])) / (sum by (namespace, job) (rate(order_api_request_duration_seconds_count{known, …}[1h])) > 0)) / 0.01',
  );
});

test('the time to exhaustion is what is left of the period, at the rate of the last hour', () => {
  const [, burnRate, remaining, exhaustion] = [0, 1, 2, 3].map(short);
  expect(exhaustion).toBe(`clamp_min(${remaining}, 0) * 2592000 / (${burnRate} > 0)`);
});

test('Prometheus loads every query', () =>
  checkRules([
    {
      name: 'queries',
      interval: '1m',
      rules: queries.flatMap(({ query, recorded }, index) =>
        [query, recorded].map((each, kind) => ({ record: `query:${index}_${kind}`, expr: print(each.expr) })),
      ),
    },
  ]));
