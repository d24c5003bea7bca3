import { DEFAULT_ENVIRONMENT, findEnvironment } from '../src/catalog/environments';
import { placeServices } from '../src/catalog/placement';
import { services } from '../src/catalog/services';
import { isAlert, type Rule } from '../src/rules/rule';
import { ruleResources } from '../src/catalog/rule-resources';

/** The tables that README.md shows, by the name in its markers. */
function readmeTables(): Readonly<Record<string, string>> {
  const rules = placeServices(services, findEnvironment(DEFAULT_ENVIRONMENT)).flatMap((service) =>
    ruleResources(service).flatMap(({ groups }) =>
      groups.flatMap(({ interval, rules: inGroup }) => inGroup.map((rule) => ({ interval, rule }))),
    ),
  );
  return {
    alerts: table(
      ['Alert', 'Severity', 'Fires after', 'Says', 'Runbook'],
      rules.flatMap(({ rule }) => (isAlert(rule) ? [alertRow(rule)] : [])),
    ),
    recordings: table(
      ['Series', 'Computed every', 'Labels of its own'],
      rules.flatMap(({ interval, rule }) =>
        isAlert(rule) ? [] : [[`\`${rule.record}\``, interval, labelsOf(rule)]],
      ),
    ),
  };
}

function alertRow({
  alert,
  labels,
  annotations,
  for: wait,
}: Extract<Rule, { alert: string }>): readonly string[] {
  const page = annotations.runbook_url.split('/').at(-1)!;
  return [`\`${alert}\``, labels.severity, wait, annotations.summary, `[${page}](docs/runbooks/${page})`];
}

function labelsOf({ labels = {} }: Extract<Rule, { record: string }>): string {
  return Object.entries(labels)
    .map(([name, value]) => `\`${name}="${value}"\``)
    .join(' ');
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
