import { againstBaseline, readBaseline, writeBaseline } from '../../src/findings/baseline';
import type { Finding } from '../../src/findings/finding';
import { REPORT_FORMATS, type ReportFormat } from '../../src/findings/formats/index';
import { InvalidInput } from '../../src/findings/invalid-input';
import type { Report } from '../../src/findings/report';

const FORMATS = Object.keys(REPORT_FORMATS) as readonly ReportFormat[];

/** What acts on terminals, on logs of GitHub Actions and on readers, in a name that somebody else chose. */
const HOSTILE: readonly (readonly [string, string])[] = [
  ['a line break', 'a\n::error::b'],
  ['a carriage return', 'a\r::error::b'],
  ['a line break and blanks', 'a\n   ::error::b'],
  ['an old command', 'a ##[error]b'],
  ['ESC', 'a\u001b[31mb'],
  ['BEL', 'a\u0007b'],
  ['CSI of C1', 'a\u009b31mb'],
  ['NEL', 'a\u0085b'],
  ['a line separator', 'a\u2028b'],
  ['a paragraph separator', 'a\u2029b'],
  ['right to left override', 'a\u202eb'],
  ['an isolate', 'a\u2066b\u2069'],
  ['a zero width space', 'a\u200bb'],
];

const finding = (name: string): Finding => ({
  code: 'c',
  check: 'c',
  severity: 'error',
  resource: `Service ${name}`,
  path: `spec.${name}`,
  message: `${name}: wrong`,
  found: name,
  expected: `not ${name}`,
  fix: `rename it\nfrom ${name}`,
  at: { file: `${name}.yaml`, line: 1 },
});

function reportsOn(name: string): readonly Report[] {
  const one = finding(name);
  const report: Report = { program: 'doctor', findings: [one], checks: [], notes: [`Read ${name}.`] };
  const { findings, ...rest } = report;
  return [
    report,
    {
      ...rest,
      findings: [],
      suppressed: [{ finding: one, reason: name, by: { file: name }, kind: 'comment' }],
      unchecked: [{ what: 'expression', reason: name, resource: name, path: name }],
      unknown: [{ check: 'c', missing: name }],
    },
    againstBaseline(report, readBaseline(writeBaseline(findings), name), name),
    againstBaseline({ ...report, findings: [] }, readBaseline(writeBaseline(findings), name), name),
  ];
}

// oxlint-disable-next-line no-control-regex -- these must not be there
const ACTS = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u2028-\u202e\u2066-\u2069\u200b]/;

describe.each(HOSTILE)('%s in a name', (_what, name) => {
  it.each(FORMATS)('does nothing in %s', (format) => {
    for (const report of reportsOn(name)) {
      const text = REPORT_FORMATS[format](report);
      expect(text).not.toMatch(ACTS);
      // Commands of GitHub Actions: the program's own start with its title or file.
      expect(text).not.toMatch(/^\s*::error::/m);
      expect(text).not.toContain('##[error]');
    }
  });

  it('does nothing in an error message or a baseline', () => {
    for (const text of [new InvalidInput(finding(name)).message, writeBaseline([finding(name)])]) {
      expect(text).not.toMatch(ACTS);
      expect(text).not.toMatch(/^\s*::error::/m);
      expect(text).not.toContain('##[error]');
    }
  });
});

test('in Markdown, a name is neither HTML, a link, an image nor a mention', () => {
  const text = REPORT_FORMATS.markdown({
    program: 'doctor',
    findings: [finding('<img src=x> [a](http://b) ![c](d) @everyone `e` ```')],
    checks: [],
  });
  const prose = text.split('\n').filter((line) => line.includes('wrong'));
  expect(prose).toEqual([
    '\\<img src=x\\> \\[a\\]\\(http:\u2060//b\\) \\!\\[c\\]\\(d\\) @\u2060everyone \\`e\\` \\`\\`\\`: wrong',
  ]);
  // A code span ends at as many backticks as it began with.
  expect(text).toContain('### error `c`: ```` Service <img');
});
