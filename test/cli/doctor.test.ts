import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runCli } from '../support/cli';

const doctor = (args: readonly string[], input?: string) => runCli(['doctor', ...args], input);

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
    stdout: expect.stringMatching(/checks answered: nothing found\.\n$/) as string,
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
        field: 'spec.endpoints[0].scrapeTimeout',
        found: '9s',
        at: { file: '-', line: 1 },
      }),
    ]) as unknown[],
  });
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
  expect(stdout).toContain('not reached: Prometheus http://127.0.0.1:1: API does not answer (got ');
  expect(stdout).toContain('unknown: 7 checks, as no Prometheus answered (--prometheus URL)');
});

test('the graph is drawn, and the findings decide the exit code', () => {
  const { status, stdout } = doctor(['-', '--graph'], MONITOR);
  expect(status).toBe(1);
  expect(stdout).toContain('└─ ? UNKNOWN app=web in monitoring → no Service');
});

test.each([
  [
    ['--prometheus', 'localhost:9090', 'dist'],
    'Prometheus localhost:9090: is not the address of a Prometheus (API: "localhost:9090"). Give its address, e.g. --prometheus http://localhost:9090 after kubectl port-forward.\n',
  ],
  [['-'], 'standard input: are none (manifests). Name what holds Kubernetes objects or Helm values.\n'],
  [
    ['missing.yaml'],
    'file missing.yaml: cannot be read (path: "ENOENT"). Name a file or folder with manifests, or - for standard input.\n',
  ],
  [
    ['--prometheus', 'http://127.0.0.1:1'],
    /^Prometheus http:\/\/127\.0\.0\.1:1: API does not answer .*port-forward\n$/,
  ],
  [
    ['dist', '--cluster'],
    'doctor: is given together with files, which may be about another cluster (--cluster: "dist"). Leave one of them out.\n',
  ],
  [['--explain', 'x'], /^doctor: --explain names no check \(got "x"\); use one of /],
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
