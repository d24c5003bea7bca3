import type { Random } from './mutations/random';

/** A program under test. */
export interface Program {
  readonly name: string;
  /** Sets of files, of which it reads one at a time. Several small ones take less time than one of everything. */
  readonly sets: readonly (readonly Seed[])[];
  /** Exit codes that its documentation names. */
  readonly exitCodes: readonly number[];
  /**
   * Runs it on the files of one set.
   * @param pick one of several options, at random
   */
  run(files: Files, pick: Random['pick']): Promise<void>;
}

export interface Files {
  /** Folder with one changed file. */
  readonly input: string;
  /** Name of the changed file. */
  readonly changed: string;
  /** Folder with the same files as they were. */
  readonly unchanged: string;
  /** Folder for the outputs: one file a format, e.g. `report.sarif`. */
  readonly output: string;
}

export interface Seed {
  readonly name: string;
  readonly text: string;
  /** `tree`: YAML or JSON, whose values are changed as well as its lines. */
  readonly kind: 'tree' | 'text';
}
