import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checks } from '../../src/doctor/checks/index';
import type { FactName } from '../../src/doctor/check';
import type { Finding } from '../../src/findings/finding';
import { CHART } from '../../src/helm-values/release';
import { renderStack } from '../../src/synth/synthesize';
import { writeFiles } from '../../src/synth/write-files';
import { allServices, findEnvironment } from '../fixtures/stack/index';
import { FIXTURE_CONFIG, runCli, type RunOptions } from '../support/cli';

const doctor = (args: readonly string[], options?: RunOptions) =>
  runCli(['doctor', '--config', FIXTURE_CONFIG, ...args], options);

const MONITOR = `apiVersion: monitoring.coreos.com/v1
kind: ServiceMonitor
metadata: { name: web, namespace: monitoring }
spec: { selector: { matchLabels: { app: web } }, endpoints: [{ port: http, interval: 5s, scrapeTimeout: 9s }] }
`;

/** The end of a report about manifests alone; the number of checks changes whenever one is added. */
const needing = (...facts: readonly FactName[]): number =>
  checks.filter(({ needs }) => needs.some((need) => facts.includes(need))).length;
const SKIPPED = { cluster: needing('cluster'), prometheus: needing('live') };
const summary = (read: string, outcome: string): string => {
  const skipped = SKIPPED.cluster + SKIPPED.prometheus;
  return `Skipped ${SKIPPED.cluster} checks that need a cluster (--cluster).
Skipped ${SKIPPED.prometheus} checks that need a running Prometheus (--prometheus URL).
${checks.length - skipped} checks ran on ${read}, ${skipped} skipped: ${outcome}. The ${skipped} skipped checks may hide others.
`;
};

/** The report about the fixture stack; how much it holds changes with the stack. */
const clean = (stdout: string): string =>
  stdout.replace(/on \d+ objects and \d+ expressions/, 'on everything');
const CLEAN = summary('everything', 'no problems found');

let folder: string;
/** What synthesis writes for the fixture stack. */
let dist: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'doctor-command-'));
  dist = join(folder, 'dist');
  writeFiles(dist, renderStack(allServices, findEnvironment('dev')).files);
});
afterAll(() => rmSync(folder, { recursive: true }));

test('the output of synthesis has no findings: exit code 0', () => {
  const { status, stdout, stderr } = doctor([dist]);
  expect([status, stderr]).toEqual([0, '']);
  expect(clean(stdout)).toBe(CLEAN);
});

test('without a path, dist/ is read', () => {
  const { status, stdout, stderr } = doctor([], { cwd: folder });
  expect([status, stderr]).toEqual([0, '']);
  expect(clean(stdout)).toBe(CLEAN);
});

test('values alone are read alone', () => {
  const values = join(folder, 'alone.yml');
  writeFileSync(
    values,
    'prometheus:\n  prometheusSpec:\n    remoteWrite:\n      - url: https://example.com/write\n        queue_config: { maxShards: 5 }\n',
  );
  const { status, stdout } = doctor(['--values', values], { cwd: folder });
  expect(status).toBe(1);
  expect(stdout).toContain(`error values-unknown-key: Helm values ${values} (${values}:5)`);
  expect(stdout).toContain('checks ran on 0 objects, ');
});

test('rule files of a Prometheus without an operator are checked, with the paths and lines that they have', () => {
  const rules = join(folder, 'rules.yml');
  writeFileSync(
    rules,
    `groups:
  - name: a
    rules:
      - alert: Down
        expr: sum(up
        labels: { severity: 1 }
      - alert: Late
        expr: up == 0
        annotations: { summary: '{{ $lables.job }}' }
      # signalproof:ignore unknown-field until the new version
      - alert: Unknown
        expr: up == 0
        runbook: x
      - alert: Late
        expr: up == 0
`,
  );
  const { status, stdout } = doctor([rules, '--format', 'json'], { cwd: folder });
  expect(status).toBe(1);
  const { findings } = JSON.parse(stdout) as { readonly findings: readonly Finding[] };
  expect(findings).toMatchObject([
    {
      check: 'duplicate-rule',
      path: 'groups[0].rules[3]',
      message: 'file rules.yml already defines alert Late at groups[0].rules[1]',
    },
    {
      check: 'promql-syntax',
      resource: 'file rules.yml',
      path: 'groups[0].rules[0].expr',
      fix: expect.stringMatching(/^promtool check rules rules\.yml\n/) as string,
      at: { file: 'rules.yml', line: 4 },
    },
    { check: 'template-syntax', at: { line: 7 }, path: 'groups[0].rules[1].annotations.summary' },
  ]);
});

