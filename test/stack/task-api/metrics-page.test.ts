import { lockFolder } from '../../../src/stack/task-api/storage/folder-lock';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { admits } from '../../../src/metrics/labels';
import { contractSeriesBound } from '../../../src/metrics/contract';
import { taskApiMetrics } from '../../../src/stack/task-api/metrics';
import { parseConfiguration, type Variables } from '../../../src/stack/task-api/configuration';
import { expectedRequests } from '../../../src/stack/task-api/responses';
import { startTaskApi, type TaskApi } from '../../../src/stack/task-api/start';
import { binary } from '../../support/binaries';
import { startPostgres, type PostgresServer } from '../../support/postgres';
import { until } from './served';

let server: PostgresServer;
let shared: TaskApi;
let apart: TaskApi;

const start = (variables: Variables) =>
  startTaskApi(
    parseConfiguration({
      HOST: '127.0.0.1',
      PORT: '0',
      LOG_LEVEL: 'silent',
      DATABASE_URL: server.url,
      VERSION: '1.2.3',
      REVISION: 'c0ffee',
      ...variables,
    }),
  );

beforeAll(async () => {
  server = await startPostgres();
  // Both at once, on an empty database.
  [shared, apart] = await Promise.all([start({}), start({ METRICS_PORT: '0' })]);
  for (const { url } of [shared, apart]) await until(async () => (await fetch(`${url}/readyz`)).ok);
});
afterAll(async () => {
  await Promise.all([shared.close(), apart.close()]);
  await server.stop();
});

