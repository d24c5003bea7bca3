import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

const DOCKERFILE = readFileSync(join(resolve(__dirname, '..', '..', '..'), 'Dockerfile'), 'utf8');
const images = [...DOCKERFILE.matchAll(/^FROM (\S+)/gm)].map(([, image]) => image!);

describe('the base image', () => {
  it('is pinned by version and digest, once, in a FROM that Dependabot can renew', () => {
    const [base, ...stages] = images;
    expect(base).toMatch(/^node:\d+\.\d+\.\d+-bookworm-slim@sha256:[0-9a-f]{64}$/);
    expect(stages).toEqual(['node', 'node']);
    expect(DOCKERFILE).toContain(`FROM ${base} AS node\n`);
  });

  it('is the tag whose digest the comment says how to ask for', () => {
    expect(DOCKERFILE).toContain(`imagetools inspect ${images[0]!.split('@')[0]} `);
  });
});
