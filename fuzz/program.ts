import type { Random } from './mutations/random';

/** A program under test. */
export interface Program {
  readonly name: string;
  /** What it reads. One file is changed at a time. */
  readonly seeds: readonly Seed[];
  /** Exit codes that its documentation names. */
  readonly exitCodes: readonly number[];
  /**
   * Runs it on the files in a folder.
   * @param written folder for the outputs: one file a format, e.g. `report.sarif`
   * @param changed name of the file that is not as it was
   * @param pick one of several options, at random
   */
  run(folder: string, written: string, changed: string, pick: Random['pick']): Promise<void>;
}

export interface Seed {
  readonly name: string;
  readonly text: string;
  /** `tree`: YAML or JSON, whose values are changed as well as its lines. */
  readonly kind: 'tree' | 'text';
}
