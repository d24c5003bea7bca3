import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

const ROOT = join(__dirname, '..', '..');

function queries(...args: readonly string[]) {
  const { STACK_ENV: _unset, ...env } = process.env;
  return spawnSync(process.execPath, ['--import', 'tsx', 'src/cli/main.ts', 'queries', ...args], {
    cwd: ROOT,
    env,
    encoding: 'utf8',
  });
}

// Each test starts the program, which takes most of a second, more on a busy machine.
jest.setTimeout(30_000);

describe('npm run queries', () => {
  it('prints the queries of the Task API in the default environment', () => {
    const { status, stdout } = queries();
    expect(status).toBe(0);
    expect(stdout).toContain('\n# recorded\ntask_api:errors:rate5m{namespace="default"}\n');
  });

  it('prints those of another environment in another format', () => {
    const { stdout } = queries('task-api', '--environment', 'prod', '--format', 'json');
    expect(JSON.parse(stdout)[0].recorded).toBe('task_api:requests:rate5m{namespace="task-api"}');
  });

  it.each([
    [
      ['shop'],
      /^catalog: service is not in the list \(got "shop"\); use one of .*task-api.*, or add it to src\/stack\/services\/index.ts\n$/,
    ],
    [
      ['--environment', 'staging'],
      /^environment: name is not in the list \(got "staging"\); use one of dev, prod, or add it to src\/stack\/environments.ts\n$/,
    ],
    [
      ['--format', 'yaml'],
      /^error: option '-f, --format <format>' argument 'yaml' is invalid. Allowed choices are text, json, markdown.\n$/,
    ],
  ])('asked for %j says what there is, and exits with 1', (args, message) => {
    const { status, stderr } = queries(...args);
    expect(status).toBe(1);
    expect(stderr).toMatch(message);
  });
});
