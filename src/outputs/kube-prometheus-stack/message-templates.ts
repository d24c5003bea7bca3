/**
 * Notification texts in Go's template language. Alertmanager parses every file twice: as HTML template, which escapes
 * each value for its context, and as text template, which escapes nothing. The chart mounts the file beside the
 * configuration without rendering it, whatever `tplConfig` is.
 * @see https://prometheus.io/docs/alerting/latest/notifications/
 */

/** Name of the file; Alertmanager loads all files with this extension. */
export const TEMPLATE_FILE = 'stack.tmpl';

/** Where the operator mounts template files. */
export const TEMPLATES = '/etc/alertmanager/config/*.tmpl';

/** A pipeline of regular expression replacements. Between backquotes, Go interprets no escapes. */
const replacing = (...pairs: readonly (readonly [regex: string, by: string])[]): string =>
  pairs.map(([regex, by]) => ` | reReplaceAll \`${regex}\` \`${by}\``).join('');

/** A label's value between the quotes of a matcher. */
const QUOTED = replacing(['\\\\', '\\\\'], ['"', '\\"']);

/**
 * Opens the form for a new silence, filled in for this group of alerts: page and ticket alike.
 * @param encoding pipeline that URL-encodes a quoted label value; empty in HTML, which encodes by itself
 */
const silenceUrl = (encoding: string): string =>
  '{{ .ExternalURL }}/#/silences/new?filter=%7B' +
  '{{ range $i, $label := .GroupLabels.SortedPairs }}{{ if $i }}%2C%20{{ end }}' +
  `{{ .Name }}%3D%22{{ .Value${QUOTED}${encoding} }}%22{{ end }}%7D`;

/**
 * In Slack `<!channel>` notifies all members and `<address|text>` is a link, so values of alerts are escaped.
 * @see https://docs.slack.dev/messaging/formatting-message-text#escaping
 */
const SLACK_ESCAPES = replacing(['&', '&amp;'], ['<', '&lt;'], ['>', '&gt;']);

/** A link; a bar in the address would end it. */
const slackLink = (text: string): string => `<{{ .${replacing(['[|]', '%7C'])}${SLACK_ESCAPES} }}|${text}>`;

/** @param escapes pipeline appended to each value */
const titleWith = (escapes: string): string => `
[{{ .Status | toUpper }}{{ if eq .Status "firing" }}:{{ .Alerts.Firing | len }}{{ end }}] {{ .GroupLabels.alertname${escapes} }}
{{- with .GroupLabels.slo }} {{ .${escapes} }}{{ end }}
{{- with .GroupLabels.namespace }} in {{ .${escapes} }}{{ end }}
{{- with .GroupLabels.cluster }} ({{ .${escapes} }}){{ end }}`;

/** @param escapes pipeline appended to each value */
const impactWith = (escapes: string): string => `
{{ with .Labels.budget }}At this rate, {{ .${escapes} }} of the error budget of {{ $.Labels.slo${escapes} }} goes in {{ $.Labels.long${escapes} }}.{{ end }}`;

/** @param escapes pipeline appended to each value */
const summaryWith = (escapes: string): string => `
{{ or .Annotations.summary .Labels.alertname${escapes} }}`;

const PARTS = {
  /** `[FIRING:2] ShopErrorBudgetBurn availability in shop (prod)` */
  title: titleWith(''),
  slackTitle: titleWith(SLACK_ESCAPES),

  headline: `
{{ template "stack.title" . }}{{ with .CommonAnnotations.summary }}: {{ . }}{{ end }}`,

  /** How fast an alert consumes its error budget; empty for alerts without one. */
  impact: impactWith(''),
  slackImpact: impactWith(SLACK_ESCAPES),

  /** The summary of one alert, or its name: alerts of other projects may have no summary. */
  summary: summaryWith(''),
  slackSummary: summaryWith(SLACK_ESCAPES),

  // urlquery encodes a space as a plus, which the form would show as a plus.
  silence: `
${silenceUrl(` | urlquery${replacing(['[+]', '%20'])}`)}`,

  slack: `
{{ range .Alerts.Firing -}}
*{{ template "stack.slackSummary" . }}* ({{ .Labels.severity${SLACK_ESCAPES} }})
{{ if .Labels.budget }}*Impact:* {{ template "stack.slackImpact" . }}
{{ end }}{{ with .Annotations.description }}{{ .${SLACK_ESCAPES} }}
{{ end }}
{{- with .Annotations.runbook_url }}${slackLink('Runbook')} · {{ end }}
{{- with .Annotations.dashboard_url }}${slackLink('Dashboard')} · {{ end }}
{{- with .GeneratorURL }}${slackLink('Query')} · {{ end }}<{{ template "stack.silence" $ }}|Silence>

{{ end }}
{{- range .Alerts.Resolved }}Over: {{ template "stack.slackSummary" . }}
{{ end }}`,

  text: `
{{ range .Alerts.Firing -}}
{{ template "stack.summary" . }} ({{ .Labels.severity }})
{{ if .Labels.budget }}Impact: {{ template "stack.impact" . }}
{{ end }}{{ with .Annotations.description }}{{ . }}
{{ end }}
{{- with .Annotations.runbook_url }}Runbook: {{ . }}
{{ end }}
{{- with .Annotations.dashboard_url }}Dashboard: {{ . }}
{{ end }}
{{- with .GeneratorURL }}Query: {{ . }}
{{ end }}Silence: {{ template "stack.silence" $ }}

{{ end }}
{{- range .Alerts.Resolved }}Over: {{ template "stack.summary" . }}
{{ end }}`,

  html: `
<h3>{{ template "stack.title" . }}</h3>
{{ range .Alerts.Firing }}<p><b>{{ template "stack.summary" . }}</b> ({{ .Labels.severity }})<br>
{{ if .Labels.budget }}<b>Impact:</b> {{ template "stack.impact" . }}<br>
{{ end }}{{ with .Annotations.description }}{{ . }}<br>
{{ end }}
{{- with .Annotations.runbook_url }}<a href="{{ . }}">Runbook</a> · {{ end }}
{{- with .Annotations.dashboard_url }}<a href="{{ . }}">Dashboard</a> · {{ end }}
{{- with .GeneratorURL }}<a href="{{ . }}">Query</a> · {{ end }}
{{- with $ }}<a href="${silenceUrl('')}">Silence</a>{{ end }}</p>
{{ end }}
{{- range .Alerts.Resolved }}<p>Over: {{ template "stack.summary" . }}</p>
{{ end }}`,
} as const;

/** Content of {@link TEMPLATE_FILE}. */
export const messageTemplates: string = Object.entries(PARTS)
  .map(([name, text]) => `{{ define "stack.${name}" -}}${text}\n{{- end }}\n`)
  .join('\n');

/** Refers to a template in a field of a receiver. */
export const use = (part: keyof typeof PARTS): string => `{{ template "stack.${part}" . }}`;
