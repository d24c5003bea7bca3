import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { renderStack } from '../../src/synth/synthesize';
import { allServices, findEnvironment } from '../fixtures/stack/index';
import { cliProgram, FIXTURE_CONFIG, runProgram } from '../support/cli';
import { objectsIn, type Manifest } from '../support/manifests';

const ROOT = join(__dirname, '..', '..');

let scratch: string;
beforeEach(() => {
  scratch = mkdtempSync(join(tmpdir(), 'cdk8s-'));
});
afterEach(() => rmSync(scratch, { recursive: true }));

describe('cdk8s synth --stdout', () => {
  const cdk8s = (cwd: string, ...args: readonly string[]) =>
    runProgram(
      [
        join(ROOT, 'node_modules', 'cdk8s-cli', 'bin', 'cdk8s'),
        'synth',
        '--stdout',
        '--check-upgrade=false',
        ...args,
      ],
      { cwd },
    );

  it('streams only objects and leaves dist/ alone', () => {
    const kept = join(scratch, 'dist', 'kept.k8s.yaml');
    mkdirSync(join(kept, '..'));
    writeFileSync(kept, 'old');
    const app = `${process.execPath} ${cliProgram()} synth --config ${FIXTURE_CONFIG}`;
    const { status, stdout } = cdk8s(scratch, '--app', app);
    expect(status).toBe(0);
    const { files } = renderStack(allServices, findEnvironment('dev'));
    expect(objectsIn(stdout).map(nameOf).toSorted()).toEqual(
      files
        .filter(({ path }) => path.endsWith('.k8s.yaml'))
        .flatMap(({ content }) => objectsIn(content).map(nameOf))
        .toSorted(),
    );
    expect(readdirSync(join(scratch, 'dist'))).toEqual(['kept.k8s.yaml']);
    expect(readFileSync(kept, 'utf8')).toBe('old');
  });

  it('streams the objects of dist/ in this repository', () => {
    const dist = join(ROOT, 'dist');
    const files = readdirSync(dist).filter((name) => name.endsWith('.k8s.yaml'));
    const { status, stdout } = cdk8s(ROOT);
    expect(status).toBe(0);
    expect(objectsIn(stdout).map(nameOf).toSorted()).toEqual(
      files.flatMap((file) => objectsIn(readFileSync(join(dist, file), 'utf8')).map(nameOf)).toSorted(),
    );
    // The CLI would empty dist/ if cdk8s.yaml named it as the output.
    expect(readdirSync(dist)).toEqual(expect.arrayContaining(files));
  });
});

const nameOf = ({ kind, metadata }: Manifest): string => `${kind} ${metadata.namespace}/${metadata.name}`;
