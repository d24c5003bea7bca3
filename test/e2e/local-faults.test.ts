import { createServer, type Server, type ServerResponse } from 'node:http';
import stack from '../../monitoring.config';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import { taskApi } from '../../src/stack/services/task-api';
import { pageCheckCommand } from '../../src/page-check/command';
import { readSource } from '../../src/page-check/source';
import { checks } from '../../src/doctor/checks/index';
import { diagnose } from '../../src/doctor/diagnose';
import { readFiles } from '../../src/doctor/sources/files';
import type { Finding } from '../../src/findings/finding';
import { query } from '../../src/local/observation';
import { parseTarget } from '../../src/local/options';
import { LocalRun } from '../../src/local/run';
import { RIGHT as ORDER_PAGE } from '../page-check/right-page';
import { ENGINE } from '../support/engines';
import { SELDOM, until } from '../support/until';
import { stackFolder, type StackFolder } from './stack-folder';

/** The right page of the fixture, under the names of the Task API. */
const RIGHT = ORDER_PAGE.replaceAll('order_api', 'task_api').replaceAll('/orders', '/tasks');

/** Faults, one for each pod. */
const FAULTS = ['healthy', 'killed', 'slow', 'broken', 'mislabelled', 'incomplete'] as const;
type Fault = (typeof FAULTS)[number];

/**
 * Speed-up factor. A scrape may take 1.5 s, which a healthy page needs on no machine; at 60 it would be half a second.
 */
const SPEED = 20;

/** Milliseconds that the slow page takes, and that the contract check waits for a page: both above the scrape timeout. */
const SLOW = 10_000;
const CHECK_TIMEOUT = 5000;

const TEXT = 'text/plain; version=0.0.4; charset=utf-8';

const ANSWERS: Readonly<Record<Fault, (response: ServerResponse) => void>> = {
  healthy: (response) => response.setHeader('Content-Type', TEXT).end(RIGHT),
  killed: (response) => response.setHeader('Content-Type', TEXT).end(RIGHT),
  slow: (response) => {
    void wait(SLOW, undefined, { ref: false }).then(() =>
      response.setHeader('Content-Type', TEXT).end(RIGHT),
    );
  },
  broken: (response) => response.writeHead(500).end('no page'),
  mislabelled: (response) => response.setHeader('Content-Type', 'text/html').end(RIGHT),
  incomplete: (response) => response.setHeader('Content-Type', TEXT).end(RIGHT.replace(',status="200"', '')),
};

let folder: StackFolder;
let servers: Readonly<Record<Fault, Server>>;
let run: LocalRun;
let findings: readonly Finding[];

const urlOf = (fault: Fault): string => `http://127.0.0.1:${(servers[fault].address() as AddressInfo).port}`;
const urls = {} as Record<Fault, string>;

beforeAll(async () => {
  folder = stackFolder();
  const started = FAULTS.map(async (fault) => {
    const server = createServer((_request, response) => ANSWERS[fault](response)).listen(0, '127.0.0.1');
    await once(server, 'listening');
    return [fault, server] as const;
  });
  servers = Object.fromEntries(await Promise.all(started)) as typeof servers;
  for (const fault of FAULTS) urls[fault] = urlOf(fault);
  run = await LocalRun.start({
    folder: folder.path,
    traffic: 'steady',
    speed: SPEED,
    targets: FAULTS.map((fault) => parseTarget(urls[fault])),
  });
  await run.begin();
  servers.killed.closeAllConnections();
  servers.killed.close();
  await settled();
  const { objects, values } = readFiles([folder.path]);
  const { live } = run.recorder.latest!;
  findings = diagnose(
    { objects, ...(values === undefined ? {} : { values }), live, services: [taskApi] },
    checks.filter(({ id }) => id.startsWith('live-target') || id.startsWith('live-job')),
  ).report.findings;
});

afterAll(async () => {
  await run?.stop();
  for (const server of Object.values(servers ?? {})) {
    server.closeAllConnections();
    server.close();
  }
  folder?.remove();
});

/** Prometheus 2 scrapes whatever the Content-Type says; version 3 fails the scrape. */
const UNSCRAPED: readonly Fault[] = (['killed', 'slow', 'broken', 'mislabelled'] as const).filter(
  (fault) => fault !== 'mislabelled' || ENGINE.version[0] >= 3,
);

/** Watches until exactly the pods that cannot be scraped are down, and the alert fires for each of them. */
async function settled(): Promise<void> {
  const expected = UNSCRAPED.map((fault) => `${urls[fault]}/metrics`).toSorted();
  await until(
    () => `the broken pods (${run.recorder.differences().join(', ')})`,
    async () => {
      await run.look();
      const down = run.recorder.latest!.live.targets.filter(({ health }) => health !== 'up');
      const firing = run.recorder.alerts.filter(
        ({ labels, state }) => labels['alertname'] === 'TaskApiTargetDown' && state === 'firing',
      );
      return (
        firing.length >= UNSCRAPED.length &&
        isDeepStrictEqual(down.map(({ url }) => url).toSorted(), expected)
      );
    },
    SELDOM,
  );
}

const target = (fault: Fault) =>
  run.recorder.latest!.live.targets.find(({ url }) => url === `${urls[fault]}/metrics`)!;
const found = (fault: Fault) =>
  findings
    .filter(({ message: problem }) => problem.includes(urls[fault]))
    .map(({ check, found, expected }) => ({ check, found, expected }));

