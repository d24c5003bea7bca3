import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parse } from 'yaml';
import { publish, type PullRequest } from '../../scripts/github-comments';

const ROOT = resolve(__dirname, '../..');

interface Request {
  readonly method: string;
  readonly url: string;
  readonly token: string | undefined;
  readonly body: string | undefined;
}

/** The comments API of GitHub, as far as the action uses it. */
class GitHub {
  readonly requests: Request[] = [];
  comments: { readonly id: number; body: string }[] = [];
  status: Partial<Record<string, number>> = {};
  private readonly server: Server = createServer((request, response) => {
    let text = '';
    request.on('data', (chunk: Buffer) => (text += chunk.toString()));
    request.on('end', () => {
      const { method = '', url = '', headers } = request;
      const body = text === '' ? undefined : (JSON.parse(text) as { readonly body: string }).body;
      this.requests.push({ method, url, token: headers.authorization, body });
      response.statusCode = this.status[method] ?? (method === 'POST' ? 201 : 200);
      response.end(JSON.stringify(response.statusCode >= 400 ? {} : this.answer(method, url, body)));
    });
  });

  private answer(method: string, url: string, body = ''): unknown {
    const page = Number(new URL(url, 'http://x').searchParams.get('page'));
    if (method === 'GET') return this.comments.slice((page - 1) * 100, page * 100);
    if (method === 'POST') {
      const comment = { id: this.comments.length + 1, body };
      this.comments.push(comment);
      return comment;
    }
    const known = this.comments.find(({ id }) => url.endsWith(`/comments/${id}`))!;
    known.body = body;
    return known;
  }

