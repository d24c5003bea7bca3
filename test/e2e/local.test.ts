import { existsSync } from 'node:fs';
import stack from '../../monitoring.config';
import { defineEnvironment } from '../../src/catalog/environment';
import { placeServices } from '../../src/catalog/placement';
import { taskApi } from '../../src/stack/services/task-api';
import { overviewDashboard } from '../../src/dashboards/overview-dashboard';
import { panelQueries, resolved } from '../../src/dashboards/panel-queries';
import { serviceDashboards } from '../../src/dashboards/service-dashboards';
import { localCommand } from '../../src/local/command';
import { query } from '../../src/local/observation';
import { speedUpText } from '../../src/local/rule-files';
import { LocalRun } from '../../src/local/run';
import { TRAFFIC } from '../../src/local/traffic';
import { print } from '../../src/promql/print';
import { queriesOf } from '../../src/outputs/queries/queries';
import { isRunning } from '../local/is-running';
import { stackFolder, type StackFolder } from './stack-folder';
import { anEnvironment } from '../support/catalog';
import { startHttpSink, type HttpSink } from '../support/notification-sinks';
import { PATIENCE, SELDOM, until } from '../support/until';

const SPEED = 60;
const [placed] = placeServices([taskApi], defineEnvironment(anEnvironment));

/** First queries of every introduction to Prometheus. */
const FIRST_QUERIES = [
  'sum(rate(task_api_requests_total[5m]))',
  'sum(rate(task_api_requests_total[5m])) by (service)',
  'sum(rate(task_api_requests_total{status=~"5.."}[5m])) / sum(rate(task_api_requests_total[5m])) * 100',
  'histogram_quantile(0.50, sum(rate(task_api_request_duration_seconds_bucket[5m])) by (le))',
  'histogram_quantile(0.95, sum(rate(task_api_request_duration_seconds_bucket[5m])) by (le))',
  'histogram_quantile(0.99, sum(rate(task_api_request_duration_seconds_bucket[5m])) by (le))',
  'sum(rate(container_cpu_usage_seconds_total{namespace="default"}[5m])) by (pod)',
  'task_api:requests:rate5m',
  'task_api:errors:rate5m',
  'task_api:latency_p95:5m',
];

let folder: StackFolder;
let sink: HttpSink;
let steady: LocalRun;

beforeAll(async () => {
  folder = stackFolder();
  sink = await startHttpSink();
});

afterAll(async () => {
  await steady?.stop();
  await sink?.stop();
  folder?.remove();
});

/**
 * Milliseconds to watch a run for alerts that must not fire: 12 minutes on the clock of the rules, so any alert would
 * have been pending for long enough. Watching for less finds less, and never fails.
 */
const WATCHED = 12_000;

/**
 * Watches a run for unexpected alerts, and until nothing differs from the traffic profile. Some series have data only
 * after the first failing request, which a busy machine sends late.
 */
async function settled(run: LocalRun): Promise<void> {
  const start = Date.now();
  await until(
    'the first failing request',
    async () => (await run.look()).requests! >= TRAFFIC.steady.failEvery,
    SELDOM,
  );
  await until(
    () => `a run without differences (${run.recorder.differences().join(', ')})`,
    async () => {
      await run.look();
      return run.recorder.differences().length === 0 && Date.now() - start > WATCHED;
    },
    SELDOM,
  );
}

