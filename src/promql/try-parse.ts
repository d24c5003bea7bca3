import { InvalidInput } from '../findings/invalid-input';
import type { Parsed } from './expr-parser';
import { parse } from './parse';
import { UNSUPPORTED } from './source';

/** Parses PromQL from outside. Text that is not PromQL gives an error instead of throwing. */
export function tryParse(text: string): Parsed {
  try {
    return { expr: parse(text) };
  } catch (error) {
    if (!(error instanceof InvalidInput)) throw error;
    const reason = error.problems.map(({ message }) => message).join(', ');
    const unsupported = error.problems.find(({ code }) => code === UNSUPPORTED);
    return unsupported === undefined
      ? { error: reason }
      : { unread: reason, feature: unsupported.feature ?? 'newer syntax' };
  }
}
