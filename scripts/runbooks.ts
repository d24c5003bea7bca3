import stack from '../monitoring.config';
import { format } from '../src/promql/print';
import { runbookOf } from '../src/rules/alert';
import { firstQueries } from '../src/runbooks/all-queries';
import type { FirstQuery, ShownService } from '../src/runbooks/first-query';
import { fenced, type Sections } from './sections';

/** Service whose queries the pages show; people put the labels of their alert in the places of its. */
const SHOWN = 'task-api';

/** The queries of every runbook page, by the page's path from the root. */
export const runbooks: Readonly<Record<string, () => Sections>> = Object.fromEntries(
  Object.entries(firstQueries).map(([symptom, queries]) => [
    `docs/runbooks/${runbookOf({ symptom })}`,
    () => ({ queries: queries.map(block).join('\n\n') }),
  ]),
);

function block({ ask, query }: FirstQuery): string {
  return `${wrapped(ask)}\n\n${fenced('promql', format(query(shownService()).expr))}`;
}

/** The documents' width. */
const WIDTH = 120;

function wrapped(text: string): string {
  return text
    .replaceAll(new RegExp(`(.{1,${WIDTH}})(?: |$)`, 'g'), (_, line: string) => `${line}\n`)
    .trimEnd();
}

function shownService(): ShownService {
  const { name, namespace, signals, slos } = stack.placedService(SHOWN, stack.defaultEnvironment);
  const [first, ...others] = slos;
  if (signals === undefined || first === undefined)
    throw new Error(`the runbooks need golden signals and an objective to show, and ${SHOWN} lacks them`);
  return { name, namespace, signals, slos: [first, ...others] };
}
