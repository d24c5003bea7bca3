import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { templateError } from '../../../src/doctor/expressions/template-syntax';
import { binary } from '../../support/binaries';

/** A text, and what is wrong with it; nothing for one that Prometheus loads. */
const TEXTS: readonly (readonly [text: string, message: string | undefined])[] = [
  ['no template', undefined],
  ['{{ $labels.pod }} of {{ .Labels.job }}: {{ $value | humanizePercentage }}', undefined],
  ['{{- $value -}}', undefined],
  ['a {{- " b " -}} c', undefined],
  ['{{ printf "%.2f %s" $value "}}" }}', undefined],
  ['{{ `}}` }}', undefined],
  ['{{/* a comment }} */}}', undefined],
  ['{{- /* a comment */ -}}', undefined],
  ['{{ if gt $value 1.5e3 }}much{{ else if eq $value 0.0 }}none{{ else }}little{{ end }}', undefined],
  ['{{ with query "up" }}{{ . | first | value }}{{ end }}', undefined],
  ['{{ range $i, $x := query "up" }}{{ $i }} {{ $x.Labels.job }}{{ end }}', undefined],
  ['{{ $x := 5 }}{{ $x }}', undefined],
  ['{{ define "a" }}b{{ end }}{{ template "a" . }}', undefined],
  ['{{ (index (query "up") 0).Value }}', undefined],
  ['{{ $externalLabels.cluster }} {{ $externalURL }}', undefined],
  ['{{ and true (not false) }}', undefined],
  ['{{\n $value\n}}', undefined],
  ['{{ "{{" }} $labels.pod {{ "}}" }}', undefined],
  ['} }} {', undefined],
  ['{{ $labels.foo', 'has an action that is not closed with }}'],
  ['{{ $labels.foo }', 'has "}" where a template can have none'],
  ['{{ $value > 5 }}', 'has ">" where a template can have none'],
  ['{{ "open }}', 'has "\\"" where a template can have none'],
  ['{{ }}', 'has an empty action'],
  ['{{ $value | humanise }}', 'calls humanise, which is no function of templates'],
  ['{{ labels.pod }}', 'calls labels, which is no function of templates'],
  ['{{ toJson . }}', 'calls toJson, which is no function of templates'],
  ['{{ $lables.pod }}', 'reads $lables, a variable that nobody set'],
  ['{{ if $value }}a', 'opens {{ if }} without {{ end }}'],
  ['{{ if }}a{{ end }}', 'has {{ if }} without a value'],
  ['{{ end }}', 'has an {{ end }} that closes nothing'],
  ['{{ else }}', 'has an {{ else }} outside of if, range and with'],
  ['{{ (printf "a" }}', 'has a parenthesis too many or too few'],
];

test.each(TEXTS)('%s', (text, problem) => {
  expect(templateError(text)?.problem).toBe(problem);
});

test('promtool refuses the same texts', () => {
  const folder = mkdtempSync(join(tmpdir(), 'templates-'));
  const refused = TEXTS.filter(([text], index) => {
    const file = join(folder, `${index}.yaml`);
    const rules = [{ alert: 'A', expr: 'up', annotations: { text } }];
    writeFileSync(file, stringify({ groups: [{ name: 'a', rules }] }));
    return spawnSync(binary('promtool'), ['check', 'rules', file]).status !== 0;
  });
  rmSync(folder, { recursive: true });
  expect(refused.map(([text]) => text)).toEqual(
    TEXTS.filter(([, problem]) => problem !== undefined).map(([text]) => text),
  );
});
