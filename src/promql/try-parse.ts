import { InvalidInput } from '../findings/invalid-input';
import type { Parsed } from './expr-of-text';
import { parse } from './parse';

/**
 * What only some versions of Prometheus read: the parser says so, or its grammar knows the function but the list of
 * functions that all versions have does not. Prometheus 3 took holt_winters out of the grammar.
 */
const OF_SOME_VERSIONS = /which not every Prometheus|^calls the unknown function (\w+$|holt_winters )/;

/** Reads PromQL without throwing for text that is none. */
export function tryParse(text: string): Parsed {
  try {
    return { expr: parse(text) };
  } catch (error) {
    if (!(error instanceof InvalidInput)) throw error;
    const reason = error.problems.map(({ message: problem }) => problem).join(', ');
    return OF_SOME_VERSIONS.test(reason) ? { unread: reason } : { error: reason };
  }
}
