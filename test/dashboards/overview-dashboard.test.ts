import { overviewDashboard } from '../../src/dashboards/overview-dashboard';
import { MOST_LISTED } from '../../src/dashboards/overview-state';
import { panelQueries, panelsOf } from '../../src/dashboards/panel-queries';
import { children, type Expr } from '../../src/promql/expr';
import { parse } from '../../src/promql/parse';
import { aSignalledContract, anSlo } from '../support/catalog';
import { placedService } from './examples';

const { metrics, signals } = aSignalledContract;
const shop = placedService({ metrics, signals, slos: [anSlo] });
const cart = placedService({ name: 'cart' });

const titles = (...services: readonly (typeof shop)[]) =>
  panelsOf(overviewDashboard(services)).map(({ title }) => title);
const columns = (panel: string, ...services: readonly (typeof shop)[]) => {
  const { transformations } = panelsOf(overviewDashboard(services)).find(({ title }) => title === panel)!;
  return Object.values(transformations!.find(({ id }) => id === 'organize')!.options.renameByName);
};

const depth = (expr: Expr): number => 1 + Math.max(0, ...children(expr).map(depth));

describe('the overview', () => {
  it('shows the state of all services, and of all their budgets', () => {
    expect(titles(shop, cart)).toEqual([
      'Services in the stack',
      'Services without a healthy target',
      'Pages',
      'Tickets',
      'Least budget left',
      'Services',
      'Objectives',
      'Budgets spent most',
    ]);
    expect(columns('Services', shop, cart)).toEqual([
      'Cluster',
      'Namespace',
      'Service',
      'Targets up',
      'Pages',
      'Tickets',
      'Requests',
      'Failed',
      'Least budget left',
    ]);
    expect(columns('Objectives', shop, cart)).toEqual([
      'Cluster',
      'Namespace',
      'Service',
      'Objective',
      'Objective target',
      'Budget left',
      'Burn rate',
      'Exhausted in',
      'Coverage',
    ]);
  });

  it('leaves out what no service has', () => {
    expect(titles(cart)).not.toContain('Objectives');
    expect(columns('Services', cart)).toEqual([
      'Cluster',
      'Namespace',
      'Service',
      'Targets up',
      'Pages',
      'Tickets',
    ]);
  });

  it('shows a service whose series have another job under its name', () => {
    const moved = { ...placedService({ name: 'cart', metrics, signals, slos: [anSlo] }), job: 'shop/cart' };
    const dashboard = overviewDashboard([shop, moved]);
    expect(dashboard.templating.list!.find(({ name }) => name === 'services')).toMatchObject({
      query: 'shop|cart|shop/cart',
    });
    const renamed = panelQueries(dashboard).filter(({ expr }) =>
      expr.includes('"job", "cart", "job", "shop/cart")'),
    );
    expect(new Set(renamed.map(({ panel }) => panel))).toEqual(
      new Set([
        'Services without a healthy target',
        'Pages',
        'Tickets',
        'Least budget left',
        'Services',
        'Objectives',
        'Budgets spent most',
      ]),
    );
  });

  it('names all services in one variable, and again only where each has a row of its own', () => {
    const dashboard = overviewDashboard([shop, cart]);
    expect(dashboard.templating.list!.find(({ name }) => name === 'services')).toMatchObject({
      query: 'shop|cart',
      hide: 2,
    });
    const naming = panelQueries(dashboard).filter(({ expr }) => expr.includes('shop'));
    expect(naming.map(({ panel, refId }) => `${panel} ${refId}`)).toEqual([
      'Services without a healthy target A',
      'Services A',
    ]);
    expect(JSON.stringify(dashboard).match(/shop/g)).toHaveLength(1 + naming.length);
  });

  it('leads to the dashboards of the service in the row, by name or by the hash of a long one', () => {
    const long = placedService({ name: 'a-b-c-d-e-f-g-h-i-j-k-l-m-n-o-p-q-r' });
    const dashboard = overviewDashboard([shop, long]);
    expect(JSON.stringify(dashboard)).toContain(
      '/d/${__data.fields.uid_stem}-signals?${datasource:queryparam}&var-cluster=${__data.fields.environment}&var-namespace=${__data.fields.Namespace}&',
    );
    const { expr } = panelQueries(dashboard).find(({ panel }) => panel === 'Services')!;
    expect(expr).toContain('avg by (cluster, namespace, job) (up{cluster=~"$cluster", job=~"$services"})');
    expect(expr.slice(expr.indexOf('"uid_stem"'))).toBe(
      '"uid_stem", "$1", "job", "(.{1,32})"), "uid_stem", "a-b-c-d-e-f-g-h-i-j-k-l-17723e4c", "job", "a-b-c-d-e-f-g-h-i-j-k-l-m-n-o-p-q-r")',
    );
  });

  it('describes which alerts it counts', () => {
    const described = panelsOf(overviewDashboard([shop]));
    expect(described.find(({ title }) => title === 'Pages')!.description).toBe(
      'Firing critical alerts about these services. Each of them needs a person now.',
    );
  });

  it('stays small and flat with a thousand services', () => {
    const many = Array.from({ length: 1000 }, (_, index) => placedService({ name: `service-${index}` }));
    const dashboard = overviewDashboard(many);
    expect(JSON.stringify(dashboard).length).toBeLessThan(250_000);
    const { expr } = panelQueries(dashboard).find(({ panel }) => panel === 'Services')!;
    expect(depth(parse(expr.replaceAll('$cluster', '.*')))).toBeLessThan(30);
  });

  it('reads what the rules of every service recorded, by the end of its name', () => {
    const { expr } = panelQueries(overviewDashboard([shop])).find(
      ({ panel }) => panel === 'Least budget left',
    )!;
    expect(expr).toBe(
      'min(last_over_time({cluster=~"$cluster", __name__=~".+:slo_error_budget:remaining", job=~"$services"}[10m]))',
    );
  });

  it('does not list more services than one expression can hold, and stays far below the size of a ConfigMap', () => {
    const services = (count: number) =>
      Array.from({ length: count }, (_, index) => placedService({ name: `service-${index}` }));
    const size = (count: number) => JSON.stringify(overviewDashboard(services(count))).length;
    expect(size(MOST_LISTED + 1)).toBeLessThan(size(MOST_LISTED) / 2);
    expect(size(10_000)).toBeLessThan(1_048_576 / 2);
  });
});
