import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ENGINE } from '../../test/support/engines';
import { ALL_OUTAGES } from './list/index';
import { brokenPromises } from './promises';
import { checkedResults, type Observed, type Results } from './results';
import { stagesOf } from './stages';
import { runStage } from './stage';

/** Share of evaluations. A busy machine delays alerts, and makes scrapes time out. */
const MOST_MISSED = 0.001;

/**
 * Lets services live through every outage, in real Prometheus servers on a faster clock with a real Alertmanager, and
 * stores what fired and what was sent. `npm run docs` writes docs/outages.md from it.
 *
 * `npm run bench -- outages 'pods? (is|are) dead'` runs some outages, and only prints.
 */
export async function runOutagesBench(): Promise<void> {
  const started = Date.now();
  const pattern = process.argv[3];
  const outages = ALL_OUTAGES.filter(({ name }) => pattern === undefined || new RegExp(pattern).test(name));
  const stages = stagesOf(outages);
  console.log(`${outages.length} outages in ${stages.length} runs at the same time`);
  const results = await Promise.all(stages.map(runStage));
  const byName = new Map(results.flatMap(({ byOutage }) => [...byOutage]));
  const found = outages.map((outage) => ({ outage, shown: byName.get(outage.name)! }));
  for (const { outage, shown } of found) console.log(`${outage.name}\n  ${line(shown)}`);
  const evaluations = results.map((result) => result.evaluations);
  const missed = evaluations.reduce((sum, each) => sum + each.missed, 0);
  const due = evaluations.reduce((sum, each) => sum + each.due, 0);
  const minutes = Math.round((Date.now() - started) / 6000) / 10;
  console.log(`\n${minutes} minutes; Prometheus missed ${missed} of ${due} evaluations`);
  const problems = found.flatMap(({ outage, shown }) => brokenPromises(outage, shown));
  for (const problem of problems) console.log(problem);
  if (problems.length > 0) process.exitCode = 1;
  if (pattern !== undefined) return;
  if (missed > due * MOST_MISSED)
    throw new Error(
      'Not stored: this machine is too busy, so Prometheus did not evaluate the rules in time.',
    );
  store({
    engines: { prometheus: ENGINE.prometheusVersion, alertmanager: ENGINE.alertmanagerVersion },
    minutes,
    evaluations: { due, missed },
    outages: Object.fromEntries(byName),
  });
}

const store = (results: Results): void =>
  writeFileSync(
    join(import.meta.dirname, 'results.json'),
    `${JSON.stringify(checkedResults(results), undefined, 2)}\n`,
  );

function line({ alerts, page, ticket, incidents, messages }: Observed): string {
  const fired = alerts.map(({ alert, severity, slo, minute }) =>
    [alert, severity, ...(slo === undefined ? [] : [slo]), minute].join(' '),
  );
  return [
    `page ${page ?? 'never'}, ticket ${ticket ?? 'never'}, ${incidents} incidents`,
    `${messages.pager} + ${messages.tickets} messages`,
    ...fired,
  ].join('; ');
}
