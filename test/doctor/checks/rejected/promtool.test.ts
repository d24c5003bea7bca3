import { spawnSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stringify, parse } from 'yaml';
import { check as alertIntegrations } from '../../../../src/doctor/checks/rejected/alert-integrations';
import { check as invalidDuration } from '../../../../src/doctor/checks/rejected/invalid-duration';
import { check as recordingRuleFields } from '../../../../src/doctor/checks/rejected/recording-rule-fields';
import { check as ruleGroupNames } from '../../../../src/doctor/checks/rejected/rule-group-names';
import { check as ruleKind } from '../../../../src/doctor/checks/rejected/rule-kind';
import { check as ruleNames } from '../../../../src/doctor/checks/rejected/rule-names';
import { check as scrapeTimeout } from '../../../../src/doctor/checks/rejected/scrape-timeout';
import { factsOf } from '../../../../src/doctor/facts';
import { findingsOf, runChecks } from '../../../../src/doctor/run';
import { kubernetesObject } from '../../../../src/kubernetes/object';
import { binary } from '../../../support/binaries';
import { ENGINE } from '../../../support/engines';

const checks = [invalidDuration, recordingRuleFields, ruleGroupNames, ruleKind, ruleNames];

/** Prometheus 3 takes any text for a name. */
const beforeUtf8 = ENGINE.version[0] < 3 ? 'rule-names' : undefined;

/** A spec, and the check that refuses it; none for a spec that Prometheus loads. */
const SPECS: readonly (readonly [spec: string, check: string | undefined])[] = [
  ['groups: [{ name: a, rules: [{ record: b, alert: B, expr: up }] }]', 'rule-kind'],
  ['groups: [{ name: a, rules: [{ expr: up }] }]', 'rule-kind'],
  ['groups: [{ name: a, rules: [{ alert: B }] }]', 'rule-kind'],
  ['groups: [{ name: a, rules: [{ record: b, expr: up, for: 5m }] }]', 'recording-rule-fields'],
  ['groups: [{ name: a, rules: [{ record: b, expr: up, keep_firing_for: 5m }] }]', 'recording-rule-fields'],
  ['groups: [{ name: a, rules: [{ record: b, expr: up, annotations: { c: d } }] }]', 'recording-rule-fields'],
  ['groups: [{ name: a }, { name: a }]', 'rule-group-names'],
  ['groups: [{ rules: [] }]', 'rule-group-names'],
  ['groups: [{ name: a, rules: [{ record: b-c, expr: up }] }]', beforeUtf8],
  ['groups: [{ name: a, rules: [{ alert: B, expr: up, labels: { b-c: d } }] }]', beforeUtf8],
  ['groups: [{ name: a, rules: [{ alert: B, expr: up, labels: { __name__: d } }] }]', 'rule-names'],
  ['groups: [{ name: a, rules: [{ alert: B, expr: up, annotations: { b-c: d } }] }]', beforeUtf8],
  ['groups: [{ name: a, rules: [{ alert: B, expr: up, for: 5 min }] }]', 'invalid-duration'],
  ['groups: [{ name: a, rules: [{ alert: B, expr: up, for: 5 }] }]', 'invalid-duration'],
  ['groups: [{ name: a, interval: 1.5m, rules: [] }]', 'invalid-duration'],
  ['groups: [{ name: a, rules: [{ alert: any name, expr: up, for: 0s, annotations: {} }] }]', undefined],
  ['groups: [{ name: a, rules: [{ record: "b:c", expr: up, for: 0s, annotations: {} }] }]', undefined],
  ['groups: [{ name: a, interval: 1m30s, rules: [{ record: b, expr: "1", labels: { c: d } }] }]', undefined],
  ['groups: [{ name: a, rules: [] }, { name: b, rules: [] }]', undefined],
  ['groups: []', undefined],
];

/** Of the version that promtool is of. */
const prometheus = kubernetesObject({
  apiVersion: 'monitoring.coreos.com/v1',
  kind: 'Prometheus',
  metadata: { name: 'k8s' },
  spec: { version: `v${ENGINE.prometheusVersion}` },
})!;

const refusedBy = (spec: unknown): readonly string[] => {
  const rule = kubernetesObject({
    apiVersion: 'monitoring.coreos.com/v1',
    kind: 'PrometheusRule',
    metadata: { name: 'x' },
    spec,
  })!;
  return findingsOf(runChecks(checks, factsOf({ objects: [prometheus, rule] })))
    .filter(({ severity }) => severity === 'error')
    .map(({ check }) => check);
};

