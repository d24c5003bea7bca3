import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command } from 'commander';
import { version } from '../../package.json';
import { addInit } from '../../src/cli/init/command';
import { initFiles } from '../../src/cli/init/files';

const FILES = [
  '.github/workflows/monitoring.yml',
  '.gitignore',
  'cdk8s.yaml',
  'monitoring.config.ts',
  'package.json',
  'services/web-shop.ts',
  'test/alerts.test.ts',
  'tsconfig.json',
];

let folder: string;
let output: string[];
const home = process.cwd();

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'init-'));
  process.chdir(folder);
  output = [];
  for (const method of ['log', 'error'] as const)
    jest
      .spyOn(console, method)
      .mockImplementation((...parts: readonly unknown[]) => void output.push(parts.join(' ')));
});
afterEach(() => {
  jest.restoreAllMocks();
  process.chdir(home);
  process.exitCode = 0;
  rmSync(folder, { recursive: true });
});

const init = (...args: readonly string[]) => {
  const program = new Command();
  addInit(program);
  return program.parseAsync(['init', ...args], { from: 'user' });
};
const written = () =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .toSorted();

describe('signalproof init', () => {
  it('writes a stack for the named service, and names the next step', async () => {
    await init('--name', 'web-shop', '--namespace', 'shop');
    expect(written()).toEqual(FILES);
    expect(output.at(-1)).toBe('\nNext: npm install && npm run synth && npm test');
    const service = readFileSync('services/web-shop.ts', 'utf8');
    expect(service).toContain('export const webShop = defineService({');
    expect(service).toContain("name: 'web-shop',\n  namespace: 'shop',");
    expect(readFileSync('monitoring.config.ts', 'utf8')).toContain(
      "import { webShop } from './services/web-shop';",
    );
    expect(readFileSync('monitoring.config.ts', 'utf8')).toMatch(
      new RegExp(
        `\n      runbooks: 'https://github\\.com/[\\w-]+/signalproof/blob/v${version}/docs/runbooks',\n`,
      ),
    );
    expect(JSON.parse(readFileSync('package.json', 'utf8'))).toMatchObject({
      name: 'web-shop-monitoring',
      devDependencies: { signalproof: `^${version}` },
    });
  });

  it('leaves nothing of the template in the files', () => {
    const names = /my-?service|namespace[:=] ?['"]default/i;
    for (const { path, content } of initFiles({ name: 'web-shop', namespace: 'shop' }))
      expect([path, names.exec(content)?.[0]]).toEqual([path, undefined]);
  });

  it('refuses to overwrite: names the files, exits with 2, and writes nothing', async () => {
    mkdirSync('services');
    writeFileSync('services/web-shop.ts', 'mine');
    writeFileSync('cdk8s.yaml', 'mine');
    await init('--name', 'web-shop');
    expect(process.exitCode).toBe(2);
    expect(output).toEqual([
      'init: these files already exist: cdk8s.yaml, services/web-shop.ts. Run it in an empty folder, or move the files away.',
    ]);
    expect(written()).toEqual(['cdk8s.yaml', 'services/web-shop.ts']);
  });

  it.each([
    ['a file in place of a folder', () => writeFileSync('services', ''), 'services'],
    ['a link that leads nowhere', () => symlinkSync('nowhere', 'cdk8s.yaml'), 'cdk8s.yaml'],
    ['a link in place of a folder', () => symlinkSync('nowhere', '.github'), '.github'],
  ])('refuses %s, and writes nothing', async (_what, put, name) => {
    put();
    await init();
    expect(process.exitCode).toBe(2);
    expect(output).toEqual([
      `init: these files already exist: ${name}. Run it in an empty folder, or move the files away.`,
    ]);
    expect(readdirSync('.')).toEqual([name]);
  });

  it('leaves an existing package.json unchanged, and lists the scripts to add', async () => {
    writeFileSync('package.json', '{}');
    await init();
    expect(readFileSync('package.json', 'utf8')).toBe('{}');
    expect(output.at(-1)).toContain('\n  "synth": "signalproof synth"\n');
    expect(output.at(-1)).toMatch(
      /\nInstall what the files need: npm install --save-dev signalproof@\^\S+ .*typescript@/,
    );
  });

  it('rejects a name that Kubernetes does not accept', async () => {
    await init('--name', 'Web Shop');
    expect(process.exitCode).toBe(2);
    expect(output).toEqual([
      'init: not a DNS label (name: "Web Shop"). Use at most 63 lower-case letters, digits and hyphens, starting with a letter.',
    ]);
    expect(written()).toEqual([]);
  });
});
