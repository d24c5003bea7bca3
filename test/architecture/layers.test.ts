import { readdirSync, readFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { join, normalize } from 'node:path';
import { dependencies, peerDependencies } from '../../package.json';
import { LAYERS, PACKAGES } from './layers';

const SRC = join(__dirname, '..', '..', 'src');

/** Files that `init` writes for others. */
const TEMPLATE = 'cli/init/template/';

interface Import {
  readonly file: string;
  /** A path from src, or a package. */
  readonly target: string;
}

const files = readdirSync(SRC, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts') && !file.startsWith(TEMPLATE))
  .toSorted();
const imports: readonly Import[] = files.flatMap((file) =>
  [
    ...readFileSync(join(SRC, file), 'utf8').matchAll(
      /^(?:import|export) [^;]*?from '([^']+)'|import\('([^']+)'\)/gms,
    ),
  ]
    .map(([, fixed, lazy]) => fixed ?? lazy!)
    .map((path) => ({ file, target: path.startsWith('.') ? normalize(join(file, '..', path)) : path })),
);

const isPackage = (target: string): boolean =>
  !files.some((file) => isFile(file, target)) && !target.startsWith('..');
const isFile = (file: string, target: string): boolean =>
  [`${target}.ts`, `${target}/index.ts`, target].includes(file);

/** `metrics` of `metrics/labels`, and `index.ts` of `index`. */
const roomOf = (path: string): string => {
  const [first = '', ...rest] = path.split('/');
  return rest.length > 0 || first.endsWith('.ts') ? first : `${first}.ts`;
};
const packageOf = (target: string): string =>
  target
    .split('/')
    .slice(0, target.startsWith('@') ? 2 : 1)
    .join('/');

const rooms: Readonly<Record<string, readonly string[]>> = LAYERS;
const within = imports.filter(({ target }) => !isPackage(target) && !target.startsWith('..'));
const packages = imports
  .filter(({ target }) => isPackage(target) && !builtinModules.includes(target.replace('node:', '')))
  .map(({ file, target }) => ({ file, name: packageOf(target) }));

describe('the layers of src', () => {
  it('name every folder', () => {
    expect(Object.keys(rooms)).toEqual(expect.arrayContaining([...new Set(files.map(roomOf))]));
  });

  it('are in one order: a folder may import only what is above it', () => {
    const order = Object.keys(rooms);
    const upward = order.flatMap((room) =>
      rooms[room]!.filter(
        (other) => !(order.indexOf(other) < order.indexOf(room) && order.includes(other)),
      ).map((other) => `${room} → ${other}`),
    );
    expect(upward).toEqual([]);
  });

  it('hold: no file imports a folder that its own may not import', () => {
    const wrong = within
      .filter(({ file, target }) => roomOf(file) !== roomOf(target))
      .filter(({ file, target }) => !rooms[roomOf(file)]!.includes(roomOf(target)))
      .map(({ file, target }) => `${file} imports ${target}`);
    expect(wrong).toEqual([]);
  });
});

describe('packages', () => {
  it.each(Object.entries(PACKAGES))('%s is imported only in %j', (name, folders) => {
    const importers = packages.filter((each) => each.name === name).map(({ file }) => file);
    expect(importers.filter((file) => !folders.some((folder) => file.startsWith(`${folder}/`)))).toEqual([]);
  });

  it('of the library are its dependencies or peers, and all of these are used', () => {
    const used = new Set(packages.filter(({ file }) => !file.startsWith('stack/')).map(({ name }) => name));
    const declared = Object.keys({ ...dependencies, ...peerDependencies });
    expect([...used].filter((name) => !declared.includes(name))).toEqual([]);
    expect(declared.filter((name) => !used.has(name))).toEqual([]);
  });
});
