import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { FIXTURE_CONFIG, runCli } from '../support/cli';
import { diagnose } from '../../src/doctor/diagnose';
import type { LiveFacts } from '../../src/doctor/live/live-facts';
import { readFiles } from '../../src/doctor/sources/files';
import { REPORT_FORMATS } from '../../src/findings/formats/index';
import type { Report } from '../../src/findings/report';
import { readManifests } from '../../src/kubernetes/read';
import { yaml } from './checks/yaml';

/** Never part of a name, a path or a word. */
const SECRET = 'Zq7vXw93kP';
const NUMBER = '739284651';
const BASE64 = Buffer.from(SECRET).toString('base64');

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'doctor-secrets-'))));
afterEach(() => rmSync(folder, { recursive: true }));

function reportOn(text: string, file = 'x.yaml', live?: LiveFacts): Report {
  writeFileSync(join(folder, file), text);
  const { findings, notes, ...read } = readFiles([folder]);
  return diagnose({ ...read, findings, notes, ...(live === undefined ? {} : { live }) }).report;
}

function expectNoSecret(report: Report): void {
  for (const format of Object.values(REPORT_FORMATS)) {
    const text = format(report);
    expect(text).not.toContain(SECRET);
    expect(text).not.toContain(BASE64);
    expect(text).not.toContain(NUMBER);
  }
}

const endpoint = (fields: string) =>
  yaml(
    'ServiceMonitor',
    'name: web',
    `spec: { selector: { matchLabels: { app: web } }, endpoints: [{ port: http, ${fields} }] }`,
  );
const probe = (spec: string, name = 'web') => yaml('Probe', `name: ${name}`, `spec: { ${spec} }`);
const SERVICE = yaml(
  'Service',
  'name: web, labels: { app: web }',
  'spec: { selector: { app: web }, ports: [{ name: http, port: 80 }] }',
);

/** Each with the code of the finding that shows the value, so that the report would have it. */
const PLANTED: readonly (readonly [what: string, code: string, text: string])[] = [
  ['a password in place of a reference', 'field-type', endpoint(`basicAuth: { password: ${SECRET} }`)],
  ['a password inside a misplaced map', 'unknown-field', endpoint(`basic_auth: { password: ${SECRET} }`)],
  ['a token in an unknown field', 'unknown-field', endpoint(`bearerToken: ${SECRET}`)],
  ['a header', 'unknown-field', endpoint(`headers: { Authorization: "Bearer ${SECRET}" }`)],
  ['a list of tokens', 'unknown-field', endpoint(`tokens: [${SECRET}]`)],
  ['a numeric password', 'field-type', endpoint(`basicAuth: { password: ${NUMBER} }`)],
  ['a token in a query', 'endpoint-path', SERVICE + endpoint(`path: /metrics?token=${SECRET}&x=1`)],
  ['a URL as the path', 'endpoint-path', SERVICE + endpoint(`path: https://me:${SECRET}@web/metrics`)],
  ['a proxy with credentials', 'unknown-field', endpoint(`proxyURL: http://me:${SECRET}@proxy:3128`)],
  [
    'both authentication methods',
    'credentials',
    endpoint(`basicAuth: { password: ${SECRET} }, authorization: { credentials: ${SECRET} }`),
  ],
  [
    'a prober with credentials',
    'probe-prober',
    probe(
      `prober: { url: "https://me:${SECRET}@prober:9115/x" }, targets: { staticConfig: { static: [a] } }`,
    ),
  ],
  [
    'targets with credentials, probed twice',
    'double-probe',
    ['a', 'b']
      .map((name) =>
        probe(
          `prober: { url: "p:9115" }, targets: { staticConfig: { static: ["https://me:${SECRET}@a.example/"] } }`,
          name,
        ),
      )
      .join(''),
  ],
  [
    'a static target with credentials',
    'scrape-config-targets',
    yaml('ScrapeConfig', 'name: s', `spec: { staticConfigs: [{ targets: ["http://me:${SECRET}@a/x"] }] }`),
  ],
  [
    'a ScrapeConfig without targets, shown as a whole',
    'scrape-config-targets',
    yaml(
      'ScrapeConfig',
      'name: s',
      `spec: { basicAuth: { username: ${SECRET}, password: ${SECRET} } }`,
    ).replace(`username: ${SECRET}`, 'username: { name: a, key: b }'),
  ],
  [
    'a line of a Secret that is no YAML',
    'manifest-syntax',
    `apiVersion: v1\nkind: Secret\nmetadata: { name: s }\nstringData:\n  user: a\n  dark: "${SECRET}\n   x: [\n`,
  ],
  ['broken JSON', 'manifest-syntax', `{"kind": "Secret", "stringData": {"a": "${SECRET}" "b": 1}}`],
  ['a password in a line that is no YAML', 'manifest-syntax', `a: [\npassword: ${SECRET}: x\n`],
  [
    'an alert that prints an address in a label',
    'value-in-labels',
    yaml(
      'PrometheusRule',
      'name: r',
      `spec: { groups: [{ name: g, rules: [{ alert: A, expr: up == 0, labels: { url: "https://me:${SECRET}@x/{{ $value }}" } }] }] }`,
    ),
  ],
  [
    'an expression that is no PromQL',
    'promql-syntax',
    yaml(
      'PrometheusRule',
      'name: r',
      `spec: { groups: [{ name: g, rules: [{ alert: A, expr: 'up{url="https://me:${SECRET}@x"} ==' }] }] }`,
    ),
  ],
];