describe('the manifests, run on this machine with steady traffic', () => {
  beforeAll(async () => {
    steady = await LocalRun.start({
      folder: folder.path,
      traffic: 'steady',
      speed: SPEED,
      programs: stack.local,
    });
    await steady.begin();
    await settled(steady);
  });

  it('have every target up, every rule healthy and recording, and no alert', () => {
    expect(steady.recorder.differences()).toEqual([]);
    expect(steady.expectation.recordings.length).toBeGreaterThan(40);
    expect(steady.expectation.recordings.filter(({ needsCluster }) => needsCluster.length > 0)).toEqual([]);
  });

  it.each(FIRST_QUERIES)('answer %s', async (promql) => {
    const found = await query(steady.urls.prometheus, promql);
    expect(found.length).toBeGreaterThan(0);
    for (const { value } of found) expect(value).toBeGreaterThanOrEqual(0);
  });

  it('answer the output of npm run queries', async () => {
    const empty: string[] = [];
    for (const { title, query: asked, recorded } of queriesOf(placed!))
      for (const expr of [asked, ...(recorded === undefined ? [] : [recorded])]) {
        const { text } = speedUpText(print(expr.expr), { speed: SPEED, real: 0, shown: 0 });
        if ((await query(steady.urls.prometheus, text)).length === 0) empty.push(`${title}: ${text}`);
      }
    expect(empty).toEqual([]);
  });

  it('have data for every panel of every dashboard', async () => {
    const dashboards = [...serviceDashboards(placed!), overviewDashboard([placed!])];
    const empty = new Set<string>();
    expect(dashboards.flatMap(panelQueries).length).toBeGreaterThan(30);
    for (const dashboard of dashboards)
      for (const { panel, expr } of panelQueries(dashboard)) {
        const asked = resolved(expr, dashboard, { $__interval: '5m', $__rate_interval: '5m' });
        const { text } = speedUpText(asked, { speed: SPEED, real: 0, shown: 0 });
        if ((await query(steady.urls.prometheus, text)).length === 0) empty.add(`${panel}: ${asked}`);
      }
    expect([...empty]).toEqual([]);
  });

  it('have the labels of Kubernetes discovery on the series of the pod', async () => {
    const [series] = await query(
      steady.urls.prometheus,
      'task_api_requests_total{endpoint="/tasks", method="GET", status="200"}',
    );
    expect(series!.labels).toMatchObject({
      namespace: 'default',
      job: 'task-api',
      service: 'task-api',
      pod: 'task-api-5d8f7c9b4-x2xbb',
      container: 'task-api',
      port: 'http',
      endpoint: '/tasks',
    });
  });

  it('leave no process or folder behind when the run stops', async () => {
    const { pids, folder: used } = steady;
    expect(pids.length).toBeGreaterThan(3);
    await steady.stop();
    expect(existsSync(used)).toBe(false);
    for (const pid of pids) expect(await isRunning(pid)).toBe(false);
  });
});

// After the other run, which would take half of the machine from it.
describe('the manifests, run on this machine with failing requests', () => {
  const lines: string[] = [];
  let code: number;

  beforeAll(async () => {
    code = await localCommand(
      {
        folder: folder.path,
        traffic: 'errors',
        speed: SPEED,
        programs: stack.local,
        notify: sink.url,
        once: { seconds: 15, graceSeconds: PATIENCE / 1000 },
      },
      { print: (line) => lines.push(line), signal: new AbortController().signal },
    );
  });

  it('fire the burn-rate alert, and no other', () => {
    // Three lines, so that a failure shows the differences.
    expect(lines.slice(-3).join('\n')).toMatch(
      /^Matches the errors traffic profile: 1 target up, \d+ rules healthy, alerts: TaskApiErrorBudgetBurn\.$/m,
    );
    expect(code).toBe(0);
  });

  it('notify the receiver through the real Alertmanager, with all labels of the alert', () => {
    const messages = sink.bodies('/on-call').map((body) => JSON.parse(body) as Message);
    const alerts = messages.flatMap((message) => message.alerts);
    expect(alerts.find(({ labels }) => labels['long'] === '1h')).toMatchObject({
      status: 'firing',
      labels: {
        alertname: 'TaskApiErrorBudgetBurn',
        severity: 'critical',
        slo: 'availability',
        namespace: 'default',
        job: 'task-api',
        service: 'task-api',
        team: 'tasks',
        cluster: 'test',
        prometheus: 'monitoring/prometheus-kube-prometheus-prometheus',
      },
    });
    expect(alerts.map(({ labels }) => labels['severity'])).not.toContain('warning');
  });
});

interface Message {
  readonly alerts: readonly { readonly status: string; readonly labels: Readonly<Record<string, string>> }[];
}
