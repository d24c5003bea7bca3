import { setFlagsFromString } from 'node:v8';

/** Percent of the memory in use up to which garbage may grow. By default V8 lets it grow to several times as much. */
const GARBAGE = 50;

/** Collects garbage more often, so that a process needs little more memory than it uses. */
export const limitGarbage = (): void => setFlagsFromString(`--heap-growing-percent=${GARBAGE}`);

/** As V8 does by default. */
export const allowGarbage = (): void => setFlagsFromString('--heap-growing-percent=0');
