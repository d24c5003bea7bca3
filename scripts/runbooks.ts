import { format } from '../src/promql/print';
import { runbookOf } from '../src/rules/alert';
import { firstQueries } from '../src/runbooks/all-queries';
import type { FirstQuery } from '../src/runbooks/first-query';
import { exampleService } from './example-service';
import { fenced, type Sections } from './sections';

/** The queries of every runbook page, by the page's path from the root. */
export const runbooks: Readonly<Record<string, () => Sections>> = Object.fromEntries(
  Object.entries(firstQueries).map(([symptom, queries]) => [
    `docs/runbooks/${runbookOf({ symptom })}`,
    () => ({ queries: queries.map(block).join('\n\n') }),
  ]),
);

function block({ ask, query }: FirstQuery): string {
  return `${wrapped(ask)}\n\n${fenced('promql', format(query(exampleService).expr))}`;
}

/** Column at which the documents are wrapped. */
const WIDTH = 120;

function wrapped(text: string): string {
  return text
    .replaceAll(new RegExp(`(.{1,${WIDTH}})(?: |$)`, 'g'), (_, line: string) => `${line}\n`)
    .trimEnd();
}
