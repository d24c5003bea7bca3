import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FIXTURE_CONFIG, runCli } from '../support/cli';

const ENGLISH_ERROR =
  /^environment.*: "staging"\)\. Use one of dev, prod, or add it to the environments of the stack\.$/;

const synth = (variables: Readonly<Record<string, string>>, ...args: readonly string[]) =>
  runCli(['synth', '--config', FIXTURE_CONFIG, ...args], { variables });

let scratch: string;
let output: string;
beforeEach(() => {
  scratch = mkdtempSync(join(tmpdir(), 'synth-'));
  output = join(scratch, 'out');
});
afterEach(() => rmSync(scratch, { recursive: true }));

// Each test starts the program.
jest.setTimeout(60_000);

describe('signalproof synth', () => {
  it('writes an environment into a folder, and replaces what was there', () => {
    mkdirSync(output);
    writeFileSync(join(output, 'gone.k8s.yaml'), 'old');
    const { status, stdout, stderr } = synth({ STACK_ENV: 'prod' }, '--output', output);
    expect([status, stderr]).toEqual([0, '']);
    const written = readdirSync(output);
    expect(written).toEqual(
      expect.arrayContaining([
        '00-namespaces.k8s.yaml',
        'helm',
        'order-api-monitoring.k8s.yaml',
        'order-api.k8s.yaml',
      ]),
    );
    expect(written).not.toContain('gone.k8s.yaml');
    expect(stdout).toContain('order-api.k8s.yaml\n');
    expect(readdirSync(scratch)).toEqual(['out']);
  });

  it('prefers --environment over STACK_ENV', () => {
    synth({ STACK_ENV: 'staging' }, '--output', output, '--environment', 'prod');
    expect(readFileSync(join(output, 'order-api.k8s.yaml'), 'utf8')).toContain('namespace: order-api\n');
  });

  it('uses the image that an environment variable names', () => {
    synth({ ORDER_API_IMAGE: 'registry.example.com/order-api:2.0.0' }, '--output', output);
    expect(readFileSync(join(output, 'order-api.k8s.yaml'), 'utf8')).toContain(
      'image: registry.example.com/order-api:2.0.0\n',
    );
  });

  it('rejects wrong input in one sentence with exit code 1, and leaves the output unchanged', () => {
    mkdirSync(output);
    writeFileSync(join(output, 'kept.k8s.yaml'), 'old');
    const { status, stderr } = synth({ STACK_ENV: 'staging' }, '--output', output);
    expect(status).toBe(1);
    const [sentence, kept, ...more] = stderr.trimEnd().split('\n');
    expect(sentence).toMatch(ENGLISH_ERROR);
    expect(kept).toBe(`Nothing was written; ${output} is unchanged.`);
    expect(more).toEqual([]);
    expect(readdirSync(scratch)).toEqual(['out']);
    expect(readdirSync(output)).toEqual(['kept.k8s.yaml']);
  });

  it.each([
    ['thesis.tex', 'thesis.tex'],
    ['a values file of another name', 'helm/mine.yaml'],
    ['a manifest in another folder', 'other/mine.k8s.yaml'],
  ])('does not replace a folder that holds %s', (_, file) => {
    mkdirSync(join(output, file, '..'), { recursive: true });
    writeFileSync(join(output, file), '');
    const { status, stderr } = synth({}, '--output', output);
    expect(status).toBe(1);
    expect(stderr).toContain(
      `output folder ${output}: the folder has a file that synthesis did not write (--output: "${file}"). Use a folder of its own for the output.\n`,
    );
    expect(existsSync(join(output, file))).toBe(true);
  });

  it('does not replace a file', () => {
    writeFileSync(output, 'text');
    expect(synth({}, '--output', output).status).toBe(1);
    expect(readFileSync(output, 'utf8')).toBe('text');
  });

  it('rejects an unknown option', () => {
    const { status, stderr } = synth({}, '--folder', output);
    expect([status, stderr]).toEqual([1, "error: unknown option '--folder'\n"]);
  });

  it('writes into the folder of the cdk8s CLI when that runs it', () => {
    mkdirSync(output);
    expect(synth({ CDK8S_OUTDIR: output }).status).toBe(0);
    expect(readdirSync(output)).toContain('order-api-monitoring.k8s.yaml');
  });
});
