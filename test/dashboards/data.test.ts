import type { Dashboard } from '@grafana/grafana-foundation-sdk/dashboard';
import { allServices } from '../fixtures/stack/index';
import { findEnvironment } from '../fixtures/stack/index';
import { isDeployed, placeServices } from '../../src/catalog/placement';
import { overviewDashboard } from '../../src/dashboards/overview-dashboard';
import { dashboardsPage } from '../../src/dashboards/page/page';
import type { QueryRunner } from '../../src/dashboards/page/query-runner';
import { panelQueries, panelsOf, resolved } from '../../src/dashboards/panel-queries';
import { serviceDashboards } from '../../src/dashboards/service-dashboards';
import { startSamplePrometheus, type SamplePrometheus } from './sample-prometheus';

const placed = placeServices(allServices, findEnvironment('dev'));
const orderApi = placed.filter(isDeployed).find(({ name }) => name === 'order-api')!;
const dashboards = [...serviceDashboards(orderApi), overviewDashboard([orderApi])];

const WINDOWS = { $__interval: '5m', $__rate_interval: '5m' };
const STEP = 300_000;

let prometheus: SamplePrometheus;
beforeAll(async () => {
  prometheus = await startSamplePrometheus(orderApi, 4);
});
afterAll(() => prometheus?.server.stop());

/** Panels whose queries have no result in a Prometheus that has their data. */
async function emptyPanels(dashboard: Dashboard): Promise<readonly string[]> {
  const { server, start, end } = prometheus;
  const empty: string[] = [];
  for (const { panel, refId, expr, instant } of panelQueries(dashboard)) {
    const query = resolved(expr, dashboard, WINDOWS);
    const found = instant
      ? (await server.query(query, end)).result
      : await server.range(query, start + (end - start) / 2, end, STEP);
    if (found.length === 0 || found.some(({ values }) => values.some(([, value]) => value === 'NaN')))
      empty.push(`${panel} ${refId}: ${query}`);
  }
  return empty;
}

describe('on a Prometheus with some hours of the Order API and its exporters', () => {
  it.each(dashboards.map((dashboard) => [dashboard.title!, dashboard] as const))(
    'every panel of "%s" has data',
    async (_title, dashboard) => {
      expect(panelsOf(dashboard).length).toBeGreaterThan(5);
      expect(await emptyPanels(dashboard)).toEqual([]);
    },
  );

  it('they can be drawn without Grafana, with data in every panel', async () => {
    const { server, end } = prometheus;
    const queries: QueryRunner = {
      range: (expr, from, to, step) => server.range(expr, from * 1000, to * 1000, step * 1000),
      instant: async (expr, at) => (await server.query(expr, at * 1000)).result,
    };
    const page = await dashboardsPage(dashboards, queries, end / 1000, 3600);
    const panels = dashboards.flatMap(panelsOf);
    expect(page.match(/class="panel"/g)).toHaveLength(panels.length);
    expect(page).not.toContain('class="empty"');
    expect(page).not.toMatch(/NaN|undefined/);
    for (const { title } of panels) expect(page).toContain(`<div class="title">${title}</div>`);
  });
});
