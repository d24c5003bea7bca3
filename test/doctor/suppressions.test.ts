import { diagnose } from '../../src/doctor/diagnose';
import { suppress } from '../../src/doctor/suppressions/apply';
import { commentSuppressions } from '../../src/doctor/suppressions/comments';
import { fileSuppressions } from '../../src/doctor/suppressions/file';
import { listSuppressions } from '../../src/doctor/suppressions/list';
import { againstBaseline, readBaseline, writeBaseline } from '../../src/findings/baseline';
import { REPORT_FORMATS, type ReportFormat } from '../../src/findings/formats/index';
import { exitCode, type Report } from '../../src/findings/report';
import { readManifests } from '../../src/kubernetes/read';

const FILE = 'rules.yaml';
const TODAY = '2026-11-28';

const RULES = `# the team's own rules
apiVersion: monitoring.coreos.com/v1
kind: PrometheusRule
metadata:
  name: shop
  namespace: monitoring
  labels: { release: kube-prometheus-stack }
spec:
  groups:
    - name: a
      rules:
        - alert: First
          expr: rate(http_requests_total[5m]) >
        - alert: Second
          annotations:
            description: |
              # signalproof:ignore promql-syntax in a text
          expr: rate(http_requests_total[5m]) <
---
apiVersion: v1
kind: Service
metadata: { name: other }
`;

const diagnosed = (yaml: string): Report =>
  diagnose({ objects: readManifests(yaml, FILE), texts: new Map([[FILE, yaml]]) }).report;
const comments = (yaml: string): Report => suppress(diagnosed(yaml), commentSuppressions(yaml, FILE), TODAY);
const byFile = (content: string): Report =>
  suppress(diagnosed(RULES), fileSuppressions(content, 'doctor.yaml'), TODAY);

const errors = ({ findings }: Report) =>
  findings
    .filter(({ severity, check }) => severity === 'error' || check === 'suppression')
    .map(({ check, message, at }) => `${check} ${at?.file}:${at?.line} ${message.split(':')[0]}`);

const lineOf = (text: string, part: string): number =>
  text.split('\n').findIndex((line) => line.includes(part)) + 1;

test('findings stand at the line of their rule, or of their field', () => {
  expect(errors(diagnosed(RULES))).toEqual([
    `promql-syntax ${FILE}:${lineOf(RULES, 'First')} alert First`,
    `promql-syntax ${FILE}:${lineOf(RULES, 'Second')} alert Second`,
  ]);
  const list = `apiVersion: v1\nkind: List\nitems:\n${RULES.split('---')[0]!
    .split('\n')
    .slice(1)
    .map((line, index) => (index === 0 ? `  - ${line}` : `    ${line}`))
    .join('\n')}\n`;
  expect(errors(diagnosed(list))).toContain(`promql-syntax ${FILE}:${lineOf(list, 'Second')} alert Second`);
  const monitor = `kind: ServiceMonitor\napiVersion: monitoring.coreos.com/v1\nmetadata: { name: m }\nspec:\n  selector: {}\n  endpoints:\n    - port: web\n    - port: web\n      scrapeTimeout: 40s\n      interval: 30s\n`;
  expect(diagnosed(monitor).findings.find(({ check }) => check === 'scrape-timeout')?.at).toEqual({
    file: FILE,
    line: lineOf(monitor, 'scrapeTimeout'),
  });
});

const above = (part: string, comment: string): string =>
  RULES.replace(new RegExp(`^( *)(?=.*${part})`, 'm'), `$1${comment}\n$1`);
const behind = (part: string, comment: string): string =>
  RULES.replace(new RegExp(`^(.*${part}.*)$`, 'm'), `$1 ${comment}`);

const COMMENT = '# signalproof:ignore promql-syntax moves in March';

