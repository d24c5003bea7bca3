import { setTimeout as wait } from 'node:timers/promises';

/**
 * Milliseconds that a test waits for something to happen: the only such limit of the tests. It ends tests that wait in
 * vain, so it is far above what a busy machine needs, and below the `testTimeout` of jest.config.mjs, which would not
 * say what was waited for.
 */
export const PATIENCE = 240_000;

/** Milliseconds between two polls. */
const STEP = 25;

/** Milliseconds between two polls of something that takes much of a processor to answer. */
export const SELDOM = 500;

/**
 * Polls until a condition holds, so that a test depends on what happens and not on how fast it happens. A condition
 * that throws does not hold yet.
 * @param what named in the error, e.g. `the alert`
 * @param step milliseconds between two polls
 * @returns the first result that is neither false nor undefined
 */
export async function until<T>(
  what: string | (() => string),
  holds: () => T | false | undefined | Promise<T | false | undefined>,
  step: number = STEP,
): Promise<T> {
  const deadline = Date.now() + PATIENCE;
  for (;;) {
    let cause: unknown;
    try {
      const result = await holds();
      if (result !== false && result !== undefined) return result;
    } catch (error) {
      cause = error;
    }
    if (Date.now() > deadline) {
      const name = typeof what === 'string' ? what : what();
      throw new Error(`${name}: not seen within ${PATIENCE / 1000} s`, { cause });
    }
    await wait(step);
  }
}