test('standard input with an error: exit code 1, and a report for programs', () => {
  const { status, stdout, stderr } = doctor(['-', '--format', 'json'], { input: MONITOR });
  expect([status, stderr]).toEqual([1, '']);
  expect(JSON.parse(stdout)).toMatchObject({
    program: 'doctor',
    findings: [
      {
        code: 'scrape-timeout',
        check: 'scrape-timeout',
        severity: 'error',
        resource: 'ServiceMonitor monitoring/web',
        path: 'spec.endpoints[0].scrapeTimeout',
        message: 'scrapeTimeout exceeds the interval of 5s',
        found: '9s',
        expected: 'at most 5s',
        fix: 'scrapeTimeout: 5s',
        at: { file: '-', line: 4 },
      },
      { code: 'selector-labels', severity: 'info', path: 'metadata.labels.release', found: null },
    ],
  });
});

test('expressions that are not read are counted by reason', () => {
  const rule = (expr: string) => `{ record: 'a:b', expr: '${expr}' }`;
  const { status, stdout } = doctor(['-'], {
    input: `apiVersion: monitoring.coreos.com/v1
kind: PrometheusRule
metadata: { name: r, namespace: monitoring }
spec: { groups: [{ name: g, rules: [${['limitk(3, up)', 'limitk(4, up)', 'up offset (-5m)', '{app="x"} |= "error"'].map(rule).join(', ')}] }] }
`,
  });
  expect(status).toBe(0);
  expect(stdout).toContain(
    '2 expressions not checked: function limitk, which not every Prometheus since 2.42 supports. Found in PrometheusRule monitoring/r spec.groups[0].rules[0].expr (-:4), PrometheusRule monitoring/r spec.groups[0].rules[1].expr (-:4).',
  );
  expect(stdout).toContain(
    '1 expression not checked: durations with arithmetic or without a unit, which not every Prometheus since 2.42 supports.',
  );
  expect(stdout).toContain('1 expression not checked: LogQL of Loki.');
  expect(stdout).toMatch(/The 9 skipped checks and the 4 unchecked expressions may hide others\.\n$/);
});

test('--fail-on never reports and exits with 0', () => {
  expect(doctor(['-', '--fail-on', 'never'], { input: MONITOR })).toEqual({
    status: 0,
    stderr: '',
    stdout: `error scrape-timeout: ServiceMonitor monitoring/web (-:4)
  scrapeTimeout exceeds the interval of 5s
  path:     spec.endpoints[0].scrapeTimeout
  found:    "9s"
  expected: at most 5s
  fix:      scrapeTimeout: 5s

info selector-labels: ServiceMonitor monitoring/web (-:3)
  a label is missing, so Prometheus does not select the object
  path:     metadata.labels.release
  expected: release=prometheus (prometheus.prometheusSpec.serviceMonitorSelector of the defaults of kube-prometheus-stack ${CHART.version})
  fix:      metadata: { labels: { release: prometheus } }

Assumption: the defaults of kube-prometheus-stack ${CHART.version} with release "prometheus" (the usual name; no monitor or rule has the label release), because neither a Prometheus resource nor Helm values were read.
${summary('1 object', '1 error, 1 info')}`,
  });
});

test('a Prometheus that is not reachable is a note, and its checks are skipped', () => {
  const { status, stdout, stderr } = doctor([dist, '--prometheus', 'http://127.0.0.1:1']);
  expect([status, stderr]).toEqual([0, '']);
  expect(clean(stdout)).toContain(
    `Not reached: Prometheus http://127.0.0.1:1: no response ("connect ECONNREFUSED 127.0.0.1:1"). Use its URL, e.g. --prometheus http://localhost:9090 after kubectl port-forward.\n`,
  );
  expect(clean(stdout).replace(/^Not reached: .*\n/m, '')).toBe(CLEAN);
});

