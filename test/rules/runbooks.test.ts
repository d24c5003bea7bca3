import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { taskApi } from '../../src/catalog/task-api';
import { seriesNames } from '../../src/metrics/metric';
import { platformMetrics } from '../../src/metrics/platform';
import { taskApiMetrics } from '../../src/metrics/task-api';
import { walk, type Expr } from '../../src/promql/expr';
import { parse } from '../../src/promql/parse';
import { isAlert } from '../../src/rules/rule';
import { checkRules } from '../support/promtool';
import { runbookOf } from '../../src/rules/alert';
import { alertTables, groupsOf, taskApiContext } from './alert-tables';

const FOLDER = join(__dirname, '..', '..', 'docs', 'runbooks');

/** What the exporters of kube-prometheus-stack and Prometheus itself provide beside what the rules read. */
const ONLY_IN_RUNBOOKS = [
  'kube_deployment_status_replicas',
  'kube_pod_container_status_last_terminated_reason',
  'kube_pod_container_status_restarts_total',
  'kube_pod_status_ready',
  'scrape_duration_seconds',
];

const known = new Set([
  ...ONLY_IN_RUNBOOKS,
  ...[...Object.values(platformMetrics), ...Object.values(taskApiMetrics)].flatMap(seriesNames),
  ...groupsOf({ ...taskApiContext, slos: taskApi.slos }).flatMap(({ rules }) =>
    rules.flatMap((rule) => (isAlert(rule) ? [] : [rule.record])),
  ),
]);

const alerts = alertTables.flatMap(({ rows }) => rows);
const symptomOf = new Map(alerts.map((row) => [runbookOf(row), row.symptom]));
const pages = [...symptomOf.keys()].toSorted().map((page) => {
  const text = readFileSync(join(FOLDER, page), 'utf8');
  return {
    page,
    text,
    queries: [...text.matchAll(/^```promql\n([\s\S]*?)^```$/gm)].map((match) => match[1]!),
  };
});

describe.each(pages)('$page', ({ page, text, queries }) => {
  test('answers the same questions in the same order as every page', () => {
    expect([...text.matchAll(/^#+ .*$/gm)].map(([heading]) => heading)).toEqual([
      `# ${symptomOf.get(page)}`,
      '## Meaning',
      '## Impact',
      '## First queries',
      '## Likely causes',
      '## Mitigation',
      '## False alarm?',
    ]);
  });

  test('fits on a screen', () => {
    expect(text.split('\n').length).toBeLessThanOrEqual(60);
    expect(text.split('\n').filter((line) => line.length > 120)).toEqual([]);
  });

  test('has queries that Prometheus loads', async () => {
    expect(queries.length).toBeGreaterThan(0);
    for (const query of queries) parse(query, `docs/runbooks/${page}`);
    await checkRules([
      {
        name: 'queries',
        interval: '1m',
        rules: queries.map((expr, index) => ({ record: `query:${index}`, expr })),
      },
    ]);
  });

  test('asks only for series that exist', () => {
    const asked = queries.flatMap((query) => namesIn(parse(query)));
    expect(asked.filter((name) => !known.has(name))).toEqual([]);
  });

  test('links to pages that exist', () => {
    const links = [...text.matchAll(/\]\(([^)]+)\)/g)].map((match) => match[1]!);
    expect(links.filter((link) => !readdirSync(FOLDER).includes(link))).toEqual([]);
  });
});

/** Names of all series that an expression selects. */
function namesIn(expr: Expr): readonly string[] {
  return [...walk(expr)].flatMap((node) =>
    node.node === 'selector' && node.name !== undefined ? [node.name] : [],
  );
}
