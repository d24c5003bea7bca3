import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { kubernetesObject, mapOf } from '../../../src/kubernetes/object';
import { binary } from '../../support/binaries';
import { cure } from '../../support/cure';
import { contracts } from '../expressions/shop';
import { WRONG_QUERIES } from './queries';

test('promtool accepts every rule with its fix', () => {
  const folder = mkdtempSync(join(tmpdir(), 'cured-'));
  const files = WRONG_QUERIES.map(([check, text], index) => {
    const specs = cure(text, { contracts })
      .documents.map((document) => kubernetesObject(document)!)
      .filter(({ kind }) => kind === 'PrometheusRule')
      .map(({ fields }) => mapOf(fields['spec']));
    const file = `${index}-${check}.yaml`;
    writeFileSync(join(folder, file), stringify(specs[0]));
    return file;
  });
  const run = spawnSync(binary('promtool'), ['check', 'rules', ...files], { cwd: folder, encoding: 'utf8' });
  rmSync(folder, { recursive: true });
  expect(run.stderr).toBe('');
});
