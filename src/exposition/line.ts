import type { Defect } from './page';

/** What is wrong with a line, before it is known which line. */
export type LineDefect = Omit<Defect, 'line'>;

/** What to do about lines that end as on Windows. */
export const CARRIAGE_RETURN = 'end lines in \\n alone: a carriage return becomes part of what is before it';

/** Ends the reading of a line that Prometheus refuses. Never leaves this folder. */
export class RefusedLine extends Error {
  readonly defect: LineDefect;

  constructor(message: string, found: unknown, fix: string) {
    super(message);
    this.name = 'RefusedLine';
    this.defect = { message, found, fix, refused: true };
  }
}

/** Reads a line from left to right, so that its time is linear in its length. */
export class Line {
  /** What can be read on with. */
  readonly defects: LineDefect[] = [];
  private position = 0;

  constructor(private readonly text: string) {}

  /** Takes what matches here. @param pattern with the flag y */
  take(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.position;
    const found = pattern.exec(this.text)?.[0];
    if (found !== undefined) this.position += found.length;
    return found;
  }

  /** What is left, for messages. */
  get rest(): string {
    return this.text.slice(this.position);
  }

  get done(): boolean {
    return this.position === this.text.length;
  }

  /** @throws RefusedLine */
  refuse(message: string, fix: string, found: unknown = this.rest): never {
    throw new RefusedLine(message, found, fix);
  }

  /** Notes what Prometheus overlooks. */
  note(message: string, fix: string, found: unknown = this.rest): void {
    this.defects.push({ message, found, fix, refused: false });
  }

  /** Notes what only Prometheus 3 reads. */
  noteSince3(message: string, fix: string, found: unknown = this.rest): void {
    const whole = `${message}, which only Prometheus 3 reads`;
    this.defects.push({ message: whole, found, fix, refused: false, since3: true });
  }
}
