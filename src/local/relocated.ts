import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

/** Where Debian's Alertmanager looks for its own templates, which upstream's carries inside. */
const FILES = '/usr/share/prometheus/alertmanager';

/** The same folder, seen from the one into which the package was unpacked. Go knows the length of its texts. */
const RELATIVE = 'usr//share/prometheus/alertmanager';

/**
 * Makes an unpacked Alertmanager find the files that were unpacked with it, without installing anything.
 * @param program the unpacked one
 * @param root where its package was unpacked
 * @returns path of a program that is called like it, and takes absolute paths only
 */
export function relocated(program: string, root: string): string {
  const moved = join(dirname(program), `relocated-${basename(program)}`);
  const starter = join(dirname(program), 'alertmanager');
  if (existsSync(moved) && existsSync(starter)) return starter;
  const bytes = readFileSync(program, 'latin1').replaceAll(FILES, RELATIVE);
  place(moved, Buffer.from(bytes, 'latin1'));
  place(starter, `#!/bin/sh\ncd '${root}' && exec '${moved}' "$@"\n`);
  return starter;
}

/** All at once: somebody else may be starting the program. */
function place(path: string, content: string | Buffer): void {
  const draft = `${path}.${process.pid}`;
  writeFileSync(draft, content, { mode: 0o755 });
  renameSync(draft, path);
}
