import * as faults from '../../src/faults/pods';
import type { PodState } from './outage';

/** What is wrong with some pods. */
type PodChange = Partial<PodState>;

export { HANGS, NO_IMAGE, NOT_READY, UNREACHABLE } from '../../src/faults/pods';

export const pods = (numbers: readonly number[], change: PodChange): Readonly<Record<number, PodChange>> =>
  Object.fromEntries(numbers.map((number) => [number, change]));

/** Each restart is another process. */
const restarted = (change: PodChange): PodChange =>
  change.restarts === undefined ? change : { ...change, process: change.restarts };

/**
 * A container that runs for a while and crashes, again and again.
 * @param life seconds between a start and the crash
 * @param minute since the first crash
 */
export const crashLoop = (life: number, minute: number): PodChange =>
  restarted(faults.crashLoop(life, minute * 60));

/** Every start fails at once. */
export const dead = (minute: number): PodChange => faults.dead(minute * 60);

/**
 * A leak: memory grows to the limit, the kernel kills, and the container starts again.
 * @param fills minutes in which it fills the limit
 */
export const leak = (fills: number, minute: number): PodChange =>
  restarted(faults.leak(fills * 60, minute * 60));
