import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ENGINE } from '../../test/support/engines';
import { keptPace, paceOf, slowness } from '../pace';
import { brokenPromises } from './promises';
import { checkedResults, type Observed, type Results } from './results';
import { stagesOf } from './stages';
import { outagesNamed, runInProcess } from './stage-process';

/**
 * Lets services live through every outage, in real Prometheus servers on a faster clock with a real Alertmanager, and
 * stores what fired and what was sent. `npm run docs` writes docs/outages.md from it.
 *
 * `npm run bench -- outages 'pods? (is|are) dead'` runs some outages, and only prints.
 */
export async function runOutagesBench(): Promise<void> {
  const started = Date.now();
  const pattern = process.argv[3];
  const outages = outagesNamed(pattern ?? '');
  const stages = stagesOf(outages);
  console.log(`${outages.length} outages in ${stages.length} runs at the same time`);
  const results = await Promise.all(stages.map((stage) => runInProcess(stage, pattern ?? '')));
  const byName = new Map(results.flatMap(({ byOutage }) => [...byOutage]));
  const found = outages.map((outage) => ({ outage, shown: byName.get(outage.name)! }));
  const pace = paceOf(results.map((result) => result.pace));
  const slow = slowness(pace);
  if (slow.length > 0)
    throw new Error(
      `No figures: this machine is too slow or too busy for the faster clock. ${slow.join(' ')}`,
    );
  for (const { outage, shown } of found) console.log(`${outage.name}\n  ${line(shown)}`);
  const minutes = Math.round((Date.now() - started) / 6000) / 10;
  console.log(`\n${minutes} minutes; ${keptPace(pace)}`);
  const problems = found.flatMap(({ outage, shown }) => brokenPromises(outage, shown));
  for (const problem of problems) console.log(problem);
  if (problems.length > 0) process.exitCode = 1;
  if (pattern !== undefined) return;
  store({
    engines: { prometheus: ENGINE.prometheusVersion, alertmanager: ENGINE.alertmanagerVersion },
    minutes,
    pace,
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