const folder = mkdtempSync(join(tmpdir(), 'promtool-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** Which of the files promtool fails, by name. */
function failed(what: 'rules' | 'config', files: readonly (readonly [string, unknown])[]): readonly string[] {
  for (const [name, content] of files) writeFileSync(join(folder, name), stringify(content));
  const names = files.map(([name]) => name);
  // Failures go to the other stream; in one file, they stay below the name they belong to.
  const output = join(folder, 'output');
  const stream = openSync(output, 'w');
  spawnSync(binary('promtool'), ['check', what, ...names], {
    cwd: folder,
    stdio: ['ignore', stream, stream],
  });
  closeSync(stream);
  // A part for each file: its name, then its errors or SUCCESS.
  const parts = readFileSync(output, 'utf8')
    .split(/^Checking /m)
    .slice(1);
  expect(parts).toHaveLength(files.length);
  return parts
    .filter((part) => part.includes('FAILED'))
    .map((part) => part.slice(0, part.indexOf('\n')).trim());
}

test('promtool refuses the rules that the doctor refuses, and no others', () => {
  const files = SPECS.map(([spec], index) => [`${index}.yml`, parse(spec)] as const);
  const byPromtool = failed('rules', files);
  const judged = SPECS.map(([spec], index) => [
    spec,
    refusedBy(parse(spec)),
    byPromtool.includes(`${index}.yml`),
  ]);
  expect(judged).toEqual(
    SPECS.map(([spec, check]) => [spec, check === undefined ? [] : [check], check !== undefined]),
  );
});

test('promtool refuses the timeouts of Prometheus that the doctor refuses, and no others', () => {
  const pairs = [
    ['30s', '31s'],
    ['5s', '6s'],
    ['30s', '30s'],
    ['5s', undefined],
  ] as const;
  const byPromtool = failed(
    'config',
    pairs.map(([interval, timeout], index) => [
      `config-${index}.yml`,
      {
        global: { scrape_interval: interval, ...(timeout === undefined ? {} : { scrape_timeout: timeout }) },
      },
    ]),
  );
  const byDoctor = pairs.flatMap(([scrapeInterval, timeout], index) => {
    const values = { prometheus: { prometheusSpec: { scrapeInterval, scrapeTimeout: timeout } } };
    const facts = factsOf({ objects: [], values: { values, name: 'values.yml' } });
    return findingsOf(runChecks([scrapeTimeout], facts)).length > 0 ? [`config-${index}.yml`] : [];
  });
  expect(byDoctor).toEqual(['config-0.yml', 'config-1.yml']);
  expect(byPromtool).toEqual(byDoctor);
});

test('Prometheus rejects the second value of a group', () => {
  const folder = mkdtempSync(join(tmpdir(), 'duplicate-'));
  const both = [
    { record: 'a', expr: 'vector(1)' },
    { record: 'a', expr: 'vector(2)' },
  ];
  const expected = { expr: 'a', eval_time: '1m', exp_samples: [{ labels: 'a', value: 1 }] };
  const test = { interval: '1m', input_series: [], promql_expr_test: [expected] };
  writeFileSync(join(folder, 'rules.yaml'), stringify({ groups: [{ name: 'g', rules: both }] }));
  writeFileSync(join(folder, 'test.yaml'), stringify({ rule_files: ['rules.yaml'], tests: [test] }));
  const run = spawnSync(binary('promtool'), ['test', 'rules', 'test.yaml'], {
    cwd: folder,
    encoding: 'utf8',
  });
  rmSync(folder, { recursive: true });
  expect(run.stderr + run.stdout).toContain('duplicate sample for timestamp');
});

test('Alertmanager refuses the integrations that the doctor refuses, and no others', () => {
  const slack = { slack_configs: [{ channel: '#a' }] };
  const email = { email_configs: [{ to: 'a@example.com' }] };
  const cases: readonly (readonly [receiver: object, global: object, isRefused: boolean])[] = [
    [slack, {}, true],
    [slack, { slack_api_url: 'https://a.example.com' }, false],
    [{ slack_configs: [{ channel: '#a', api_url: 'https://a.example.com' }] }, {}, false],
    [email, {}, true],
    [email, { smtp_smarthost: 'a:25' }, true],
    [email, { smtp_smarthost: 'a:25', smtp_from: 'b@example.com' }, false],
    [{ email_configs: [{ from: 'a@example.com', smarthost: 'a:25' }] }, {}, true],
    [{ pagerduty_configs: [{ severity: 'page' }] }, {}, true],
    [{ pagerduty_configs: [{ service_key: 'a' }] }, {}, false],
    [{ webhook_configs: [{ max_alerts: 1 }] }, {}, true],
    [{ opsgenie_configs: [{ message: 'a' }] }, {}, true],
    [{ opsgenie_configs: [{ message: 'a' }] }, { opsgenie_api_key: 'a' }, false],
    [{ victorops_configs: [{ api_key: 'a' }] }, {}, true],
    [{ pushover_configs: [{ user_key: 'a' }] }, {}, true],
    [{ sns_configs: [{ subject: 'a' }] }, {}, true],
    [{ telegram_configs: [{ chat_id: 1 }] }, {}, true],
    [{ discord_configs: [{ title: 'a' }] }, {}, true],
  ];
  const configs = cases.map(([receiver, global]) => ({
    global,
    route: { receiver: 'team' },
    receivers: [{ name: 'team', ...receiver }],
  }));
  configs.forEach((config, index) => writeFileSync(join(folder, `am-${index}.yml`), stringify(config)));
  const { stdout } = spawnSync(
    binary('amtool'),
    ['check-config', ...configs.map((_, index) => `am-${index}.yml`)],
    { cwd: folder, encoding: 'utf8' },
  );
  const byAmtool = stdout
    .split(/^Checking /m)
    .slice(1)
    .map((part) => part.includes('FAILED'));
  const byDoctor = configs.map((config) => {
    const values = { values: { alertmanager: { config } }, name: 'values.yml' };
    return findingsOf(runChecks([alertIntegrations], factsOf({ objects: [], values }))).length > 0;
  });
  expect(byDoctor).toEqual(cases.map(([, , isRefused]) => isRefused));
  expect(byAmtool).toEqual(byDoctor);
});
