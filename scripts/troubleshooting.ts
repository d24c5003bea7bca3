import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { FAILURES, type ListedCheck } from '../src/doctor/check';
import { checks } from '../src/doctor/checks/index';
import { diagnose } from '../src/doctor/diagnose';
import { chainOf } from '../src/doctor/graph/chain';
import { asMermaid, asText } from '../src/doctor/graph/formats';
import { DUMP_COMMAND } from '../src/doctor/sources/kubectl';
import { readManifests } from '../src/kubernetes/read';
import { REPORT_FORMATS } from '../src/findings/formats/index';
import { fenced, type Sections } from './sections';

const EXAMPLE = 'docs/examples/target-missing.yaml';

/** The generated parts of docs/troubleshooting.md: the program's own output and its list of checks. */
export function troubleshooting(): Sections {
  const text = readFileSync(join(import.meta.dirname, '..', EXAMPLE), 'utf8');
  const { facts, report } = diagnose({
    objects: readManifests(text, EXAMPLE),
    texts: new Map([[EXAMPLE, text]]),
  });
  const chain = chainOf(facts)!;
  return {
    dump: fenced('sh', `${DUMP_COMMAND} | npx signalproof doctor -`),
    graph: fenced('console', `$ npx signalproof doctor ${EXAMPLE} --graph\n${asText(chain)}`),
    picture: fenced('mermaid', asMermaid(chain)),
    report: fenced('console', `$ npx signalproof doctor ${EXAMPLE}\n${REPORT_FORMATS.text(report)}`),
    checks: Object.entries(FAILURES)
      .map(([group, meaning]) =>
        [`### ${group}: ${meaning}`, ...checks.filter((check) => check.failure === group).map(entry)].join(
          '\n\n',
        ),
      )
      .join('\n\n'),
  };
}

const entry = ({ id, severity, question, symptom, why, remedy, see }: ListedCheck): string =>
  [
    `**\`${id}\`** (${severity}). ${question}`,
    '',
    `- Symptom: ${symptom}`,
    `- Cause: ${why}`,
    `- Fix: ${remedy}`,
    `- [Reference](${see})`,
  ].join('\n');
