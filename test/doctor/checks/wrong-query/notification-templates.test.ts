import { check } from '../../../../src/doctor/checks/wrong-query/notification-templates';
import { findingsFor } from '../../../support/doctor';
import { values, yaml } from '../yaml';

const object = (text: string) =>
  yaml(
    'AlertmanagerConfig',
    '',
    `spec: { receivers: [{ name: a, slackConfigs: [{ channel: '#a', title: ${JSON.stringify(text)} }] }] }`,
  );
const given = (text: string, more: object = {}, spec: object = {}) =>
  values({
    alertmanager: {
      config: { receivers: [{ name: 'a', slack_configs: [{ text }] }], ...more },
      templateFiles: { 'team.tmpl': '{{ define "team.title" }}{{ .CommonLabels.team }}{{ end }}' },
      alertmanagerSpec: spec,
    },
  });
const templates = (text: string) =>
  yaml('ConfigMap', 'name: team', `data: { team.tmpl: ${JSON.stringify(text)} }`);
const MOUNTED = { configMaps: ['team'] };

test('the labels of one alert where the data are a group', () => {
  expect(findingsFor(check, object('{{ .Labels.alertname }} is firing'))).toEqual([
    {
      code: 'notification-templates',
      check: 'notification-templates',
      severity: 'error',
      resource: 'AlertmanagerConfig monitoring/x',
      path: 'spec.receivers[0].slackConfigs[0].title',
      message: 'the data of a notification have no field Labels here, so Alertmanager sends none',
      found: '.Labels.alertname',
      expected: '.CommonLabels.alertname',
      fix: 'title: "{{ .CommonLabels.alertname }} is firing"',
      at: { file: 'test.yaml', line: 2 },
    },
  ]);
});

test.each([
  ['{{ .annotations.summary }}', 'title: "{{ .CommonAnnotations.summary }}"'],
  ['{{ .StartsAt }}', 'title: "{{ (index .Alerts 0).StartsAt }}"'],
  ['{{ .commonLabels.job }}', 'title: "{{ .CommonLabels.job }}"'],
  ['{{ .CommonLabel.job }}', 'title: "{{ .CommonLabels.job }}"'],
  [
    '{{ range .Alerts }}{{ .CommonLabels.job }}{{ end }}',
    'title: "{{ range .Alerts }}{{ $.CommonLabels.job }}{{ end }}"',
  ],
  [
    '{{ range $i, $a := .Alerts.Firing }}{{ .labels.job }}{{ end }}',
    'title: "{{ range $i, $a := .Alerts.Firing }}{{ .Labels.job }}{{ end }}"',
  ],
  [
    '{{ range .Alerts }}{{ else }}{{ .Labels.a }}{{ end }}',
    expect.stringContaining('.CommonLabels.a') as string,
  ],
  ['{{ $labels.job }}', 'title: "{{ $.CommonLabels.job }}"'],
  ['{{ $value }}', 'print $value in an annotation of the rule, and .CommonAnnotations.<annotation> here'],
  ['{{ .Status | toupper }}', 'title: "{{ .Status | toUpper }}"'],
  ['{{ range .Alerts }}', 'correct the template: amtool template render --help'],
])('%s', (text, fix) => {
  expect(findingsFor(check, object(text))).toMatchObject([{ severity: 'error', fix }]);
});

test.each([
  '{{ .CommonLabels.alertname }} {{ .GroupLabels.SortedPairs.Values | join " " }} {{ .ExternalURL }}',
  '{{ range .Alerts }}{{ .Labels.job }} {{ .Annotations.summary }} {{ .StartsAt }} {{ $.Status }}{{ end }}',
  '{{ (index .Alerts 0).Labels.job }}{{ with .CommonLabels.team }}{{ . }}{{ end }}',
  '{{ template "slack.default.title" . }}',
  '${TITLE} {{ .Labels.job }}',
  'no template',
])('it finds nothing in %s', (text) => {
  expect(findingsFor(check, object(text))).toEqual([]);
});

test('a template that no file defines', () => {
  expect(findingsFor(check, '', given('{{ template "team.text" . }}'))).toMatchObject([
    {
      severity: 'error',
      path: 'alertmanager.config.receivers[0].slack_configs[0].text',
      message: 'no template file that Alertmanager reads defines team.text, so it sends no notification',
      fix: 'define team.text in a file under templates',
    },
  ]);
  expect(findingsFor(check, '', given('{{ template "team.titel" . }}'))).toMatchObject([
    { fix: 'write team.title instead of team.titel' },
  ]);
});