test.each([
  ['above a rule', above('alert: First', COMMENT), ['Second']],
  ['behind a rule', behind('alert: First', COMMENT), ['Second']],
  ['in a rule', above('expr: .* <', COMMENT), ['First']],
  ['above other comments and the object', RULES.replace('# the team', `${COMMENT}\n# the team`), []],
  ['above the line of dashes', `${COMMENT}\n---\n${RULES}`, []],
  ['behind the name of the object', behind('name: shop', COMMENT), []],
])('a comment %s suppresses its check there', (_where, yaml, left) => {
  const report = comments(yaml);
  expect(errors(report).map((text) => text.split(' ').at(-1))).toEqual(left);
  expect(report.suppressed).toHaveLength(2 - left.length);
  expect(report.suppressed?.[0]).toMatchObject({ reason: 'moves in March', kind: 'comment' });
});

test.each([
  ['# signalproof:ignore', 'the suppression names no check'],
  ['# signalproof:ignore promql-sintax a reason', 'the suppression names an unknown check'],
  ['# signalproof:ignore promql-syntax', 'the suppression has no reason, so it has no effect'],
  ['# signalproof:ignore scrape-timeout a reason', 'the suppression suppresses nothing'],
])('%s is a finding', (comment, message) => {
  const yaml = above('alert: First', comment);
  expect(errors(comments(yaml))).toContain(`suppression ${FILE}:${lineOf(yaml, comment)} ${message}`);
  expect(errors(comments(yaml)).filter((text) => text.startsWith('promql-syntax'))).toHaveLength(2);
});

test('a comment suppresses neither what was not judged nor what a skipped check may find', () => {
  const yaml = above('alert: First', '# signalproof:ignore live-rule-absent a reason');
  expect(errors(comments(yaml)).filter((text) => text.startsWith('suppression'))).toEqual([]);
  const report = diagnosed(RULES);
  const faulty = { ...report, findings: report.findings.map((one) => ({ ...one, code: 'internal-error' })) };
  expect(
    suppress(faulty, commentSuppressions(above('alert: First', COMMENT), FILE), TODAY).suppressed,
  ).toEqual([]);
});

const SUPPRESS = `suppress:
  - checks: promql-syntax
    objects: [PrometheusRule monitoring/sh*]
    reason: moves in March
`;

test('doctor.yaml suppresses checks on objects, until a day', () => {
  expect(byFile(SUPPRESS).suppressed).toHaveLength(2);
  expect(errors(byFile(SUPPRESS))).toEqual([]);
  expect(byFile(`${SUPPRESS}    until: "2026-11-28"\n`).suppressed?.[0]).toMatchObject({
    until: '2026-11-28',
    by: { file: 'doctor.yaml', line: 2 },
    kind: 'file',
  });
  expect(errors(byFile(`${SUPPRESS}    until: "2026-11-27"\n`))).toHaveLength(3);
  expect(errors(byFile(`${SUPPRESS}    until: "2026-11-27"\n`))).toContain(
    'suppression doctor.yaml:2 the suppression has expired',
  );
  expect(errors(byFile(SUPPRESS.replace(/ +reason.*\n/, '')))).toContain(
    'suppression doctor.yaml:2 the suppression has no reason, so it has no effect',
  );
  expect(errors(byFile(SUPPRESS.replace('sh*', 's')))).toContain(
    'suppression doctor.yaml:2 the suppression suppresses nothing',
  );
});

test.each([
  [
    'kind: x',
    'file doctor.yaml: not a single YAML map of suppressions. Write suppress: with a list of checks, objects and reason.',
  ],
  [
    'suppress: [{ checks: a, objects: b, reason: c, until: soon }]',
    'file doctor.yaml: not a day (suppress[0].until: "soon"). Write YYYY-MM-DD, e.g. "2027-01-31".',
  ],
  [
    'suppress: [{ checks: a, objects: b, because: c }]',
    'file doctor.yaml: unknown field (suppress[0].because: "c"). Use one of checks, objects, reason, until.',
  ],
])('doctor.yaml with %s is rejected in one sentence', (content, message) => {
  expect(() => fileSuppressions(content, 'doctor.yaml')).toThrow(expect.objectContaining({ message }));
});

