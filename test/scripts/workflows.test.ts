import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parse } from 'yaml';

const WORKFLOWS = resolve(__dirname, '..', '..', '.github', 'workflows');

interface Workflow {
  readonly permissions: object;
  readonly jobs: Readonly<
    Record<
      string,
      { readonly 'timeout-minutes'?: number; readonly steps: readonly { readonly uses?: string }[] }
    >
  >;
}

describe.each(readdirSync(WORKFLOWS))('%s', (file) => {
  const text = readFileSync(join(WORKFLOWS, file), 'utf8');
  const { permissions, jobs } = parse(text) as Workflow;

  it('uses actions by their commit, with the version beside it', () => {
    const uses = Object.values(jobs).flatMap(({ steps }) => steps.flatMap((step) => step.uses ?? []));
    expect(uses.length).toBeGreaterThan(0);
    for (const each of uses) expect(each).toMatch(/^[\w-]+\/[\w-]+@[0-9a-f]{40}$/);
    expect(text.match(/uses: \S+ # v\d+\.\d+\.\d+$/gm)).toHaveLength(uses.length);
  });

  it('limits the time of every job, and only reads unless a job needs more', () => {
    for (const job of Object.values(jobs)) expect(job['timeout-minutes']).toBeLessThanOrEqual(40);
    expect(permissions).toEqual({ contents: 'read' });
  });
});
