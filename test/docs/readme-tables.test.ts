import { alertTable } from '../../scripts/alert-table';
import { readmeTables } from '../../scripts/readme-tables';
import type { EnvironmentProps } from '../../src/catalog/environment';
import { defineService, type Service } from '../../src/catalog/service';
import { defineStack } from '../../src/catalog/stack';
import { contract } from '../../src/metrics/contract';
import { counter } from '../../src/metrics/metric';
import { fixtureStack } from '../fixtures/stack/index';
import { environments } from '../fixtures/stack/environments';
import { orderApi } from '../fixtures/stack/order-api';

type Environments = Readonly<Record<string, Omit<EnvironmentProps, 'name'>>>;

/** A service that something else deploys, without golden signals or objectives. */
const worker = defineService({
  name: 'worker',
  team: 'shop',
  port: 9000,
  metrics: contract({ jobs: counter('worker_jobs_total', { help: 'Jobs done' }) }),
  workload: 'external',
});

/** An environment without receivers, and one with two. */
const [lab, live] = [environments['dev']!, environments['prod']!].map((props) => ({
  ...props,
  workloads: {},
})) as [Environments[string], Environments[string]];
const stackOf = (services: readonly Service[], placed: Environments) =>
  defineStack({ services, environments: placed });

describe('the table of alerts', () => {
  const lines = alertTable(fixtureStack).split('\n');

  it('has a row for objectives that share an alert, with its receivers', () => {
    expect(lines).toContain(
      '| `OrderApiErrorBudgetBurn` | 10% of an error budget is used up in 3d | availability, latency | warning | team-channel | [error-budget-burn.md](docs/runbooks/error-budget-burn.md) |',
    );
  });

  it('lists critical alerts first', () => {
    const severities = lines.slice(2).map((line) => line.split(' | ')[3]!);
    expect([...new Set(severities)]).toEqual(['critical', 'warning', 'info']);
    expect(severities.lastIndexOf('critical')).toBeLessThan(severities.indexOf('warning'));
  });

  const head = (placed: Environments) => alertTable(stackOf([worker], placed)).split('\n')[0];

  it('has a column for each environment with receivers, whatever its name', () => {
    expect(head({ lab, live, backup: { ...live, cluster: 'backup' } })).toBe(
      '| Alert | Fires when | Objectives | Severity | Notifies (live) | Notifies (backup) | Runbook |',
    );
  });

  it('has no such column when no environment has receivers', () => {
    expect(head({ lab })).toBe('| Alert | Fires when | Objectives | Severity | Runbook |');
  });

  it('shows an alert without a receiver as a dash', () => {
    const [critical] = live.receivers!.filter(({ severities }) => severities.includes('critical'));
    const stack = stackOf([worker], {
      live: {
        ...live,
        receivers: [{ ...critical!, name: 'pager', severities: ['critical'] }],
      },
    });
    expect(alertTable(stack)).toContain('| warning | - | [target-down.md]');
  });
});

describe('the generated parts of README.md', () => {
  it('draw the chain of a service that something else deploys', () => {
    const { chain, recordings } = readmeTables(stackOf([worker], { lab }));
    expect(chain).toContain('ServiceMonitor monitoring/worker');
    expect(recordings).toBe('No recording rules: no service has golden signals or objectives.');
  });

  it('link to the dashboards that synthesis writes', () => {
    const { dashboards } = readmeTables(stackOf([worker], { lab }));
    expect(dashboards).toContain('(dist/dashboard-services-overview.k8s.yaml)');
    expect(dashboards).toContain('(dist/dashboard-worker-signals.k8s.yaml)');
    expect(dashboards).not.toContain('worker-slo');
  });

  it('work without objectives', () => {
    const service = defineService({ ...orderApi, name: 'orders', slos: [] });
    const { recordings, alerts } = readmeTables(stackOf([service], { lab }));
    expect(recordings).toContain('`orders:requests:rate5m`');
    expect(recordings).not.toContain('slo');
    expect(alerts).not.toContain('ErrorBudgetBurn');
  });

  it('work without services', () => {
    const { chain, alerts, recordings, dashboards } = readmeTables(stackOf([], { lab }));
    expect(alerts).toBe('No alerts: the stack has no services.');
    expect(recordings).toBe('No recording rules: no service has golden signals or objectives.');
    expect(chain).toContain('Prometheus monitoring');
    expect(dashboards).toBe('No dashboards: the stack has no services.');
  });
});
