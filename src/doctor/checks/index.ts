import type { Check, Failure, ListedCheck } from '../check';
import * as noTarget from './no-target/index';
import * as notSelected from './not-selected/index';
import * as rejected from './rejected/index';
import * as targetDown from './target-down/index';
import * as wrongQuery from './wrong-query/index';

const FOLDERS: Readonly<Record<Failure, Readonly<Record<string, Check>>>> = {
  'not-selected': notSelected,
  'no-target': noTarget,
  'target-down': targetDown,
  rejected,
  'wrong-query': wrongQuery,
};

/** Every check, in the order of their ids. `npm run docs` writes the list of each folder. */
export const checks: readonly ListedCheck[] = (Object.keys(FOLDERS) as Failure[])
  .flatMap((failure) => Object.values(FOLDERS[failure]).map((check) => ({ ...check, failure })))
  .toSorted((a, b) => (a.id < b.id ? -1 : 1));
