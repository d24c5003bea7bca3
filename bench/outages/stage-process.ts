import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { Pace } from '../pace';
import { ALL_OUTAGES } from './list/index';
import type { Outage } from './outage';
import type { Observed } from './results';
import { runStage, type Stage, type StageResult } from './stage';
import { stagesOf } from './stages';

/** What the process of a stage sends. */
interface Message {
  readonly pace: Pace;
  readonly byOutage: readonly (readonly [name: string, observed: Observed])[];
}

/** Outages whose names match. */
export const outagesNamed = (pattern: string): readonly Outage[] =>
  ALL_OUTAGES.filter(({ name }) => new RegExp(pattern).test(name));

/** Runs a stage in a process of its own: what one computes at its end would keep the pages of the others waiting. */
export async function runInProcess({ name }: Stage, pattern: string): Promise<StageResult> {
  const child = fork(fileURLToPath(import.meta.url), [name, pattern]);
  let found: Message | undefined;
  child.on('message', (message) => {
    found = message as Message;
  });
  await once(child, 'exit');
  if (found === undefined) throw new Error(`The run of "${name}" has failed: see above.`);
  return { pace: found.pace, byOutage: new Map(found.byOutage) };
}

async function runHere(stageName: string, pattern: string): Promise<void> {
  // Its programs end with it.
  process.on('disconnect', () => process.exit(1));
  const stage = stagesOf(outagesNamed(pattern)).find(({ name }) => name === stageName)!;
  const { pace, byOutage } = await runStage(stage);
  const message: Message = { pace, byOutage: [...byOutage] };
  process.send!(message, () => process.exit(0));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await runHere(process.argv[2]!, process.argv[3]!);
