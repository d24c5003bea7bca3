import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Stack } from '../../src/catalog/stack';
import { renderStack } from '../../src/synth/synthesize';
import { objectsIn } from '../support/manifests';

const ROOT = join(__dirname, '..', '..');
const EXAMPLES = join(ROOT, 'examples');
const folders = readdirSync(EXAMPLES, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name);
const withConfig = folders.filter((name) => existsSync(join(EXAMPLES, name, 'monitoring.config.ts')));

describe('examples', () => {
  it.each(withConfig)('%s synthesizes and proves its stack in every environment', async (name) => {
    const { default: stack } = (await import(join(EXAMPLES, name, 'monitoring.config.ts'))) as {
      readonly default: Stack;
    };
    for (const environment of stack.environmentNames) {
      const { files } = renderStack(stack.services, stack.environment(environment));
      for (const service of stack.services)
        expect(files.map(({ path }) => path)).toContain(`${service.name}-monitoring.k8s.yaml`);
    }
  });

  it('existing-chart writes the objects of its chart', () => {
    const folder = mkdtempSync(join(tmpdir(), 'example-'));
    try {
      execFileSync(process.execPath, ['--import', 'tsx', join(EXAMPLES, 'existing-chart', 'main.ts')], {
        cwd: ROOT,
        env: { ...process.env, CDK8S_OUTDIR: folder },
      });
      const [file = ''] = readdirSync(folder);
      expect(objectsIn(readFileSync(join(folder, file), 'utf8')).map(({ kind }) => kind)).toEqual([
        'Deployment',
        'Service',
        'ServiceMonitor',
        'PrometheusRule',
      ]);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('are all covered', () => {
    expect(folders.filter((name) => !withConfig.includes(name))).toEqual(['existing-chart']);
  });
});
