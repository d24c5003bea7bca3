import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runCli } from '../support/cli';

const folder = mkdtempSync(join(tmpdir(), 'diff-cli-'));
afterAll(() => rmSync(folder, { recursive: true }));

const rules = (
  matcher: string,
  summary = 'No target answers.',
): string => `apiVersion: monitoring.coreos.com/v1
kind: PrometheusRule
metadata: {name: shop, namespace: monitoring, labels: {release: prometheus}}
spec:
  groups:
    - name: shop
      rules:
        - alert: ShopDown
          expr: max by (job) (up{${matcher}}) == 0
          for: 5m
          labels: {severity: critical}
          annotations: {summary: "${summary}"}
`;

const git = (...args: readonly string[]) =>
  execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@example.com', ...args], { cwd: folder });

const write = (text: string): void => {
  mkdirSync(join(folder, 'dist'), { recursive: true });
  writeFileSync(join(folder, 'dist', 'rules.yaml'), text);
};

const commit = (text: string, message: string): void => {
  write(text);
  git('add', '.');
  git('commit', '-q', '-m', message);
};

const diff = (...args: readonly string[]) => runCli(['diff', ...args], { cwd: folder });

beforeAll(() => {
  git('init', '-q', '-b', 'main');
  commit(rules('job="shop"'), 'Watch the shop');
  git('tag', 'base');
  commit(rules('job="shop", zone="a"'), 'Watch one zone');
  git('tag', 'silenced');
  commit(rules('job="shop", zone="a"', 'Nothing answers.'), 'Reword\n\nSilences: ShopDown');
  git('tag', 'acknowledged');
});

describe('signalproof diff', () => {
  it('rejects a revision whose files git cannot read', () => {
    commit(rules('job="gone"'), 'Lose the object');
    const id = git('rev-parse', 'HEAD:dist/rules.yaml').toString().trim();
    rmSync(join(folder, '.git', 'objects', id.slice(0, 2), id.slice(2)));
    const { status, stdout, stderr } = diff('base', 'HEAD');
    git('reset', '-q', '--soft', 'acknowledged');
    expect([status, stdout, stderr]).toEqual([
      2,
      '',
      'revision HEAD: git cannot read a file of the revision (file: "dist/rules.yaml"). Run git fsck, or clone the repository again without --filter.\n',
    ]);
  });

  it('fails for a change that silences an alert, with a counterexample', () => {
    const { status, stdout, stderr } = diff('base', 'silenced', '--tests', join(folder, 'tests'));
    expect([status, stderr]).toEqual([1, '']);
    expect(stdout).toContain('Silenced:\n  ShopDown: after the change of its expression, it ');
    expect(stdout).toContain('promtool test rules test.yml');
    expect(readFileSync(join(folder, 'tests', '01-ShopDown', 'run.sh'), 'utf8')).toContain(
      '(cd before && promtool test rules test.yml)',
    );
    expect(existsSync(join(folder, 'tests', '01-ShopDown', 'after', 'rules.yml'))).toBe(true);
  });

  it('accepts what a trailer of a commit acknowledges', () => {
    const { status, stdout } = diff('base', 'acknowledged');
    expect(status).toBe(0);
    expect(stdout).toContain(' (acknowledged)');
    expect(stdout).toContain('Other text:\n  ShopDown: changed: annotation summary.');
  });

  it('compares a revision with the folder of the working tree, and accepts --allow', () => {
    write(rules('job="shop", zone="b"'));
    expect(diff('acknowledged').status).toBe(1);
    expect(diff('acknowledged', '--allow', 'ShopDown').status).toBe(0);
  });

  it('prints Markdown and JSON', () => {
    expect(diff('base', 'silenced', '-f', 'markdown').stdout).toContain('| **Silenced** | ShopDown | ');
    const { fails, effects } = JSON.parse(diff('base', 'silenced', '-f', 'json').stdout);
    expect([fails, effects[0].kind, effects[0].alert, Object.keys(effects[0].proof.before)]).toEqual([
      true,
      'silenced',
      'ShopDown',
      ['test.yml', 'rules.yml'],
    ]);
  });

  it.each([
    [
      ['nowhere', 'base'],
      'diff: neither a file, a folder nor a git revision ("nowhere"). Name two folders with manifests, or two revisions such as origin/main and HEAD.',
    ],
    [
      ['base', 'silenced', '--path', 'other'],
      'revision base: the revision has no manifests in this folder (--path: "other"). Name the folder with rendered manifests with --path.',
    ],
    [
      ['base', 'silenced', '--allow', 'ShopDow'],
      'diff: neither side has an alert of this name (--allow: "ShopDow"). Use ShopDown.',
    ],
  ])('%j is wrong usage', (args, message) => {
    const { status, stderr } = diff(...args);
    expect([status, stderr.trim()]).toEqual([2, message]);
  });

  it('rejects manifests that cannot be read', () => {
    write('a: [');
    const { status, stderr } = diff('base', join(folder, 'dist'));
    expect([status, stderr.split('\n').length]).toEqual([2, 2]);
    expect(stderr).toContain('rules.yaml');
  });
});