describe('a baseline', () => {
  const baseline = readBaseline(writeBaseline(diagnosed(RULES).findings), 'b.json');
  const compared = (yaml: string) => againstBaseline(diagnosed(yaml), baseline, 'b.json');

  it('accepts what it has, also when lines and rules move', () => {
    const moved = RULES.replace('      rules:\n', '      rules:\n        - { record: a:b:c, expr: up }\n\n');
    for (const yaml of [RULES, moved]) {
      expect(errors(compared(yaml))).toEqual([]);
      expect(compared(yaml).baseline).toMatchObject({ gone: [] });
      expect(compared(yaml).baseline?.known.length).toBeGreaterThanOrEqual(2);
      expect(exitCode(compared(yaml).findings, 'error')).toBe(0);
    }
  });

  it('fails on what is new, and on the same once more', () => {
    expect(errors(compared(RULES.replace('[5m]) >', '[6m]) >')))).toHaveLength(1);
    const third = RULES.replace(
      '---',
      '        - alert: Third\n          expr: rate(http_requests_total[5m]) >\n---',
    );
    expect(errors(compared(third))).toHaveLength(1);
    expect(exitCode(compared(third).findings, 'error')).toBe(1);
  });

  it('lists what is gone', () => {
    const one = compared(RULES.replace('[5m]) >', '[5m]) > 1'));
    expect(one.baseline?.gone).toEqual([
      expect.objectContaining({ check: 'promql-syntax', resource: 'PrometheusRule monitoring/shop' }),
    ]);
    expect(REPORT_FORMATS.text(one)).toContain('Shorten the baseline with --write-baseline b.json.');
  });

  it('accepts nothing that was not judged, and no wrong suppression', () => {
    const report = comments(above('alert: First', '# signalproof:ignore nonsense a'));
    const again = againstBaseline(report, readBaseline(writeBaseline(report.findings), 'b.json'), 'b.json');
    expect(errors(again)).toEqual([expect.stringContaining('unknown check')]);
  });

  it.each([
    ['[]', 'baseline b.json: not an object (value: []). Give an object.'],
    ['{', 'baseline b.json: not JSON. Write it again with --write-baseline b.json.'],
  ])('that holds %s is rejected in one sentence', (text, message) => {
    expect(() => readBaseline(text, 'b.json')).toThrow(expect.objectContaining({ message }));
  });
});

test.each(Object.keys(REPORT_FORMATS) as readonly ReportFormat[])(
  '%s lists suppressed and known findings',
  (format) => {
    const text = REPORT_FORMATS[format](comments(above('alert: First', COMMENT)));
    expect(text).toContain('moves in March');
    expect(text).toContain('alert First');
    const report = diagnosed(RULES);
    const known = againstBaseline(report, readBaseline(writeBaseline(report.findings), 'b.json'), 'b.json');
    expect(REPORT_FORMATS[format](known)).toContain('b.json');
  },
);

test('the list of suppressions has their place and reason', () => {
  const file = fileSuppressions(
    'suppress:\n  - { checks: [unknown-metric, unknown-label], objects: PrometheusRule shop/*, reason: release 12, until: "2027-01-31" }\n',
    'doctor.yaml',
  );
  const inRules = commentSuppressions(`kind: A\n# signalproof:ignore promql-syntax\na: b\n`, 'rules.yaml');
  expect(listSuppressions([...file, ...inRules])).toBe(`suppressed: findings that are accepted
  unknown-metric  PrometheusRule shop/*  until 2027-01-31  doctor.yaml:2  release 12
  unknown-label   PrometheusRule shop/*  until 2027-01-31  doctor.yaml:2  release 12
  promql-syntax   its object                               rules.yaml:2   (no reason)`);
  expect(listSuppressions(inRules)).toBe(`suppressed: findings that are accepted
  promql-syntax  its object  rules.yaml:2  (no reason)`);
  expect(listSuppressions([])).toBe('');
});
