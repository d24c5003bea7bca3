import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { alertmanagerConfig } from '../../../src/outputs/kube-prometheus-stack/alertmanager-config';
import { messageTemplates, use } from '../../../src/outputs/kube-prometheus-stack/message-templates';
import { binary } from '../../support/binaries';
import { everyKind } from './environments';

// Alertmanager looks at these templates only when it has an alert to send.
const folder = mkdtempSync(join(tmpdir(), 'message-templates-'));
afterAll(() => rmSync(folder, { recursive: true }));
const templates = join(folder, 'stack.tmpl');
writeFileSync(templates, messageTemplates);

const group = { alertname: 'OrderApiErrorBudgetBurn', namespace: 'shop', slo: 'availability' };

const fast = {
  status: 'firing',
  labels: { ...group, severity: 'critical', long: '1h', budget: '2%' },
  annotations: {
    summary: 'Too many requests fail.',
    description: '4.2% failed in the last 1h.',
    runbook_url: 'https://example.com/burn.md',
  },
  generatorURL: 'http://prometheus/graph?g0.expr=a+%3E+b&g0.tab=1',
};
const slow = { ...fast, labels: { ...fast.labels, long: '6h', budget: '5%' } };

const twoPages = {
  status: 'firing',
  externalURL: 'https://alerts.example.com',
  groupLabels: group,
  commonLabels: { ...group, severity: 'critical' },
  commonAnnotations: fast.annotations,
  alerts: [fast, slow],
};

/** What Alertmanager's own template engine makes of a field. */
function render(text: string, data: object = twoPages, type: 'text' | 'html' = 'text'): string {
  const file = join(folder, 'data.json');
  writeFileSync(file, JSON.stringify(data));
  return execFileSync(
    binary('amtool'),
    [
      'template',
      'render',
      `--template.glob=${templates}`,
      `--template.text=${text}`,
      `--template.type=${type}`,
      `--template.data=${file}`,
    ],
    { encoding: 'utf8' },
  ).trimEnd();
}

const SILENCE =
  'https://alerts.example.com/#/silences/new?filter=%7Balertname%3D%22OrderApiErrorBudgetBurn%22%2C%20namespace%3D%22shop%22%2C%20slo%3D%22availability%22%7D';

test('a title has the number of alerts, the name and the place', () => {
  expect(render(use('title'))).toBe('[FIRING:2] OrderApiErrorBudgetBurn availability in shop');
});

test('a message has every alert of its group, each with its own impact', () => {
  expect(render(use('text')).split('\n')).toEqual([
    'Too many requests fail. (critical)',
    'Impact: At this rate, 2% of the error budget of availability goes in 1h.',
    '4.2% failed in the last 1h.',
    'Runbook: https://example.com/burn.md',
    'Query: http://prometheus/graph?g0.expr=a+%3E+b&g0.tab=1',
    `Silence: ${SILENCE}`,
    '',
    'Too many requests fail. (critical)',
    'Impact: At this rate, 5% of the error budget of availability goes in 6h.',
    '4.2% failed in the last 1h.',
    'Runbook: https://example.com/burn.md',
    'Query: http://prometheus/graph?g0.expr=a+%3E+b&g0.tab=1',
    `Silence: ${SILENCE}`,
  ]);
});

const foreign = {
  ...twoPages,
  groupLabels: { alertname: 'DiskFull', device: 'a b&c' },
  commonAnnotations: {},
  alerts: [{ status: 'firing', labels: { alertname: 'DiskFull', severity: 'warning' }, annotations: {} }],
};

const FOREIGN_SILENCE =
  'https://alerts.example.com/#/silences/new?filter=%7Balertname%3D%22DiskFull%22%2C%20device%3D%22a%20b%26c%22%7D';

test('an alert of another project without annotations has a name and a silence link, whatever its labels contain', () => {
  expect(render(use('headline'), foreign)).toBe('[FIRING:1] DiskFull');
  expect(render(use('text'), foreign).split('\n')).toEqual([
    'DiskFull (warning)',
    `Silence: ${FOREIGN_SILENCE}`,
  ]);
  expect(render(use('slack'), foreign).split('\n')).toEqual([
    '*DiskFull* (warning)',
    `<${FOREIGN_SILENCE}|Silence>`,
  ]);
  expect(render(use('html'), foreign, 'html')).toContain(`<a href="${FOREIGN_SILENCE}">Silence</a>`);
});