interface Sample {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

/** A metric as the page has it. */
interface Family {
  readonly help: string;
  readonly type: string;
  readonly samples: readonly Sample[];
}

async function page(
  url: string,
): Promise<{ readonly contentType: string | null; readonly families: ReadonlyMap<string, Family> }> {
  const response = await fetch(url, {
    headers: { accept: 'application/openmetrics-text;q=0.9,text/plain;q=0.1' },
  });
  const blocks = (await response.text()).trimEnd().split('\n\n');
  const families = blocks.map((block): [string, Family] => {
    const [helpLine, typeLine, ...lines] = block.split('\n');
    const [, name, help] = /^# HELP (\S+) (.*)$/.exec(helpLine!)!;
    const [, type] = /^# TYPE \S+ (\w+)$/.exec(typeLine!)!;
    return [name!, { help: help!, type: type!, samples: lines.map(toSample) }];
  });
  return { contentType: response.headers.get('content-type'), families: new Map(families) };
}

function toSample(line: string): Sample {
  const [, name, labels = '', value] = /^(\w+)(?:\{(.*)\})? (\S+)$/.exec(line)!;
  const pairs = [...labels.matchAll(/(\w+)="([^"]*)"/g)].map(([, label, text]) => [label!, text!] as const);
  return { name: name!, labels: Object.fromEntries(pairs), value: Number(value) };
}

test('has every metric of the contract, with its kind and help text, and no other of its prefix', async () => {
  const { families } = await page(shared.metricsUrl);
  const own = [...families].filter(([name]) => name.startsWith('task_api'));
  expect(own.map(([name, { help, type }]) => [name, type, help])).toEqual(
    Object.values(taskApiMetrics).map(({ name, kind, help }) => [name, kind, help]),
  );
});

test('has the labels of the contract on every series, with values that it allows', async () => {
  const { families } = await page(shared.metricsUrl);
  const wrong = Object.values(taskApiMetrics).flatMap(({ name, labels }) =>
    families.get(name)!.samples.filter((sample) => {
      const { le: _ofTheHistogram, ...own } = sample.labels;
      const names = Object.keys(own).toSorted().join();
      const declared = Object.entries(labels).toSorted();
      return (
        names !== declared.map(([label]) => label).join() ||
        declared.some(([label, values]) => !admits(values, own[label]!))
      );
    }),
  );
  expect(wrong).toEqual([]);
});

test('has the buckets of the contract', async () => {
  const { name, buckets } = taskApiMetrics.requestDuration;
  const { samples } = (await page(shared.metricsUrl)).families.get(name)!;
  const bounds = new Set(samples.map(({ labels }) => labels['le']).filter((le) => le !== undefined));
  expect([...bounds]).toEqual([...buckets.map(String), '+Inf']);
});

test('has every expected request at 0 before the first one, and the running version', async () => {
  const { families } = await page(apart.metricsUrl);
  const requests = families.get('task_api_requests_total')!.samples;
  expect(requests).toEqual(
    expectedRequests().map((labels) => ({ name: 'task_api_requests_total', labels, value: 0 })),
  );
  expect(families.get('task_api_request_duration_seconds')!.samples.every(({ value }) => value === 0)).toBe(
    true,
  );
  expect(families.get('task_api_requests_in_flight')!.samples).toEqual([
    { name: 'task_api_requests_in_flight', labels: {}, value: 0 },
  ]);
  expect(families.get('task_api_build_info')!.samples).toEqual([
    { name: 'task_api_build_info', labels: { version: '1.2.3', revision: 'c0ffee' }, value: 1 },
  ]);
});

test('stays within the series that the catalog leaves to the contract and to the runtime', async () => {
  const { families } = await page(shared.metricsUrl);
  const series = [...families].map(
    ([name, { samples }]) => [name.startsWith('task_api'), samples.length] as const,
  );
  const count = (own: boolean) =>
    series.reduce((sum, [isOwn, samples]) => (isOwn === own ? sum + samples : sum), 0);
  expect(count(true)).toBeLessThanOrEqual(contractSeriesBound(taskApiMetrics));
  expect(count(false)).toBeGreaterThan(20);
  expect(count(false)).toBeLessThanOrEqual(200);
});

test('passes promtool check metrics', async () => {
  const input = await (await fetch(shared.metricsUrl)).text();
  const { status, stderr } = spawnSync(binary('promtool'), ['check', 'metrics'], { input, encoding: 'utf8' });
  expect([status, stderr]).toEqual([0, '']);
});

test('is in the text format with its full Content-Type, also for a scraper that accepts OpenMetrics', async () => {
  const { contentType } = await page(shared.metricsUrl);
  expect(contentType).toBe('text/plain; version=0.0.4; charset=utf-8');
});

test('is the only page on its port when it has one', async () => {
  expect(apart.metricsUrl).not.toContain(apart.url);
  expect((await page(apart.metricsUrl)).families.has('task_api_requests_total')).toBe(true);
  const statuses = [
    `${apart.url}/metrics`,
    apart.metricsUrl.replace('/metrics', '/tasks'),
    apart.url + '/tasks',
  ];
  expect(await Promise.all(statuses.map(async (url) => (await fetch(url)).status))).toEqual([404, 404, 200]);
});

test('counts neither scrapes nor probes, on any port', async () => {
  const api = await start({ METRICS_PORT: '0' });
  const sum = async () =>
    (await page(api.metricsUrl)).families
      .get('task_api_requests_total')!
      .samples.reduce((all, { value }) => all + value, 0);
  try {
    await until(async () => (await fetch(`${api.url}/readyz`)).ok);
    for (const path of ['/metrics', '/healthz', '/readyz']) await fetch(api.url + path);
    // The page is written a few times a second only: once a later request is on it, the others would be, too.
    await fetch(`${api.url}/tasks`);
    await until(async () => (await sum()) > 0);
    expect(await sum()).toBe(1);
  } finally {
    await api.close();
  }
});

test('a port in use is reported in one sentence', async () => {
  const { port } = new URL(shared.url);
  await expect(start({ PORT: port })).rejects.toThrow(
    `environment variable: the server cannot listen here: EADDRINUSE (PORT: ${port}). Free the port, or use another.`,
  );
});

test('a data folder that another process uses is reported in one sentence', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'task-api-'));
  const unlock = await lockFolder(folder);
  try {
    await expect(start({ DATABASE_URL: '', DATA_DIR: folder })).rejects.toThrow(
      `embedded storage: the folder is in use by process ${process.pid}`,
    );
  } finally {
    await unlock();
    rmSync(folder, { recursive: true });
  }
});
