import { closeSync, fsyncSync, openSync } from 'node:fs';
import { open, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { NodeFS } from '@electric-sql/pglite/nodefs';

/** An open file of Emscripten: files have a descriptor, folders have none. */
interface Stream {
  readonly nfd?: number;
  readonly node: object;
}

/** The part of Emscripten's file system of Node that its types do not have. */
interface NodeFiles {
  readonly stream_ops: { fsync?: (stream: Stream) => number };
  realPath(node: object): string;
}

type Init = NodeFS['init'];

/** Files of PGlite that reach the disk when Postgres says so: by itself its file system ignores that. */
export class DurableFiles extends NodeFS {
  override async init(...[pg, options]: Parameters<Init>): ReturnType<Init> {
    const { emscriptenOpts } = await super.init(pg, options);
    const preRun = (module: object) => {
      const files = (module as { readonly NODEFS: NodeFiles }).NODEFS;
      files.stream_ops.fsync = ({ nfd, node }) => {
        if (nfd !== undefined) fsyncSync(nfd);
        else syncFolder(files.realPath(node));
        return 0;
      };
    };
    return { emscriptenOpts: { ...emscriptenOpts, preRun: [...(emscriptenOpts.preRun ?? []), preRun] } };
  }
}

function syncFolder(path: string): void {
  const folder = openSync(path, 'r');
  try {
    fsyncSync(folder);
  } finally {
    closeSync(folder);
  }
}

/** Brings all files of a new database to the disk, which creating it does not. */
export async function syncFiles(path: string): Promise<void> {
  for (const entry of await readdir(path, { recursive: true, withFileTypes: true })) {
    const file = await open(join(entry.parentPath, entry.name), 'r');
    await file.sync();
    await file.close();
  }
}
