import { seconds } from '../../src/promql/window';
import { printGroup } from '../../src/rules/rule';
import { checkRules, ruleFailures } from '../../src/testing/rule-tests';
import {
  allAlerts,
  alertTables,
  externalContext,
  groupsOf,
  orderApiContext,
  probedContext,
  pushedContext,
} from './alert-tables';

const alerts = allAlerts.map((rule) => ({ ...rule, name: rule.alert }));

describe.each(alerts)('$name', ({ alert, labels, annotations, expr, for: wait }) => {
  const { summary, description, runbook_url: runbook } = annotations;

  test('has a name in CamelCase of at most 40 characters', () => {
    expect(alert).toMatch(/^([A-Z][a-z0-9]+){2,}$/);
    expect(alert.length).toBeLessThanOrEqual(40);
  });

  test('says how urgent it is, whose it is and what it is about, for routing', () => {
    expect(Object.keys(labels)).toEqual(expect.arrayContaining(['severity', 'team', 'service']));
    expect(['critical', 'warning', 'info']).toContain(labels.severity);
    expect(labels).toMatchObject({ team: 'orders', service: 'order-api' });
    for (const value of Object.values(labels)) expect(value).not.toContain('{{');
  });

  test('has a summary that is one sentence without template', () => {
    expect(summary).toMatch(/^[A-Z][^{}%]*[^{}%.]\.$/);
  });

  test('has a description that names the object by template', () => {
    expect(description).toMatch(/\{\{ ?[^{}]*\$(labels|value)[^{}]*\}\}/);
    expect(description).not.toContain('%s');
  });

  test('links to a page', () => {
    expect(runbook).toMatch(/^https:\/\/runbooks\.example\.com\/[a-z0-9]+(-[a-z0-9]+)*\.md$/);
  });

  test('keeps the namespace, by which AlertmanagerConfig objects route', () => {
    expect([...expr.labels, ...Object.keys(labels)]).toContain('namespace');
  });

  test('waits for two evaluations or more, or has a window that does, so that one odd scrape tells nobody', () => {
    expect(seconds(labels['short'] ?? wait)).toBeGreaterThanOrEqual(120);
  });
});

test('a rule above the limit of its group fails, which PrometheusRuleFailures reports, and records nothing', async () => {
  const failures = await ruleFailures({
    groups: [{ name: 'limited', interval: '1m', limit: 1, rules: [{ record: 'a:up:sum', expr: 'up' }] }],
    interval: '1m',
    cases: ['one', 'two'].map((name, index) => ({
      name,
      inputSeries: ['a', 'b']
        .slice(0, index + 1)
        .map((job) => ({ series: `up{job="${job}"}`, values: '1x5' })),
      queries: [{ expr: 'count(a:up:sum)', at: '5m', expected: [{ labels: '{}', value: 1 }] }],
    })),
  });
  expect(failures.get('one')).toBeUndefined();
  expect(failures.get('two')).toContain('exceeded limit of 1 with 2 series');
});

test('alerts that fire in the proofs carry the namespace', () => {
  const fired = alertTables
    .flatMap(({ proofs }) => Object.values(proofs))
    .flatMap(({ fires }) => fires.flatMap(({ expected }) => expected));
  expect(fired.length).toBeGreaterThan(0);
  for (const { labels } of fired) expect(labels).toMatchObject({ namespace: 'default' });
});

describe.each([
  { kind: 'deployed', context: orderApiContext },
  { kind: 'external', context: externalContext },
  { kind: 'probed', context: probedContext },
  { kind: 'pushed', context: pushedContext },
])('the rules of a service that is $kind', ({ context }) => {
  const groups = groupsOf(context).map(printGroup);

  test('are loaded by Prometheus', () => checkRules(groups));

  test('come in groups of 1 to 20', () => {
    for (const { name, rules } of groups)
      expect([name, rules.length >= 1 && rules.length <= 20]).toEqual([name, true]);
  });

  test('have no name twice', () => {
    const names = groups.flatMap(({ rules }) => rules.map(({ record, alert }) => record ?? alert));
    expect(names).toEqual([...new Set(names)]);
  });
});