  async start(): Promise<PullRequest> {
    this.server.listen(0, '127.0.0.1');
    await once(this.server, 'listening');
    const api = `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
    return { api, token: 't0ken', repository: 'shop/monitoring', number: 7 };
  }

  stop(): void {
    this.server.closeAllConnections();
    this.server.close();
  }
}

let github: GitHub;
let target: PullRequest;
let folder: string;
beforeEach(async () => {
  github = new GitHub();
  target = await github.start();
  folder = mkdtempSync(join(tmpdir(), 'action-'));
});
afterEach(() => {
  github.stop();
  rmSync(folder, { recursive: true });
});

test('a pull request gets one comment, which is updated', async () => {
  github.comments = [{ id: 99, body: 'Looks good, <!-- signalproof doctor --> and all' }];
  expect(await publish(target, 'doctor', 'first', true)).toBe('created');
  expect(await publish(target, 'doctor', 'second', true)).toBe('updated');
  expect(await publish(target, 'doctor', 'second', true)).toBe('unchanged');
  expect(await publish(target, 'staging', 'other', true)).toBe('created');
  expect(github.comments.map(({ body }) => body)).toEqual([
    expect.stringContaining('Looks good'),
    '<!-- signalproof doctor -->\nsecond',
    '<!-- signalproof staging -->\nother',
  ]);
  expect(new Set(github.requests.map(({ token }) => token))).toEqual(new Set(['Bearer t0ken']));
  expect(github.requests[0]!.url).toBe('/repos/shop/monitoring/issues/7/comments?per_page=100&page=1');
});

test('the comment is found behind many others', async () => {
  github.comments = Array.from({ length: 250 }, (_, id) => ({ id, body: 'x' }));
  github.comments.push({ id: 250, body: '<!-- signalproof doctor -->\nold' });
  expect(await publish(target, 'doctor', 'new', false)).toBe('updated');
  expect(github.comments).toHaveLength(251);
});

test('nothing is written where there is nothing to say, and findings that are gone are', async () => {
  expect(await publish(target, 'doctor', 'no problems found', false)).toBe('not needed');
  await publish(target, 'doctor', 'one error', true);
  expect(await publish(target, 'doctor', 'no problems found', false)).toBe('updated');
});

test('a long report is cut to what GitHub takes', async () => {
  await publish(target, 'doctor', 'x'.repeat(100_000), true);
  expect(github.comments[0]!.body.length).toBeLessThanOrEqual(65_536);
});

test('a token that may not write is no error, other answers are, without the token', async () => {
  github.status = { POST: 403 };
  expect(await publish(target, 'doctor', 'x', true)).toBe('forbidden');
  github.status = { POST: 500 };
  await expect(publish(target, 'doctor', 'x', true)).rejects.toThrow(
    'GitHub answered 500 on creating the comment.',
  );
  github.status = { GET: 404 };
  await expect(publish(target, 'doctor', 'x', true)).rejects.toThrow(
    'GitHub answered 404 on reading the comments.',
  );
});

const run = async (command: string, args: readonly string[], env: Readonly<Record<string, string>>) => {
  const child = spawn(command, args, { cwd: folder, env: { PATH: process.env['PATH'], ...env } });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const [code] = (await once(child, 'close')) as [number];
  return { code, output };
};

test('the steps of the action run on a folder elsewhere, and comment', async () => {
  writeFileSync(
    join(folder, 'a rule.yaml'),
    'apiVersion: monitoring.coreos.com/v1\nkind: PrometheusRule\nmetadata: { name: "a\\n::error::b" }\nspec:\n  groups:\n    - name: a\n      rules:\n        - alert: A\n          expr: up >\n',
  );
  const outputs = join(folder, 'outputs');
  const env = { GITHUB_ACTION_PATH: ROOT, RUNNER_TEMP: folder, GITHUB_OUTPUT: outputs };
  const doctor = await run('bash', [join(ROOT, 'scripts/action-doctor.sh')], {
    ...env,
    INPUT_PATHS: 'a rule.yaml\n',
    INPUT_VALUES: '',
    INPUT_SUPPRESSIONS: '',
    INPUT_BASELINE: '',
    INPUT_FAIL_ON: 'error',
  });
  expect(doctor.output).toMatch(/^::error file=a rule.yaml,line=8,title=promql-syntax/m);
  expect(doctor.output).not.toMatch(/^\s*::error::b/m);
  const values = Object.fromEntries(
    readFileSync(outputs, 'utf8')
      .trim()
      .split('\n')
      .map((line) => line.split('=') as [string, string]),
  );
  expect(values).toMatchObject({ 'exit-code': '1', findings: 'true' });
  expect(JSON.parse(readFileSync(values['sarif']!, 'utf8'))).toMatchObject({ version: '2.1.0' });
  const event = join(folder, 'event.json');
  writeFileSync(event, JSON.stringify({ pull_request: { number: 7 } }));
  const comment = await run(
    join(ROOT, 'node_modules/.bin/tsx'),
    [join(ROOT, 'scripts/pull-request-comment.ts'), values['markdown']!, 'doctor', values['findings']!],
    {
      TSX_TSCONFIG_PATH: join(ROOT, 'tsconfig.json'),
      GITHUB_API_URL: target.api,
      GITHUB_TOKEN: 't0ken',
      GITHUB_REPOSITORY: 'shop/monitoring',
      GITHUB_EVENT_PATH: event,
    },
  );
  expect(comment).toEqual({ code: 0, output: 'Comment created.\n' });
  expect(github.comments[0]!.body).toMatch(/^<!-- signalproof doctor -->\n## signalproof doctor\n/);
  expect(github.comments[0]!.body).toContain('### error `promql-syntax`');
});

test('a comparison with a revision is a comment of its own, and fails for what is silenced', async () => {
  const git = (...args: readonly string[]) =>
    execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@example.com', ...args], { cwd: folder });
  const write = (expr: string) =>
    writeFileSync(
      join(folder, 'rules.yaml'),
      `apiVersion: monitoring.coreos.com/v1\nkind: PrometheusRule\nmetadata: { name: a, labels: { release: prometheus } }\nspec: { groups: [{ name: a, rules: [{ alert: A, expr: '${expr}', labels: { severity: critical } }] }] }\n`,
    );
  git('init', '-q', '-b', 'main');
  write('up == 0');
  git('add', '.');
  git('commit', '-q', '-m', 'Watch');
  const compare = async (name: string) => {
    const outputs = join(folder, name);
    await run('bash', [join(ROOT, 'scripts/action-diff.sh')], {
      GITHUB_ACTION_PATH: ROOT,
      RUNNER_TEMP: folder,
      GITHUB_OUTPUT: outputs,
      INPUT_DIFF: 'main',
      INPUT_DIFF_PATH: 'rules.yaml',
      INPUT_VALUES: '',
      INPUT_MAX_DELAY: '5m',
      INPUT_FAIL_ON: 'error',
    });
    return readFileSync(outputs, 'utf8').trim().split('\n');
  };
  expect((await compare('unchanged')).slice(0, 2)).toEqual(['exit-code=0', 'needed=false']);
  write('up{zone="a"} == 0');
  const [code, needed, markdown] = await compare('changed');
  expect([code, needed]).toEqual(['exit-code=1', 'needed=true']);
  expect(readFileSync(markdown!.replace('markdown=', ''), 'utf8')).toContain('| **Silenced** | A |');
});

describe('action.yml', () => {
  interface Step {
    readonly uses?: string;
    readonly run?: string;
    readonly shell?: string;
  }
  const action = parse(readFileSync(join(ROOT, 'action.yml'), 'utf8')) as {
    readonly inputs: Readonly<Record<string, { readonly description: string; readonly default: string }>>;
    readonly runs: { readonly using: string; readonly steps: readonly Step[] };
  };

  it('pins actions by commit, and puts no input into the text of a script', () => {
    expect(action.runs.using).toBe('composite');
    for (const { uses, run: script = '', shell } of action.runs.steps) {
      if (uses !== undefined) expect(uses).toMatch(/^[\w-]+\/[\w/-]+@[0-9a-f]{40}$/);
      else expect(shell).toBe('bash');
      expect(script).not.toContain('${{');
    }
  });

  it('has every input documented', () => {
    const page = readFileSync(join(ROOT, 'docs/doctor-in-teams.md'), 'utf8');
    for (const [name, input] of Object.entries(action.inputs))
      expect(page).toContain(
        `| \`${name}\` | ${input.default === '' || name === 'token' ? '' : `\`${input.default}\``}`,
      );
  });

  it('runs scripts that bash can read', () => {
    for (const script of ['action-doctor.sh', 'action-diff.sh'])
      expect(() => execFileSync('bash', ['-n', join(ROOT, 'scripts', script)])).not.toThrow();
  });
});