/** The findings of the contract check, or its error for a page that it cannot read. */
async function contract(fault: Fault): Promise<readonly string[]> {
  try {
    const { findings } = await pageCheckCommand(
      { page: `${urls[fault]}/metrics`, service: stack.placedService('task-api', 'dev') },
      { read: (source) => readSource(source, CHECK_TIMEOUT), wait: () => Promise.resolve() },
    );
    return findings.map(
      ({ severity, check, path: field, message: problem }) => `${severity} ${check}: ${field} ${problem}`,
    );
  } catch (error) {
    return [(error as Error).message];
  }
}

/** Pods with stored requests at this moment. */
const storedPods = async () =>
  (await query(run.urls.prometheus, 'task_api_requests_total')).map(({ labels }) => labels['pod']);

const podOf = (fault: Fault) => target(fault).labels['pod'];

test('a healthy pod is up, and neither the doctor nor the contract check has findings', async () => {
  expect(target('healthy').health).toBe('up');
  expect(found('healthy')).toEqual([]);
  expect(await contract('healthy')).toEqual([]);
  await until('series of the healthy pod', async () => (await storedPods()).includes(podOf('healthy')));
});

test('a killed replica is down, its series end, and one alert reports it', async () => {
  expect(target('killed').health).toBe('down');
  expect(found('killed')).toEqual([
    {
      check: 'live-target-down',
      found: expect.stringContaining('connection refused') as string,
      expected: 'a process that listens on this port of the pod, on all addresses and not only on 127.0.0.1',
    },
  ]);
  expect(await contract('killed')).toEqual([
    `page ${urls.killed}/metrics: the server does not answer (server: "ECONNREFUSED"). Start it, or correct the address.`,
  ]);
  await until('the end of the series', async () => !(await storedPods()).includes(podOf('killed')));
  expect(run.recorder.differences()).toContain(
    `alert TaskApiTargetDown (warning, ${podOf('killed')}): firing, not expected`,
  );
});

test('the target of a page that is slower than the scrape timeout is down', async () => {
  expect(target('slow').health).toBe('down');
  expect(found('slow')).toEqual([
    {
      check: 'live-target-down',
      found: expect.stringContaining('context deadline exceeded') as string,
      expected: 'an answer within the scrape timeout',
    },
  ]);
  expect(await contract('slow')).toEqual([
    `page ${urls.slow}/metrics: the server took longer than 5 seconds, the scrape timeout (answer: "${urls.slow}/metrics"). Make /metrics answer faster.`,
  ]);
});

test('the target of a page that fails is down, with the HTTP status', async () => {
  expect(target('broken')).toMatchObject({
    health: 'down',
    lastError: 'server returned HTTP status 500 Internal Server Error',
  });
  expect(found('broken')).toEqual([
    {
      check: 'live-target-down',
      found: 'server returned HTTP status 500 Internal Server Error',
      expected: 'HTTP status 200',
    },
  ]);
  expect(await contract('broken')).toEqual([
    `page ${urls.broken}/metrics: the HTTP status is not 200, so the scrape fails (status: 500). Correct the path, or what keeps the server from answering.`,
  ]);
});

test('a wrong content type is a target that is down in Prometheus 3; in version 2 only the contract check sees it', async () => {
  const fails = UNSCRAPED.includes('mislabelled');
  expect(target('mislabelled').health).toBe(fails ? 'down' : 'up');
  expect(found('mislabelled')).toEqual(
    fails
      ? [
          {
            check: 'live-target-down',
            found: expect.stringContaining('Content-Type') as string,
            expected: 'Content-Type: text/plain; version=0.0.4, which Prometheus 3 requires',
          },
        ]
      : [],
  );
  expect(await contract('mislabelled')).toEqual([
    expect.stringMatching(
      /^error content-type: Content-Type Prometheus 3 fails the scrape because of the Content-Type, which disables .*TaskApiErrorBudgetBurn\{slo="availability"\}/,
    ),
  ]);
});

test('a missing label leaves the target up and every rule healthy: an alert is pending, and the contract check reports the distorted rules', async () => {
  expect(target('incomplete').health).toBe('up');
  expect(found('incomplete')).toEqual([]);
  expect(run.recorder.latest!.live.rules.filter(({ health }) => health !== 'ok')).toEqual([]);
  expect(await contract('incomplete')).toEqual([
    expect.stringMatching(
      /^error missing-label: label status label status is missing on 1 of 1 series, which .*TaskApiErrorBudgetBurn\{slo="availability"\}/,
    ),
  ]);
});

test('exactly those that cannot be scraped are different from what was expected', () => {
  const differences = run.recorder.differences();
  expect(
    differences
      .filter((line) => line.startsWith('target '))
      .map((line) => line.split(': ')[0])
      .toSorted(),
  ).toEqual(UNSCRAPED.map((fault) => `target ${urls[fault]}/metrics`).toSorted());
  // The alert of each is unexpected too, and that on the label of errors that one pod lacks.
  expect(differences.flatMap((line) => /^alert TaskApi(\w+)/.exec(line)?.[1] ?? []).toSorted()).toEqual([
    'SloDataMissing',
    ...UNSCRAPED.map(() => 'TargetDown'),
  ]);
  expect(differences).toHaveLength(2 * UNSCRAPED.length + 1);
});
