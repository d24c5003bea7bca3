import { parse } from 'yaml';
import type { Finding } from '../../src/findings/finding';
import { REPORT_FORMATS, type ReportFormat } from '../../src/findings/formats/index';
import { exitCode, FAIL_ON, type Report } from '../../src/findings/report';

const selector: Finding = {
  code: 'service-selector',
  check: 'service-selector',
  severity: 'error',
  resource: 'ServiceMonitor monitoring/order-api',
  path: 'spec.selector',
  message: 'no Service in default matches',
  found: { app: 'order-apii' },
  expected: 'labels of a Service, e.g. app=order-api',
  fix: 'matchLabels:\n  app: order-api',
  at: { file: 'dist/a,b:c.yaml', line: 3 },
};
const missing: Finding = {
  code: 'job-label',
  check: 'job-label',
  severity: 'warning',
  resource: 'ServiceMonitor monitoring/order-api',
  path: 'spec.jobLabel',
  message: 'the Service has no such label',
  found: undefined,
  expected: 'a label key',
  fix: 'leave it out',
};
const report: Report = {
  program: 'doctor',
  findings: [missing, selector],
  checks: [
    { id: 'service-selector', question: 'Does the selector match?', see: 'https://example.com/a' },
    { id: 'job-label', question: 'Is jobLabel a key?', see: 'https://example.com/b' },
    { id: 'live', question: 'Is it up?', see: 'https://example.com/c' },
  ],
  unknown: [{ check: 'live', missing: 'a running Prometheus (--prometheus URL)' }],
  notes: ['assumed: the release is prometheus'],
};
const clean: Report = { program: 'doctor', findings: [], checks: report.checks };

const write = (format: ReportFormat, what: Report) => REPORT_FORMATS[format](what);

test('the text tells the worst first, with place, found, expected and fix', () => {
  expect(write('text', report)).toBe(
    `error service-selector: ServiceMonitor monitoring/order-api (dist/a,b:c.yaml:3)
  no Service in default matches
  path:     spec.selector
  found:    {"app":"order-apii"}
  expected: labels of a Service, e.g. app=order-api
  fix:      matchLabels:
              app: order-api

warning job-label: ServiceMonitor monitoring/order-api
  the Service has no such label
  path:     spec.jobLabel
  expected: a label key
  fix:      leave it out

assumed: the release is prometheus
Skipped 1 check that needs a running Prometheus (--prometheus URL).
2 checks ran, 1 skipped: 1 error, 1 warning.`,
  );
});

test('the text of a clean report says what was asked', () => {
  expect(write('text', clean)).toBe('3 checks ran: no problems found.');
});

test('a hostile name cannot start a line or speak to the terminal', () => {
  const hostile = { ...missing, resource: 'Service a\nerror fake: \u001b[31mx' };
  expect(write('text', { ...clean, findings: [hostile] })).toContain(
    'warning job-label: Service a\\nerror fake: \\u001b[31mx\n',
  );
});

test('the JSON holds everything, and null for nothing', () => {
  expect(JSON.parse(write('json', report))).toEqual({
    program: 'doctor',
    findings: [{ ...missing, found: null }, selector],
    suppressed: [],
    unknown: report.unknown,
    unchecked: [],
    notes: report.notes,
    conclusion: '2 checks ran, 1 skipped: 1 error, 1 warning.',
  });
  expect(JSON.parse(write('json', clean))).toEqual({
    program: 'doctor',
    findings: [],
    suppressed: [],
    unknown: [],
    unchecked: [],
    notes: [],
    conclusion: '3 checks ran: no problems found.',
  });
});

test('GitHub gets one workflow command a finding, with what would end a field escaped', () => {
  expect(write('github', report)).toBe(
    [
      '::error file=dist/a%2Cb%3Ac.yaml,line=3,title=service-selector%3A ServiceMonitor monitoring/order-api::' +
        'no Service in default matches%0Apath: spec.selector%0Afound: {"app":"order-apii"}%0A' +
        'expected: labels of a Service, e.g. app=order-api%0Afix: matchLabels:%0A  app: order-api',
      '::warning title=job-label%3A ServiceMonitor monitoring/order-api::' +
        'the Service has no such label%0Apath: spec.jobLabel%0Afound: nothing%0Aexpected: a label key%0Afix: leave it out',
      '::notice title=doctor%3A not everything was checked::' +
        'Skipped 1 check that needs a running Prometheus (--prometheus URL).%0A' +
        '2 checks ran, 1 skipped: 1 error, 1 warning.',
    ].join('\n'),
  );
  expect(write('github', { ...clean, findings: [{ ...missing, severity: 'info' }] })).toMatch(/^::notice /);
  const piped = { ...missing, at: { file: '-', line: 3 } };
  expect(write('github', { ...clean, findings: [piped] })).toMatch(/^::warning title=/);
  expect(write('sarif', { ...clean, findings: [piped] })).not.toContain('locations');
});