test('a mounted file that templates does not list', () => {
  const text = templates('{{ define "b" }}{{ end }}');
  const fix = 'templates: ["/etc/alertmanager/config/*.tmpl","/etc/alertmanager/configmaps/team/*.tmpl"]';
  expect(findingsFor(check, text, given('{{ template "b" . }}', {}, MOUNTED))).toMatchObject([
    { severity: 'error', path: 'alertmanager.config.receivers[0].slack_configs[0].text', fix },
    {
      severity: 'warning',
      resource: 'ConfigMap monitoring/team',
      path: 'data["team.tmpl"]',
      fix: `in the configuration of Alertmanager: ${fix}`,
    },
  ]);
  const listed = {
    templates: ['/etc/alertmanager/config/*.tmpl', '/etc/alertmanager/configmaps/team/*.tmpl'],
  };
  expect(findingsFor(check, text, given('{{ template "b" . }}', listed, MOUNTED))).toEqual([]);
});

test('a template that replaces one of Alertmanager gets the whole data', () => {
  const listed = { templates: ['/etc/alertmanager/configmaps/team/*.tmpl'] };
  const found = (text: string) =>
    findingsFor(check, templates(text), given('a', { ...listed }, MOUNTED)).filter(
      ({ severity }) => severity === 'error',
    );
  expect(found('{{ define "slack.default.text" }}{{ .Annotations.summary }}{{ end }}')).toMatchObject([
    {
      resource: 'ConfigMap monitoring/team',
      path: 'data["team.tmpl"]',
      fix: 'write .CommonAnnotations.summary instead of .Annotations.summary',
    },
  ]);
  expect(found('{{ define "b" }}{{ end')).toMatchObject([{ path: 'data["team.tmpl"]' }]);
  expect(found('{{ define "of.one.alert" }}{{ .Annotations.summary }}{{ end }}')).toEqual([]);
});

test.each<[string, object, object, object?]>([
  ['a folder that was not read', { templates: ['/etc/own/*.tmpl'] }, {}],
  ['values that Helm expands first', {}, {}, { tplConfig: true }],
])('an unknown template is none in %s', (_what, config, spec, more = {}) => {
  const { values: one } = given('{{ template "other" . }}', config, spec);
  const { alertmanager } = one.values as { alertmanager: object };
  expect(findingsFor(check, '', values({ alertmanager: { ...alertmanager, ...more } }))).toEqual(
    'templates' in config ? [expect.objectContaining({ severity: 'warning' })] : [],
  );
});

test('the Secret with the configuration, and templates beside it', () => {
  const secret = (templatesOf: string) =>
    yaml(
      'Secret',
      'name: alertmanager-main',
      `stringData: { team.tmpl: '{{ define "b" }}{{ end }}', alertmanager.yaml: ${JSON.stringify(`{ receivers: [{ name: a, webhook_configs: [{ x: '{{ template "b" . }}' }] }], templates: ${templatesOf} }`)} }`,
    );
  expect(findingsFor(check, secret('[/etc/alertmanager/config/*.tmpl]'))).toEqual([]);
  expect(findingsFor(check, secret('[]'))).toMatchObject([{ severity: 'error' }, { severity: 'warning' }]);
});

test('a template that a receiver runs with the whole data, or with none', () => {
  const found = (text: string, defined: string) => {
    const { values: one } = given(text);
    const { alertmanager } = one.values as { alertmanager: object };
    const templateFiles = { 'a.tmpl': `{{ define "b" }}${defined}{{ end }}` };
    return findingsFor(check, '', values({ alertmanager: { ...alertmanager, templateFiles } }));
  };
  expect(found('{{ template "b" . }}', '{{ .Labels.job }}')).toMatchObject([
    {
      severity: 'error',
      path: 'alertmanager.templateFiles["a.tmpl"]',
      fix: 'write .CommonLabels.job instead of .Labels.job',
    },
  ]);
  expect(found('{{ range .Alerts }}{{ template "b" . }}{{ end }}', '{{ .Labels.job }}')).toEqual([]);
  expect(found('{{ template "b" }}', '{{ if true }}{{ .Status }}{{ end }}')).toMatchObject([
    { severity: 'error', fix: 'write {{ template "b" . }}' },
  ]);
  expect(found('{{ template "b" }}', 'text')).toEqual([]);
});