const hostile = {
  ...twoPages,
  groupLabels: { alertname: 'a "b" \\ c', slo: '<!here>', namespace: 'n&m', cluster: '<c>' },
  alerts: [
    {
      status: 'firing',
      labels: { severity: '<!channel>', budget: '<2%>', slo: '<!here>', long: '<1h>' },
      annotations: {
        summary: '<!channel> a & b',
        description: '<https://evil.example.com|Click> x > 1 && y < 2',
        runbook_url: 'https://example.com/?a=1&b=<c>|d',
        dashboard_url: 'https://example.com/x|y',
      },
      generatorURL: 'http://prometheus/graph?g0.expr=a&g0.tab=1',
    },
    { status: 'resolved', labels: { alertname: '<!channel>' }, annotations: {} },
  ],
};

const HOSTILE_SILENCE =
  'https://alerts.example.com/#/silences/new?filter=%7Balertname%3D%22a%20%5C%22b%5C%22%20%5C%5C%20c%22%2C%20' +
  'cluster%3D%22%3Cc%3E%22%2C%20namespace%3D%22n%26m%22%2C%20slo%3D%22%3C%21here%3E%22%7D';

test('texts of alerts cannot notify a whole Slack channel or add links', () => {
  expect(render(use('slackTitle'), hostile)).toBe(
    '[FIRING:1] a "b" \\ c &lt;!here&gt; in n&amp;m (&lt;c&gt;)',
  );
  expect(render(use('slack'), hostile).split('\n')).toEqual([
    '*&lt;!channel&gt; a &amp; b* (&lt;!channel&gt;)',
    '*Impact:* At this rate, &lt;2%&gt; of the error budget of &lt;!here&gt; goes in &lt;1h&gt;.',
    '&lt;https://evil.example.com|Click&gt; x &gt; 1 &amp;&amp; y &lt; 2',
    '<https://example.com/?a=1&amp;b=&lt;c&gt;%7Cd|Runbook> · <https://example.com/x%7Cy|Dashboard> · ' +
      `<http://prometheus/graph?g0.expr=a&amp;g0.tab=1|Query> · <${HOSTILE_SILENCE}|Silence>`,
    '',
    'Over: &lt;!channel&gt;',
  ]);
});

test('where nothing is markup, nothing is escaped', () => {
  expect(render(use('title'), hostile)).toBe('[FIRING:1] a "b" \\ c <!here> in n&m (<c>)');
  expect(render(use('text'), hostile)).toContain('<https://evil.example.com|Click> x > 1 && y < 2');
});

test('the form for a silence gets values with quotes and backslashes as a matcher writes them', () => {
  const [, filter] = HOSTILE_SILENCE.split('filter=');
  expect(decodeURIComponent(filter!)).toBe(
    String.raw`{alertname="a \"b\" \\ c", cluster="<c>", namespace="n&m", slo="<!here>"}`,
  );
  expect(render(use('silence'), hostile)).toBe(HOSTILE_SILENCE);
  const [, address] = /<a href="([^"]*)">Silence/.exec(render(use('html'), hostile, 'html'))!;
  expect(decodeURIComponent(address!)).toBe(decodeURIComponent(HOSTILE_SILENCE));
});

test('HTML in an annotation stays text', () => {
  const alerts = [{ ...fast, annotations: { summary: '<script>', runbook_url: 'javascript:alert(1)' } }];
  const html = render(use('html'), { ...twoPages, alerts }, 'html');
  expect(html).toContain('<b>&lt;script&gt;</b>');
  expect(html).not.toMatch(/<script>|javascript:/);
});

test('what is over is listed without advice', () => {
  const resolved = { ...twoPages, status: 'resolved', alerts: [{ ...fast, status: 'resolved' }] };
  expect(render(use('title'), resolved)).toBe('[RESOLVED] OrderApiErrorBudgetBurn availability in shop');
  expect(render(use('slack'), resolved)).toBe('Over: Too many requests fail.');
  expect(render(use('text'), resolved)).toBe('Over: Too many requests fail.');
  expect(render(use('html'), resolved, 'html')).toContain('<p>Over: Too many requests fail.</p>');
});

test.each([
  ['critical', 'critical'],
  ['warning', 'warning'],
  ['page', 'error'],
])('the page has a severity that PagerDuty accepts: %s becomes %s', (severity, expected) => {
  const pager = alertmanagerConfig(everyKind).receivers!.find(({ name }) => name === 'pager');
  const field = String(pager!.pagerduty_configs![0]!['severity']);
  expect(render(field, { ...twoPages, commonLabels: { severity } })).toBe(expected);
});