test('SARIF has the checks as rules and the place of each finding', () => {
  const sarif = parse(write('sarif', report)) as {
    readonly version: string;
    readonly runs: readonly { readonly tool: object; readonly results: readonly object[] }[];
  };
  expect(sarif.version).toBe('2.1.0');
  expect(sarif.runs[0]!.results).toEqual([
    {
      ruleId: 'service-selector',
      level: 'error',
      message: {
        text: 'ServiceMonitor monitoring/order-api: no Service in default matches (spec.selector, found {"app":"order-apii"}, expected labels of a Service, e.g. app=order-api). Fix: matchLabels:\n  app: order-api',
      },
      locations: [
        {
          physicalLocation: {
            artifactLocation: { uri: 'dist/a,b:c.yaml' },
            region: { startLine: 3 },
          },
        },
      ],
    },
    {
      ruleId: 'job-label',
      level: 'warning',
      message: {
        text: 'ServiceMonitor monitoring/order-api: the Service has no such label (spec.jobLabel, found nothing, expected a label key). Fix: leave it out',
      },
    },
  ]);
  expect(sarif.runs[0]).toMatchObject({
    invocations: [
      {
        executionSuccessful: true,
        toolExecutionNotifications: [
          {
            level: 'note',
            message: { text: 'Skipped 1 check that needs a running Prometheus (--prometheus URL).' },
          },
          { level: 'note', message: { text: '2 checks ran, 1 skipped: 1 error, 1 warning.' } },
        ],
      },
    ],
  });
  expect(sarif.runs[0]!.tool).toEqual({
    driver: {
      name: 'signalproof doctor',
      rules: report.checks.map(({ id, question, see }) => ({
        id,
        shortDescription: { text: question },
        helpUri: see,
      })),
    },
  });
});

test.each([
  ['error', 'error', 1],
  ['error', 'warning', 1],
  ['error', 'never', 0],
  ['warning', 'error', 0],
  ['warning', 'warning', 1],
  ['info', 'warning', 0],
  ['info', 'info', 1],
] as const)('a finding of severity %s with --fail-on %s exits with %i', (severity, failOn, code) => {
  expect(FAIL_ON).toContain(failOn);
  expect(exitCode([{ ...missing, severity }], failOn)).toBe(code);
  expect(exitCode([], failOn)).toBe(0);
});

describe('what was not judged', () => {
  const unchecked = (path: string, reason: string) => ({
    what: 'expression',
    reason,
    resource: 'PrometheusRule monitoring/r',
    path,
    at: { file: 'r.yaml', line: 2 },
  });
  const partly: Report = {
    ...clean,
    read: '1 object and 9 expressions',
    unknown: report.unknown!,
    unchecked: [
      ...['a', 'b', 'c', 'd'].map((path) => unchecked(path, 'function limitk')),
      unchecked('e', 'LogQL of Loki'),
    ],
  };
  const SENTENCES = [
    '4 expressions not checked: function limitk. Found in PrometheusRule monitoring/r a (r.yaml:2), PrometheusRule monitoring/r b (r.yaml:2), PrometheusRule monitoring/r c (r.yaml:2) and 1 more.',
    '1 expression not checked: LogQL of Loki. Found in PrometheusRule monitoring/r e (r.yaml:2).',
    'Skipped 1 check that needs a running Prometheus (--prometheus URL).',
    '2 checks ran on 1 object and 9 expressions, 1 skipped: no problems found. The 1 skipped check and the 5 unchecked expressions may hide others.',
  ];

  test('is in the text, by reason', () => {
    expect(write('text', partly)).toBe(SENTENCES.join('\n'));
  });

  test('is one notice for GitHub', () => {
    expect(write('github', partly)).toBe(
      `::notice title=doctor%3A not everything was checked::${SENTENCES.join('%0A')}`,
    );
  });

  test('is in SARIF, and in the JSON with every place', () => {
    for (const sentence of SENTENCES) expect(write('sarif', partly)).toContain(JSON.stringify(sentence));
    expect(JSON.parse(write('json', partly))).toMatchObject({
      unknown: report.unknown,
      unchecked: [
        {
          what: 'expression',
          reason: 'function limitk',
          count: 4,
          places: ['a', 'b', 'c', 'd'].map((path) => `PrometheusRule monitoring/r ${path} (r.yaml:2)`),
        },
        { reason: 'LogQL of Loki', count: 1 },
      ],
      conclusion: SENTENCES.at(-1),
    });
  });

  test('an internal error is an execution that failed', () => {
    const failed = { ...clean, findings: [{ ...missing, code: 'internal-error' }] };
    expect(write('sarif', failed)).toContain('"executionSuccessful": false');
    expect(exitCode(failed.findings, 'never')).toBe(2);
  });
});
