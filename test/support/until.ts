import { setTimeout as wait } from 'node:timers/promises';

/** Milliseconds after which even a busy machine would have done it. */
const PATIENCE = 120_000;

/** Milliseconds between two looks. */
const STEP = 25;

/**
 * Polls until a condition holds, so that a test depends on what happens and not on how fast it happens.
 * @param what named in the error, e.g. `the alert`
 * @returns the first result that is neither false nor undefined
 */
export async function until<T>(
  what: string,
  holds: () => T | false | undefined | Promise<T | false | undefined>,
): Promise<T> {
  const deadline = Date.now() + PATIENCE;
  for (;;) {
    const result = await holds();
    if (result !== false && result !== undefined) return result;
    if (Date.now() > deadline) throw new Error(`${what}: not seen within ${PATIENCE / 1000} s`);
    await wait(STEP);
  }
}
