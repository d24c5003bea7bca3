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
  ['{{ humanize ($value) }}', undefined],
  ['{{ humanize (($value)) | toUpper | }}', undefined],
  [
    '{{ humanize($value) }}',
    'unexpected "(" in an action: write a blank before it, or pipe the value to the function',
  ],
  ['{{ printf "%.2f", $value }}', 'unexpected "," in an action: arguments are separated by blanks'],
  ['{{ reReplaceAll ":[0-9]+" "" $labels.instance }}', undefined],
  ['{{ reReplaceAll `:\\d+` "" $labels.instance }}', undefined],
  ['{{ reReplaceAll ":\\\\d+\\n\\x41\\u00e9" "" $labels.instance }}', undefined],
  [
    '{{ reReplaceAll ":\\d+" "" $labels.instance }}',
    String.raw`invalid escape \d in ":\d+": write it in backquotes`,
  ],
  [`{{ print 'a' }}`, undefined],
  [`{{ print 'ab' }}`, "'ab' is one character in Go: write a text in double quotes"],
  ['{{ if eq $value 0x1F }}{{ else if gt $value 1_000.5 }}{{ end }}', undefined],
  ['{{ $value | 5 }}', '5 after | is a value, not a function'],
  ['{{ 5m }}', 'invalid number 5m'],
  ['{{ 08 }}', 'invalid number 08'],
  ['{{ 017 }}{{ 08.5 }}', undefined],
  ['{{ 0x }}', 'invalid number 0x'],
  ['{{ 18446744073709551616 }}', 'invalid number 18446744073709551616'],
  ['{{ -9223372036854775808 }}', undefined],
  ['{{ -9223372036854775809 }}', 'invalid number -9223372036854775809'],
  ['{{ $=5 }}', 'unexpected "="'],
  ['{{ ."a" }}', 'unexpected "\\""'],
  ['{{ $x=5 }}', 'unexpected "="'],
  ['{{ "\\ud800" }}', String.raw`invalid escape \u in "\ud800": write it in backquotes`],
  ['{{ "\\U00110000" }}', String.raw`invalid escape \U in "\U00110000": write it in backquotes`],
  ['{{ define "a" }}b{{ end }}{{ define "a" }}c{{ end }}', 'template "a" is defined twice'],
  ['{{ define "a" }}b{{ end }}{{ define "a" }} {{ end }}', undefined],
  ['{{ block "a" . }}{{ block "a" . }}b{{ end }}{{ end }}', 'template "a" is defined twice'],
  ['{{ | humanize }}', 'missing command before |'],
  ['{{ () }}', 'missing value for parentheses'],
  ['{{ $labels.a-b }}', 'unexpected "-"'],
  ['{{ .Labels.job"a" }}', 'unexpected "\\""'],
  ['{{ "a".b }}', 'unexpected ".b" after "a"'],
  ['{{ if $value }}a{{ else }}b{{ else }}c{{ end }}', '{{ else }} after another {{ else }}'],
  ['{{ if $value }}a{{ else b }}{{ end }}', 'unexpected "b" in else'],
  ['{{ if $value }}{{ end if }}', 'unexpected "if" in end'],
  ['{{ range $i, $x, $y := query "a" }}{{ end }}', 'too many variables in range'],
  ['{{ range $i, $value }}{{ $i }}{{ end }}', undefined],
  ['{{ range $i, 5 := $value }}{{ end }}', 'expected a variable after "," in range'],
  ['{{ range $i, }}{{ end }}', 'missing value for range'],
  ['{{ $a, $b := 5 }}', 'unexpected "," in an action'],
  ['{{ $value, 5 }}', 'unexpected "," in an action'],
  ['{{ if $x := query "a" }}{{ $x }}{{ end }}{{ $x }}', 'undefined variable $x'],
  ['{{ if $value }}{{ $x := 1 }}{{ $x = 2 }}{{ end }}', undefined],
  ['{{ define a }}{{ end }}', '{{ define }} needs a name in quotes'],
  ['{{ if $value }}{{ define "a" }}{{ end }}{{ end }}', '{{ define }} inside another block'],
  ['{{ define "a" }}{{ $labels.a }}{{ end }}', 'undefined variable $labels'],
  ['{{ block "a" $value }}{{ . }}{{ end }}', undefined],
  ['{{ template "a" }}', undefined],
  ['{{ template }}', '{{ template }} without a value'],
  ['{{ range query "a" }}{{ break }}{{ else }}{{ end }}', undefined],
  ['{{ break }}', '{{ break }} outside of range'],
  ['{{-$value }}', 'unexpected "-"'],
  ['{{ $value-}}', 'unexpected "-"'],
];

test.each(TEXTS)('%s', (text, message) => {
  expect(templateError(text)?.message).toBe(message);
});

test('promtool rejects the same texts', () => {
  const folder = mkdtempSync(join(tmpdir(), 'templates-'));
  const files = TEXTS.map(([text], index) => {
    const rules = [{ alert: 'A', expr: 'up', annotations: { text } }];
    writeFileSync(join(folder, `${index}.yaml`), stringify({ groups: [{ name: 'a', rules }] }));
    return `${index}.yaml`;
  });
  const run = spawnSync(binary('promtool'), ['check', 'rules', ...files], { cwd: folder, encoding: 'utf8' });
  rmSync(folder, { recursive: true });
  const failed = new Set([...run.stderr.matchAll(/^(\d+)\.yaml: /gm)].map(([, index]) => Number(index)));
  expect(TEXTS.filter((_, index) => failed.has(index)).map(([text]) => text)).toEqual(
    TEXTS.filter(([, message]) => message !== undefined).map(([text]) => text),
  );
});
