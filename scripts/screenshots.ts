/**
 * `npm run screenshots`: takes the pictures of README.md from a running stack. Needs Prometheus, Alertmanager and
 * Chromium (Debian: prometheus, prometheus-alertmanager, chromium).
 */
import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';

const ROOT = process.cwd();
const IMAGES = join(ROOT, 'docs', 'images');
const CLI = ['--import', 'tsx', join(ROOT, 'src', 'cli', 'main.ts')];

/** Long enough for the burn rate alerts to fire and for every panel to have data. */
const RUN_SECONDS = 60;

/** Lines of the terminal that the picture shows. */
const TERMINAL_LINES = 9;

async function main(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'screenshots-'));
  const local = spawn(process.execPath, [...CLI, 'local', '--traffic', 'errors'], { cwd: ROOT });
  try {
    const output = collected(local);
    await sleep(RUN_SECONDS * 1000);
    const [, prometheus] = /Prometheus\b.*?(http:\/\/127\.0\.0\.1:\d+)/.exec(output()) ?? [];
    if (prometheus === undefined) throw new Error(`the stack did not start:\n${output()}`);
    const dashboards = join(folder, 'dashboards.html');
    const options = ['--prometheus', prometheus, '--last', `${RUN_SECONDS}s`, '--output', dashboards];
    execFileSync(process.execPath, [...CLI, 'dashboards', ...options], { cwd: ROOT });
    const terminal = join(folder, 'local.html');
    writeFileSync(terminal, terminalPage(output()));
    mkdirSync(IMAGES, { recursive: true });
    picture(folder, dashboards, 'dashboards.png', '1600,720');
    picture(folder, terminal, 'local.png', '1000,420');
  } finally {
    const ended = new Promise((resolve) => local.once('close', resolve));
    local.kill('SIGINT');
    await ended;
    rmSync(folder, { recursive: true, force: true });
  }
}

/** What a program has printed so far. */
function collected(child: ChildProcess): () => string {
  let text = '';
  for (const stream of [child.stdout, child.stderr])
    stream?.on('data', (data: Buffer) => {
      text += data.toString();
    });
  return () => text;
}

function terminalPage(output: string): string {
  const lines = ['$ npm run local -- --traffic errors', ...output.split('\n').slice(0, TERMINAL_LINES)];
  const text = lines.join('\n').replaceAll('&', '&amp;').replaceAll('<', '&lt;');
  const style =
    'margin:0;padding:16px;background:#111;color:#ddd;font:13px/1.5 monospace;white-space:pre-wrap';
  return `<!doctype html><meta charset="utf-8"><body style="margin:0;background:#111"><pre style="${style}">${text}</pre>`;
}

function picture(folder: string, page: string, name: string, size: string): void {
  execFileSync('chromium', [
    ...[
      '--headless',
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--hide-scrollbars',
    ],
    ...['--disable-background-networking', '--disable-component-update', '--disable-sync'],
    `--user-data-dir=${join(folder, 'chromium')}`,
    `--window-size=${size}`,
    `--screenshot=${join(IMAGES, name)}`,
    pathToFileURL(page).href,
  ]);
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