test.each(PLANTED)('%s is in no format of the report', (_what, code, text) => {
  const report = reportOn(text, text.startsWith('{') ? 'x.json' : 'x.yaml');
  expect(report.findings.map((finding) => finding.code)).toContain(code);
  // What the files cannot be parsed for is hidden where they are read.
  if (code !== 'manifest-syntax')
    expect(JSON.stringify(report.findings)).toMatch(new RegExp(`${SECRET}|${NUMBER}`));
  expectNoSecret(report);
});

test('references to Secrets stay readable', () => {
  const report = reportOn(
    yaml('Secret', 'name: auth', `stringData: { user: ${SECRET} }`) +
      endpoint('basicAuth: { password: { name: auth, key: pass } }'),
  );
  expect(report.findings.map(({ code }) => code)).toContain('missing-secret');
  expectNoSecret(report);
  expect(REPORT_FORMATS.text(report)).toContain('found:    "pass"');
  expect(REPORT_FORMATS.text(report)).toContain('expected: one of user');
});

test('two versions of a Secret are reported without their data', () => {
  const secret = (value: string) => yaml('Secret', 'name: auth', `data: { password: ${value} }`);
  const report = reportOn(secret(BASE64) + secret('YQ=='));
  expect(report.findings.map(({ code }) => code)).toContain('duplicate-objects');
  expectNoSecret(report);
});

test.each([
  ['a misspelt password', { grafana: { adminPasword: SECRET } }],
  ['a misplaced password', { adminPassword: SECRET }],
  ['a webhook', { alertmanager: { config: { global: { slack_api_url: SECRET }, webhook_url: SECRET } } }],
  [
    'a map with a token under an unknown key',
    {
      prometheus: {
        prometheusSpec: { remoteWrites: [{ url: `https://me:${SECRET}@x`, bearerToken: SECRET }] },
      },
    },
  ],
])('%s in Helm values is in no format of the report', (_what, values) => {
  const report = reportOn(stringify(values), 'kube-prometheus-stack.yaml');
  expect(report.findings.filter(({ check }) => check.startsWith('values-'))).not.toEqual([]);
  expectNoSecret(report);
});

test('the address and the error of a target are reported without credentials', () => {
  const live: LiveFacts = {
    url: `http://me:${SECRET}@prometheus:9090`,
    time: 1000,
    startTime: 0,
    jobs: [],
    targets: [
      {
        pool: 'serviceMonitor/monitoring/web/0',
        url: `http://me:${SECRET}@10.0.0.1/metrics?api_key=${SECRET}`,
        health: 'down',
        lastError: `Get "http://me:${SECRET}@10.0.0.1/metrics": connection refused`,
        lastScrape: 0,
        labels: {},
        discovered: {},
      },
    ],
    dropped: [],
    rules: [],
    series: new Map(),
  };
  const report = reportOn(SERVICE, 'x.yaml', live);
  expect(report.findings.map(({ code }) => code)).toContain('live-target-down');
  expectNoSecret(report);
  expect(REPORT_FORMATS.text(report)).toContain('http://hidden@10.0.0.1/metrics?api_key=hidden is down');
});

test('an address on the command line is printed without credentials', () => {
  const { stdout, stderr, status } = runCli([
    'doctor',
    '--config',
    FIXTURE_CONFIG,
    '--prometheus',
    `http://me:${SECRET}@127.0.0.1:1`,
  ]);
  expect(status).toBe(2);
  expect(stdout + stderr).not.toContain(SECRET);
  expect(stderr).toContain('Prometheus http://hidden@127.0.0.1:1: ');
});

it('hides in linear time what is in long texts', () => {
  const long = 'x'.repeat(500_000);
  const name = `${long} ${'-'.repeat(10_000)}`;
  const { report } = diagnose({
    objects: readManifests(
      yaml('ServiceMonitor', `name: a, namespace: ${JSON.stringify(name)}`, 'spec: { endpoints: [] }'),
      'x.yaml',
    ),
  });
  expect(REPORT_FORMATS.json(report)).toMatch(/x{1000}/);
});
