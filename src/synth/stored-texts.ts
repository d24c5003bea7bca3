import { closeSync, mkdtempSync, openSync, readSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { OutputFile } from './write-files';

/** Texts of files in one file on disk: memory does not grow with them, and a file for each would take longer to create. */
export class StoredTexts {
  private end = 0;

  /** @param file of its own, open to write and read */
  constructor(private readonly file: number) {}

  /** The file with its text on disk in place of in memory. It can be read until the file is closed. */
  store({ path, content }: OutputFile): OutputFile {
    const at = this.end;
    this.append(Buffer.from(content));
    const length = this.end - at;
    const { file } = this;
    return {
      path,
      get content() {
        const bytes = Buffer.alloc(length);
        readSync(file, bytes, 0, length, at);
        return bytes.toString();
      },
    };
  }

  private append(bytes: Buffer): void {
    for (let done = 0; done < bytes.length;) {
      const written = writeSync(this.file, bytes, done, bytes.length - done, this.end);
      done += written;
      this.end += written;
    }
  }
}

/** Calls work with texts on disk, and removes them afterwards. Undefined, without a call, where no file can be created. */
export function withStoredTexts<T>(work: (texts: StoredTexts) => T): T | undefined {
  const file = temporaryFile();
  if (file === undefined) return undefined;
  try {
    return work(new StoredTexts(file));
  } finally {
    closeSync(file);
  }
}

/** Without a name, so that nothing is left however the process ends. */
function temporaryFile(): number | undefined {
  try {
    const folder = mkdtempSync(join(tmpdir(), 'signalproof-'));
    try {
      return openSync(join(folder, 'texts'), 'wx+', 0o600);
    } finally {
      rmSync(folder, { recursive: true });
    }
  } catch {
    return undefined;
  }
}
