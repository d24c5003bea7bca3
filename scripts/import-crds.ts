/**
 * Generates `imports/` from the custom resource definitions of prometheus-operator.
 *
 *   npm run import                     from the pinned release
 *   npm run import -- PATH             from a file, or a folder of files, with the same definitions
 */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseAllDocuments, stringify } from 'yaml';
import { fieldShapes, type Definition } from './field-shapes';

/** The operator that the pinned chart installs; `release` in the header of the generated file. */
const OPERATOR_VERSION = 'v0.93.1';
const RELEASE_FILE = `https://github.com/prometheus-operator/prometheus-operator/releases/download/${OPERATOR_VERSION}/stripped-down-crds.yaml`;

/** What the doctor compares manifests with. */
const FIELDS = join(import.meta.dirname, '..', 'imports', 'monitoring.coreos.com.fields.ts');

/** The kinds this project writes. The classes of all kinds would be thousands of generated lines without a caller. */
const KINDS = ['PrometheusRule', 'ServiceMonitor'];

async function main(): Promise<void> {
  const [path] = process.argv.slice(2);
  const definitions = definitionsIn(path === undefined ? await download(RELEASE_FILE) : read(path));
  const wanted = KINDS.map((kind) => {
    const found = definitions.find(({ spec }) => spec.names.kind === kind);
    if (found === undefined)
      throw new Error(
        `${path ?? RELEASE_FILE} does not define ${kind}; take it from the operator's release file`,
      );
    return found;
  });
  writeFileSync(FIELDS, fieldShapes(definitions, OPERATOR_VERSION));
  const folder = mkdtempSync(join(tmpdir(), 'crds-'));
  try {
    // The CLI writes one module for an API group and would overwrite it with a second file: give it one file.
    const file = join(folder, 'crds.yaml');
    writeFileSync(file, wanted.map((definition) => stringify(definition)).join('---\n'));
    execFileSync(
      'cdk8s',
      [
        'import',
        file,
        '--language',
        'typescript',
        '--output',
        'imports',
        '--no-save',
        '--check-upgrade=false',
      ],
      { stdio: 'inherit' },
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function download(url: string): Promise<string> {
  const advice = 'download it elsewhere and run "npm run import -- PATH"';
  const response = await fetch(url).catch((error: unknown) => {
    throw new Error(`${url} is not reachable (${String(error)}); ${advice}`);
  });
  if (!response.ok)
    throw new Error(`${url} responded with ${response.status} ${response.statusText}; ${advice}`);
  return response.text();
}

function read(path: string): string {
  if (!existsSync(path)) throw new Error(`${path} not found; name a file or folder with the definitions`);
  if (!statSync(path).isDirectory()) return readFileSync(path, 'utf8');
  const files = readdirSync(path).filter((name) => /\.ya?ml$/.test(name));
  return files.map((name) => readFileSync(join(path, name), 'utf8')).join('\n---\n');
}

function definitionsIn(text: string): readonly Definition[] {
  return parseAllDocuments(text)
    .map((document) => document.toJS() as Definition | null)
    .filter((definition): definition is Definition => definition?.kind === 'CustomResourceDefinition');
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