test('the graph is drawn, and the findings decide the exit code', () => {
  expect(doctor(['-', '--graph'], { input: MONITOR })).toEqual({
    status: 1,
    stderr: '',
    stdout: `Prometheus monitoring (the defaults of kube-prometheus-stack ${CHART.version})
└─ ✗ BROKEN release=prometheus → ServiceMonitor monitoring/web endpoints[0]
   └─ ? UNKNOWN app=web in monitoring → no Service
`,
  });
});

test.each([
  [
    ['--prometheus', 'localhost:9090', 'a.yaml'],
    'Prometheus localhost:9090: not an http or https URL ("localhost:9090"). Use its URL, e.g. --prometheus http://localhost:9090 after kubectl port-forward.',
  ],
  [
    ['-'],
    'standard input: no Kubernetes objects or Helm values found. Name files with Kubernetes objects or rules, and Helm values of kube-prometheus-stack with --values.',
  ],
  [
    ['missing.yaml'],
    'file missing.yaml: the file cannot be read ("ENOENT"). Name a file or folder with manifests, or - for standard input.',
  ],
  [
    ['--prometheus', 'http://127.0.0.1:1'],
    'Prometheus http://127.0.0.1:1: no response ("connect ECONNREFUSED 127.0.0.1:1"). Use its URL, e.g. --prometheus http://localhost:9090 after kubectl port-forward.',
  ],
  [
    ['a.yaml', '--cluster'],
    'doctor: --cluster cannot be combined with files, which may describe another cluster (files: "a.yaml"). Remove --cluster, or the files.',
  ],
  [
    ['--explain', 'x'],
    `doctor: unknown check (--explain: "x"). Use one of ${checks.map(({ id }) => id).join(', ')}.`,
  ],
  [
    ['--format', 'xml'],
    "error: option '-f, --format <format>' argument 'xml' is invalid. Allowed choices are text, json, github, sarif, markdown.",
  ],
  [['--nonsense'], "error: unknown option '--nonsense'"],
] as const)('%j cannot run: exit code 2 and one sentence', (args, message) => {
  expect(doctor(args)).toEqual({ status: 2, stdout: '', stderr: `${message}\n` });
});

test('--list shows what is suppressed in the files that are named', () => {
  const file = join(folder, 'suppressed.yaml');
  writeFileSync(file, `# signalproof:ignore scrape-timeout slow until March\n${MONITOR}`);
  const { status, stdout } = doctor(['--list', file]);
  expect(status).toBe(0);
  expect(stdout).toMatch(/^ {2}scrape-timeout +its object +\S+suppressed.yaml:1 +slow until March$/m);
  expect(doctor(['--list']).stdout).not.toContain('suppressed: ');
});

test('values and release can be named', () => {
  const values = join(folder, 'x.yml');
  writeFileSync(
    values,
    'prometheus:\n  prometheusSpec:\n    serviceMonitorSelectorNilUsesHelmValues: true\n',
  );
  const { status, stdout } = doctor([dist, '--values', values, '--release', 'other', '--format', 'json']);
  expect(status).toBe(1);
  const { findings } = JSON.parse(stdout) as { readonly findings: readonly Finding[] };
  const selector = (field: string) =>
    `release=other (prometheus.prometheusSpec.${field} of Helm values ${values})`;
  expect(
    findings
      .filter(({ check, resource }) => check === 'selector-labels' && resource.includes('/order-api'))
      .map(({ resource, expected }) => [resource, expected]),
  ).toEqual([
    ['ServiceMonitor monitoring/order-api', selector('serviceMonitorSelector')],
    ['PrometheusRule monitoring/order-api-recording-rules', selector('ruleSelector')],
    ['PrometheusRule monitoring/order-api-slo-rules', selector('ruleSelector')],
    ['PrometheusRule monitoring/order-api-alerts', selector('ruleSelector')],
    ['PrometheusRule monitoring/order-api-slo-availability-rules', selector('ruleSelector')],
    ['PrometheusRule monitoring/order-api-slo-latency-rules', selector('ruleSelector')],
  ]);
});
