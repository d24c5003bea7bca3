import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { exampleMetrics, exampleService } from '../../scripts/example-service';
import { runbooks } from '../../scripts/runbooks';
import { orderApi } from '../fixtures/stack/order-api';
import { seriesNames } from '../../src/metrics/series';
import { platformMetrics } from '../../src/metrics/platform';
import { probeMetrics } from '../../src/metrics/probe';
import { walk } from '../../src/promql/expr';
import { parse } from '../../src/promql/parse';
import { format } from '../../src/promql/print';
import { runbookOf } from '../../src/rules/alert';
import { alertPrefix } from '../../src/rules/naming';
import { isAlert } from '../../src/rules/rule';
import { firstQueries } from '../../src/runbooks/all-queries';
import { askedMetrics } from '../../src/runbooks/metrics';
import { checkRules } from '../../src/testing/rule-tests';
import { allAlerts, alertTables, groupsOf, orderApiContext } from './alert-tables';

const ROOT = join(__dirname, '..', '..');

/** Every series that a page may select. */
const known = new Set([
  ...[platformMetrics, probeMetrics, askedMetrics, exampleMetrics].flatMap((metrics) =>
    Object.values(metrics).flatMap(seriesNames),
  ),
  ...groupsOf({ ...orderApiContext, ...exampleService }).flatMap(({ rules }) =>
    rules.flatMap((rule) => (isAlert(rule) ? [] : [rule.record])),
  ),
]);

const symptoms = [...new Set(alertTables.flatMap(({ rows }) => rows.map(({ symptom }) => symptom)))];
const pages = symptoms.toSorted().map((symptom) => {
  const page = `docs/runbooks/${runbookOf({ symptom })}`;
  const text = readFileSync(join(ROOT, page), 'utf8');
  return { symptom, page, text, queries: queriesIn(text) };
});

describe.each(pages)('$page', ({ symptom, page, text, queries }) => {
  test('answers the same questions in the same order as every page', () => {
    expect([...text.matchAll(/^#+ .*$/gm)].map(([heading]) => heading)).toEqual([
      `# ${symptom}`,
      '## Meaning',
      '## Impact',
      '## First queries',
      '## Likely causes',
      '## Mitigation',
      '## False alarm?',
    ]);
  });

  test('gives the severity and the wait of the rule', () => {
    const own = allAlerts.filter(({ alert }) => alert === alertPrefix('order-api') + symptom);
    const severities = [...new Set(own.map(({ labels }) => labels.severity))];
    const [opening] = text.split('\n').slice(2);
    expect(own.length).toBeGreaterThan(0);
    for (const severity of severities) expect(opening!.toLowerCase()).toContain(severity);
    for (const { for: wait } of own)
      expect(opening).toContain(wait === '0s' ? 'as soon as' : `after ${wait.replace('m', ' minutes')}`);
  });

  test('is short enough to be read at night', () => {
    const written = text.replace(/<!-- queries: written[^]*?<!-- \/queries -->/, '');
    expect(written.split('\n').length).toBeLessThanOrEqual(60);
    // Pages about objectives have a query for each kind.
    expect(queries.length).toBeLessThanOrEqual(8);
    expect(text.split('\n').filter((line) => line.length > 120)).toEqual([]);
  });

  test('has no query that is written by hand', () => {
    const [generated = ''] = Object.values(runbooks[page]?.() ?? {});
    expect(queries).toEqual(queriesIn(generated));
    expect(queries.length).toBeGreaterThan(0);
  });

  test('selects only series that exist', () => {
    expect(queries.flatMap(unknownIn)).toEqual([]);
  });
});

test('Prometheus loads the queries of every page', () =>
  checkRules(
    pages.map(({ page, queries }) => ({
      name: page,
      interval: '1m',
      rules: queries.map((expr, index) => ({ record: `query:${index}`, expr })),
    })),
  ));

test('every alert has first queries, and all of them belong to an alert', () => {
  expect(Object.keys(firstQueries).toSorted()).toEqual(symptoms.toSorted());
});

test('a series that is neither exposed nor recorded is found', () => {
  expect(unknownIn('sum(rate(payments_requests_total[5m])) / payments:gone:rate5m')).toEqual([
    'payments:gone:rate5m',
  ]);
});

test('without a metric of requests in flight, the query reads the traffic', () => {
  const { inFlight: _, ...signals } = orderApi.signals!;
  const [slo] = orderApi.slos;
  const { query } = firstQueries['MemoryNearLimit']!.at(-1)!;
  expect(format(query({ name: 'order-api', namespace: 'default', signals, slos: [slo!] }).expr)).toBe(
    'sum by (namespace, job) (order_api:requests:rate5m{namespace="default", job="order-api"})',
  );
});

function queriesIn(text: string): readonly string[] {
  return [...text.matchAll(/^```promql\n([\s\S]*?)^```$/gm)].map(([, query]) => query!.trimEnd());
}

/** Names that a query selects although nothing exposes or records them. */
function unknownIn(query: string): readonly string[] {
  return [...walk(parse(query))].flatMap((node) =>
    node.node === 'selector' && node.name !== undefined && !known.has(node.name) ? [node.name] : [],
  );
}
