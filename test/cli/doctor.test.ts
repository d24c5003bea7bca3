import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FIXTURE_CONFIG, runCli } from '../support/cli';

const doctor = (args: readonly string[], input = '') =>
  runCli(['doctor', '--config', FIXTURE_CONFIG, ...args], { input });

const MONITOR = `apiVersion: monitoring.coreos.com/v1
kind: ServiceMonitor
metadata: { name: web, namespace: monitoring }
spec: { selector: { matchLabels: { app: web } }, endpoints: [{ port: http, interval: 5s, scrapeTimeout: 9s }] }
`;

jest.setTimeout(60_000);

test('our own output is clean: exit code 0', () => {
  expect(doctor([])).toMatchObject({
    status: 0,
    stderr: '',
    stdout: expect.stringMatching(
      /^86 checks ran on \d+ objects and \d+ expressions, 9 skipped: no problems found\. The 9 skipped checks and the \d+ unchecked expressions may hide others\.\n$/m,
    ) as string,
  });
});

test('standard input with an error: exit code 1, and a report that programs read', () => {
  const { status, stdout, stderr } = doctor(['-', '--format', 'json'], MONITOR);
  expect([status, stderr]).toEqual([1, '']);
  expect(JSON.parse(stdout)).toMatchObject({
    program: 'doctor',
    findings: expect.arrayContaining([
      expect.objectContaining({
        code: 'scrape-timeout',
        check: 'scrape-timeout',
        severity: 'error',
        resource: 'ServiceMonitor monitoring/web',
        path: 'spec.endpoints[0].scrapeTimeout',
        found: '9s',
        at: { file: '-', line: 1 },
      }),
    ]) as unknown[],
  });
});

test('expressions that are not read are counted by reason', () => {
  const rule = (expr: string) => `{ record: 'a:b', expr: '${expr}' }`;
  const { status, stdout } = doctor(
    ['-'],
    `apiVersion: monitoring.coreos.com/v1
kind: PrometheusRule
metadata: { name: r, namespace: monitoring }
spec: { groups: [{ name: g, rules: [${['limitk(3, up)', 'limitk(4, up)', 'up offset (-5m)', '{app="x"} |= "error"'].map(rule).join(', ')}] }] }
`,
  );
  expect(status).toBe(0);
  expect(stdout).toContain(
    '2 expressions not checked: function limitk, which not every Prometheus since 2.42 supports. Found in PrometheusRule monitoring/r spec.groups[0].rules[0].expr (-:1), PrometheusRule monitoring/r spec.groups[0].rules[1].expr (-:1).',
  );
  expect(stdout).toContain(
    '1 expression not checked: durations with arithmetic or without a unit, which not every Prometheus since 2.42 supports.',
  );
  expect(stdout).toContain('1 expression not checked: LogQL of Loki.');
  expect(stdout).toMatch(/The 9 skipped checks and the 4 unchecked expressions may hide others\.\n$/);
});

test('--fail-on never tells and does not fail', () => {
  expect(doctor(['-', '--fail-on', 'never'], MONITOR)).toMatchObject({
    status: 0,
    stdout: expect.stringContaining('error scrape-timeout: ServiceMonitor monitoring/web (-:1)') as string,
  });
});

test('a Prometheus that does not answer is a note, and its own checks are unknown', () => {
  const { status, stdout } = doctor(['dist', '--prometheus', 'http://127.0.0.1:1']);
  expect(status).toBe(0);
  expect(stdout).toMatch(/^Not reached: Prometheus http:\/\/127\.0\.0\.1:1: .*"bad port"\)/m);
  expect(stdout).toContain('Skipped 7 checks that need a running Prometheus (--prometheus URL)');
});

test('the graph is drawn, and the findings decide the exit code', () => {
  const { status, stdout } = doctor(['-', '--graph'], MONITOR);
  expect(status).toBe(1);
  expect(stdout).toContain('└─ ? UNKNOWN app=web in monitoring → no Service');
});

test.each([
  [
    ['--prometheus', 'localhost:9090', 'dist'],
    'Prometheus localhost:9090: not an http or https URL ("localhost:9090"). Use its URL, e.g. --prometheus http://localhost:9090 after kubectl port-forward.\n',
  ],
  [
    ['-'],
    'standard input: no Kubernetes objects or Helm values found. Name files with Kubernetes objects or Helm values.\n',
  ],
  [
    ['missing.yaml'],
    'file missing.yaml: the file cannot be read ("ENOENT"). Name a file or folder with manifests, or - for standard input.\n',
  ],
  [
    ['--prometheus', 'http://127.0.0.1:1'],
    /^Prometheus http:\/\/127\.0\.0\.1:1: .*"bad port"\)\. Use its URL.*port-forward\.\n$/,
  ],
  [
    ['dist', '--cluster'],
    'doctor: --cluster cannot be combined with files, which may describe another cluster (files: "dist"). Remove --cluster, or the files.\n',
  ],
  [['--explain', 'x'], /^doctor: .* \(--explain: "x"\)\. Use one of absent-of-nothing, /],
  [
    ['--format', 'xml'],
    /^error: option '-f, --format <format>' argument 'xml' is invalid\. Allowed choices are text, json, github, sarif\.\n$/,
  ],
  [['--nonsense'], "error: unknown option '--nonsense'\n"],
] as const)('%j cannot run: exit code 2 and one sentence', (args, message) => {
  const { status, stdout, stderr } = doctor(args);
  expect([status, stdout]).toEqual([2, '']);
  expect(stderr).toMatch(message);
});

test('values and release can be named', () => {
  const folder = mkdtempSync(join(tmpdir(), 'doctor-command-'));
  try {
    const values = join(folder, 'x.yml');
    writeFileSync(
      values,
      'prometheus:\n  prometheusSpec:\n    serviceMonitorSelectorNilUsesHelmValues: true\n',
    );
    const { status, stdout } = doctor(['dist', '--values', values, '--release', 'other', '--format', 'json']);
    expect(status).toBe(1);
    const { findings } = JSON.parse(stdout) as { readonly findings: readonly { readonly check: string }[] };
    expect(findings.map(({ check }) => check)).toContain('selector-labels');
    expect(stdout).toContain('release=other');
  } finally {
    rmSync(folder, { recursive: true });
  }
});
