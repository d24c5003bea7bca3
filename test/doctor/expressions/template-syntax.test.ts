import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { templateError } from '../../../src/doctor/expressions/template-syntax';
import { binary } from '../../support/binaries';

/** A text with its error; undefined for a valid template. */
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
  ['{{ $labels.foo', 'an action is not closed with }}'],
  ['{{ $labels.foo }', 'unexpected "}"'],
  ['{{ $value > 5 }}', 'unexpected ">"'],
  ['{{ "open }}', 'unexpected "\\""'],
  ['{{ }}', 'empty action'],
  ['{{ $value | humanise }}', 'unknown template function humanise'],
  ['{{ labels.pod }}', 'unknown template function labels'],
  ['{{ toJson . }}', 'unknown template function toJson'],
  ['{{ $lables.pod }}', 'undefined variable $lables'],
  ['{{ if $value }}a', '{{ if }} without {{ end }}'],
  ['{{ if }}a{{ end }}', '{{ if }} without a value'],
  ['{{ end }}', '{{ end }} without an open block'],
  ['{{ else }}', '{{ else }} outside of if, range and with'],
  ['{{ (printf "a" }}', 'unbalanced parentheses'],
];

test.each(TEXTS)('%s', (text, message) => {
  expect(templateError(text)?.message).toBe(message);
});

test('promtool rejects the same texts', () => {
  const folder = mkdtempSync(join(tmpdir(), 'templates-'));
  const rejected = TEXTS.filter(([text], index) => {
    const file = join(folder, `${index}.yaml`);
    const rules = [{ alert: 'A', expr: 'up', annotations: { text } }];
    writeFileSync(file, stringify({ groups: [{ name: 'a', rules }] }));
    return spawnSync(binary('promtool'), ['check', 'rules', file]).status !== 0;
  });
  rmSync(folder, { recursive: true });
  expect(rejected.map(([text]) => text)).toEqual(
    TEXTS.filter(([, message]) => message !== undefined).map(([text]) => text),
  );
});
