import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, normalize, sep } from 'node:path';
import { InvalidInput } from '../../findings/invalid-input';

/** Milliseconds that one call of git may take, and bytes that it may print. */
const LIMITS = { timeout: 60_000, maxBuffer: 2 ** 28 } as const;

const MANIFEST = /\.(?:ya?ml|json)$/;

/** Runs git without a shell. Undefined: it fails. */
function git(folder: string, args: readonly string[], input?: string): Buffer | undefined {
  try {
    return execFileSync('git', ['--no-pager', '-C', folder, ...args], {
      ...LIMITS,
      stdio: ['pipe', 'pipe', 'ignore'],
      env: { ...process.env, GIT_OPTIONAL_LOCKS: '0', GIT_TERMINAL_PROMPT: '0' },
      ...(input === undefined ? {} : { input }),
    });
  } catch {
    return undefined;
  }
}

/** The commit of a revision. Undefined: there is none, or the folder is not in a repository. */
export function commitOf(revision: string, folder: string): string | undefined {
  // A revision never begins with a dash, which would be an option.
  if (revision.startsWith('-')) return undefined;
  const found = git(folder, ['rev-parse', '--verify', '--quiet', '--end-of-options', `${revision}^{commit}`]);
  return found?.toString('utf8').trim();
}

/**
 * Copies the manifests of a folder or file, as it was in a commit, into a temporary folder while they are read.
 * @param path from the folder in which git runs
 * @throws InvalidInput if the commit does not have the path, or git cannot read one of its files
 */
export function withRevision<T>(
  {
    name,
    commit,
    path,
    folder,
  }: { readonly name: string; readonly commit: string; readonly path: string; readonly folder: string },
  read: (copy: string) => T,
): T {
  const listed = git(folder, [
    'ls-tree',
    '-r',
    '-z',
    '--full-tree',
    commit,
    '--',
    inRepository(path, folder),
  ]);
  const files = (listed?.toString('utf8') ?? '').split('\0').flatMap((line) => {
    const [, id, file] = /^100\d{3} blob ([0-9a-f]+)\t(.+)$/s.exec(line) ?? [];
    return id === undefined || file === undefined || !MANIFEST.test(file) ? [] : [{ id, file }];
  });
  if (files.length === 0) throw withoutPath(name, path);
  const copy = mkdtempSync(join(tmpdir(), 'signalproof-diff-'));
  try {
    for (const { id, file } of files) {
      const target = join(copy, normalize(file));
      // Git itself refuses such names; an object database can be made by anybody.
      if (!target.startsWith(copy + sep)) throw withoutPath(name, path);
      mkdirSync(dirname(target), { recursive: true });
      const content = git(folder, ['cat-file', 'blob', id]);
      if (content === undefined) throw unreadable(name, file);
      writeFileSync(target, content);
    }
    return read(copy);
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }
}

/** A path from the root of the repository. */
function inRepository(path: string, folder: string): string {
  const prefix = git(folder, ['rev-parse', '--show-prefix'])?.toString('utf8').trim() ?? '';
  return normalize(join(prefix, path)).replaceAll(sep, '/');
}

const withoutPath = (name: string, path: string): InvalidInput =>
  new InvalidInput({
    resource: `revision ${name}`,
    path: '--path',
    message: 'the revision has no manifests in this folder',
    found: path,
    fix: 'name the folder with rendered manifests with --path',
  });

/** An empty file in its place would look like a change that removes everything, or adds it. */
const unreadable = (name: string, file: string): InvalidInput =>
  new InvalidInput({
    resource: `revision ${name}`,
    path: 'file',
    message: 'git cannot read a file of the revision',
    found: file,
    fix: 'run git fsck, or clone the repository again without --filter',
  });

/** Names after `Silences:` in the commits of a range. */
export function acknowledgedIn(base: string, head: string, folder: string): readonly string[] {
  const found = git(folder, [
    'log',
    '--format=%(trailers:key=Silences,valueonly)',
    '--end-of-options',
    `${base}..${head}`,
  ]);
  return (found?.toString('utf8') ?? '')
    .split(/[\n,]/)
    .map((name) => name.trim())
    .filter((name) => name !== '');
}
