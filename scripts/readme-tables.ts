import { allServices } from '../src/catalog/all-services';
import { DEFAULT_ENVIRONMENT, findEnvironment } from '../src/catalog/environments';
import { placeServices } from '../src/catalog/placement';
import { ruleResources } from '../src/catalog/rule-resources';
import { recordMeanings } from '../src/rules/record-meanings';
import { isAlert, type AlertRule, type RecordingRule, type RuleGroup } from '../src/rules/rule';

/** The tables that README.md shows, by the name in its markers. */
function readmeTables(): Readonly<Record<string, string>> {
  const services = placeServices(allServices, findEnvironment(DEFAULT_ENVIRONMENT)).map((service) => ({
    name: service.name,
    groups: ruleResources(service).flatMap(({ groups }) => groups),
  }));
  return {
    alerts: table(
      ['Alert', 'Severity', 'Objective', 'Fires', 'Says', 'Runbook'],
      services.flatMap(({ groups }) =>
        groups.flatMap(({ rules }) => rules.filter(isAlert)).map((alert) => alertRow(alert)),
      ),
    ),
    recordings: table(
      ['Series', 'Computed every', 'Tells'],
      services.flatMap(({ name, groups }) => recordingRows(name, groups)),
    ),
  };
}

function alertRow({ alert, labels, annotations, for: wait }: AlertRule): readonly string[] {
  const page = annotations.runbook_url.split('/').at(-1)!;
  return [
    `\`${alert}\``,
    labels.severity,
    labels['slo'] ?? '',
    // The alerts of an objective differ in their windows; they wait in no other way.
    labels['long'] === undefined
      ? `after ${wait}`
      : `when ${labels['budget']} of the budget goes in ${labels['long']}`,
    annotations.summary,
    `[${page}](docs/runbooks/${page})`,
  ];
}

/** One row a series: objectives and windows are labels of it. */
function recordingRows(service: string, groups: readonly RuleGroup[]): readonly (readonly string[])[] {
  const meanings = recordMeanings(service);
  const intervals = new Map<string, Set<string>>();
  for (const { interval, rules } of groups)
    for (const { record } of rules.filter((rule): rule is RecordingRule => !isAlert(rule)))
      intervals.set(record, (intervals.get(record) ?? new Set()).add(interval));
  return [...intervals].map(([record, every]) => [
    `\`${record}\``,
    [...every].join(', '),
    meanings.get(record)!,
  ]);
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

/** README.md with its tables as they should be. */
export function withTables(readme: string): string {
  return Object.entries(readmeTables()).reduce((text, [name, content]) => {
    const [start, end] = [`<!-- ${name}: written by npm run docs -->`, `<!-- /${name} -->`];
    const [before, rest] = text.split(start);
    const after = rest?.split(end)[1];
    if (before === undefined || after === undefined)
      throw new Error(`README.md lacks the markers ${start} and ${end}`);
    return `${before}${start}\n\n${content}\n\n${end}${after}`;
  }, readme);
}
