/** A line that is meant as a metric and cannot be read. */
export interface UnreadLine {
  /** From 1. */
  readonly line: number;
  /** What is wrong, as a sentence without its full stop. */
  readonly message: string;
  readonly found: unknown;
  readonly fix: string;
}

/** Ends the reading of one line; the others are read all the same. Never leaves the notation. */
export class Unreadable extends Error {
  constructor(
    message: string,
    readonly found: unknown,
    readonly fix: string,
  ) {
    super(message);
    this.name = 'Unreadable';
  }
}
