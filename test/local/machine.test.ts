import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { localAlerting, startSink } from '../../src/local/notifications';
import { Processes } from '../../src/local/processes';
import { parseVersion, requireProgram } from '../../src/local/programs';
import { ancestors } from '../../src/cli/stop-signal';
import { terminal } from '../../src/local/terminal';
import { PATIENCE, until } from '../support/until';
import { isRunning } from './is-running';

const clock = { speed: 60, real: 0, shown: 0 };

describe('programs', () => {
  it('that are missing are reported with the way to install them', () => {
    expect(() => requireProgram('alertmanager', () => undefined)).toThrow(
      'program alertmanager: not found on PATH. Run "apt-get install prometheus-alertmanager" on Debian or Ubuntu, or put the release from https://prometheus.io/download/ on PATH.',
    );
  });

  it('have a version', () => {
    expect(parseVersion('prometheus, version 3.5.0 (branch: HEAD)')).toEqual([3, 5]);
    expect(() => parseVersion('hello')).toThrow(
      'program prometheus: its --version prints no version number (--version: "hello"). Put a Prometheus of version 2.42 or newer on PATH.',
    );
  });
});

describe('processes of a run', () => {
  it('end with the removal of the folder when the run stops, also when it is stopped twice', async () => {
    const processes = new Processes();
    const { pid } = processes.start({ name: 'sleep', command: '/bin/sleep', args: ['100'] });
    expect(processes.pids).toContain(pid);
    await Promise.all([processes.stop(), processes.stop()]);
    expect(existsSync(processes.folder)).toBe(false);
    for (const each of processes.pids) expect(await isRunning(each)).toBe(false);
    expect(() => processes.start({ name: 'late', command: '/bin/sleep', args: ['1'] })).toThrow(
      'late is not started: the run is over',
    );
  });

  it.each([
    [
      'ends',
      ['-c', 'echo no database; exit 1'],
      PATIENCE,
      'local shop: the program ended before it answered (process: "no database"). Fix the error in its log.',
    ],
    [
      'does not answer',
      ['-c', 'echo waiting; sleep 100'],
      500,
      'local shop: the program did not answer within 0.5 s (process: "waiting"). Fix the error in its log.',
    ],
  ])(
    'that %s instead of becoming ready is reported with the end of its log',
    async (_what, args, patience, message) => {
      const processes = new Processes();
      const shop = processes.start({ name: 'shop', command: '/bin/sh', args });
      const log = join(processes.folder, 'shop.log');
      const neverReady = () => until('its log', () => readFileSync(log, 'utf8') !== '').then(() => false);
      await expect(processes.ready(shop, neverReady, patience)).rejects.toThrow(message);
      expect(processes.ended(shop).message).toMatch(
        /^local shop: the program ended \(process: "[^"]+"\)\. Fix the error in its log\.$/,
      );
      await processes.stop();
    },
  );

  it('that cannot be started are reported', async () => {
    const processes = new Processes();
    expect(() => processes.start({ name: 'shop', command: '/nowhere', args: [] })).toThrow(
      'local shop: the program cannot be started (process: "/nowhere"). Fix the error in its log.',
    );
    await processes.stop();
  });
});

describe('Alertmanager', () => {
  it('has the routes of the values, and posts to this machine instead of notifying people', () => {
    const config = {
      route: { receiver: 'null', group_wait: '30s' },
      receivers: [
        { name: 'null' },
        { name: 'on call', pagerduty_configs: [{ routing_key_file: '/secret' }] },
      ],
      templates: ['/etc/alertmanager/config/*.tmpl'],
    };
    const values = { alertmanager: { config, templateFiles: { 'stack.tmpl': 'text' } } };
    expect(localAlerting(values, 'http://127.0.0.1:1', '/run', clock)).toEqual({
      config: {
        route: { receiver: 'null', group_wait: '500ms' },
        receivers: [
          { name: 'null', webhook_configs: [{ url: 'http://127.0.0.1:1/null', send_resolved: true }] },
          {
            name: 'on call',
            webhook_configs: [{ url: 'http://127.0.0.1:1/on%20call', send_resolved: true }],
          },
        ],
        templates: ['/run/config/*.tmpl'],
      },
      templates: { 'config/stack.tmpl': 'text' },
      notes: [
        'Every receiver posts to http://127.0.0.1:1 instead of its real destination: null, on call.',
        'In a cluster, receiver null sends no notification: it has no integration configured.',
      ],
    });
  });

  it("has the chart's default receiver when the values configure none", () => {
    expect(localAlerting({}, 'http://127.0.0.1:1', '/run', clock)).toMatchObject({
      config: { route: { receiver: 'null' }, receivers: [{ name: 'null' }] },
      notes: [
        'Every receiver posts to http://127.0.0.1:1 instead of its real destination: null.',
        'The values configure no receivers, so the chart sends no notifications.',
      ],
    });
  });

  it('posts to a server that accepts its messages and no others', async () => {
    const sink = await startSink();
    const message = { receiver: 'a', status: 'firing', alerts: [{ status: 'firing', labels: { a: 'b' } }] };
    const post = async (body: string) => (await fetch(sink.url, { method: 'POST', body })).status;
    expect([await post(JSON.stringify(message)), await post('{}'), await post('?')]).toEqual([200, 400, 400]);
    expect(sink.received).toEqual([message]);
    await sink.close();
  });
});

describe('a terminal', () => {
  it('draws a table over the previous one, and cuts lines that are too long', () => {
    const written: string[] = [];
    const output = { isTTY: true, columns: 6, write: (text: string) => written.push(text) };
    const { print, redraw } = terminal(output);
    print('hello');
    redraw!(['one two', 'b']);
    redraw!(['c']);
    expect(written).toEqual(['hello\n', 'one t\nb\n', '\u001b[2A\u001b[Jc\n']);
  });

  it('of unknown width shows whole lines', () => {
    const written: string[] = [];
    terminal({ isTTY: true, columns: 0, write: (text: string) => written.push(text) }).redraw!(['one two']);
    expect(written).toEqual(['one two\n']);
  });

  it('cannot redraw when output goes to a file', () => {
    expect(terminal({ write: () => true }).redraw).toBeUndefined();
  });

  it('has the processes that started this one, up to three generations', () => {
    const parents = new Map([
      [process.ppid, 30],
      [30, 20],
      [20, 10],
    ]);
    expect(ancestors((pid) => parents.get(pid))).toEqual([process.ppid, 30, 20]);
    expect(ancestors(() => 1)).toEqual([process.ppid]);
    expect(ancestors(() => undefined)).toEqual([process.ppid]);
  });
});
