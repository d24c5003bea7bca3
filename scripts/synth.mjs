/**
 * `npm run synth`: synthesizes into dist/, or into the folder given by `-- --output FOLDER`.
 *
 * The cdk8s CLI empties its output folder before it starts. Here it works beside the real one, which is replaced only
 * when synthesis has succeeded: a wrong line never leaves the repository without manifests.
 */
import { existsSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { cdk8sSynth, ROOT } from './cdk8s.mjs';

const [option, value, ...rest] = process.argv.slice(2);
if (
  (option !== undefined && option !== '--output' && option !== '-o') ||
  (option && !value) ||
  rest.length > 0
) {
  console.error(
    `npm run synth: does not know ${process.argv.slice(2).join(' ')}; use npm run synth -- --output FOLDER`,
  );
  process.exit(1);
}

const folder = resolve(value ?? join(ROOT, 'dist'));
const foreign =
  existsSync(folder) && readdirSync(folder).find((name) => !/^(.*\.k8s\.yaml|helm)$/.test(name));
if (foreign) {
  console.error(
    `npm run synth: ${folder} holds ${foreign}, which synthesis did not write; name a folder of its own`,
  );
  process.exit(1);
}
const staged = `${folder}.next`;
const status = cdk8sSynth(staged);
if (status !== 0) {
  rmSync(staged, { recursive: true, force: true });
  console.error(`Nothing was written; ${relative(ROOT, folder)} is as it was.`);
  process.exit(status);
}
rmSync(folder, { recursive: true, force: true });
renameSync(staged, folder);
for (const file of readdirSync(folder, { recursive: true, withFileTypes: true }))
  if (file.isFile()) console.log(relative(ROOT, join(file.parentPath, file.name)));
