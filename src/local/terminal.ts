import type { LocalIo } from './command';

export interface Output {
  readonly isTTY?: boolean;
  /** Of the terminal. */
  readonly columns?: number;
  write(text: string): unknown;
}

/** On a terminal the last table is drawn over; anywhere else lines follow each other. */
export function terminal(output: Output): Pick<LocalIo, 'print' | 'redraw'> {
  const print = (line: string) => output.write(`${line}\n`);
  if (output.isTTY !== true) return { print };
  let height = 0;
  return {
    print,
    redraw: (lines) => {
      // A line that is longer than the terminal would take two, and the next table would start too low.
      // Terminals without a known width have 0 columns.
      const cut = lines.map((line) => line.slice(0, (output.columns || 80) - 1));
      output.write(`${height === 0 ? '' : `\u001b[${height}A\u001b[J`}${cut.join('\n')}\n`);
      height = cut.length;
    },
  };
}
