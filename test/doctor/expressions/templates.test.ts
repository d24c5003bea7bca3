import { templatesOf } from '../../../src/doctor/expressions/templates';

it.each([
  ['{{ $labels.pod }} of {{- .Labels.job -}}', { labels: ['pod', 'job'], printsValue: false }],
  ['{{ if $labels.pod }}{{ $labels.pod }}{{ end }}{{ $value }}', { labels: [], printsValue: true }],
  ['{{ $labels.pod', { labels: [], printsValue: false }],
])('reads %s', (text, reads) => {
  expect(templatesOf(text)).toEqual(reads);
});

// With a search to the end of the text for each action, they would take hours.
it.each([
  ['actions that are not closed', '{{ '.repeat(1_000_000)],
  ['actions behind the last that is closed', `{{ $value }}${'{{ '.repeat(1_000_000)}`],
  ['blanks in an action', `{{ $value${' '.repeat(3_000_000)}| x }}`],
])('takes a moment for many %s', (_what, text) => {
  expect(templatesOf(text).labels).toEqual([]);
});
