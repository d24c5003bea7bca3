import type { Dashboard } from '@grafana/grafana-foundation-sdk/dashboard';
import { findPlacedService } from '../fixtures/stack/index';
import { panelQueries, panelsOf } from '../../src/dashboards/panel-queries';
import { serviceDashboards } from '../../src/dashboards/service-dashboards';
import { contract } from '../../src/metrics/contract';
import { histogram } from '../../src/metrics/metric';
import { goldenSignals as signalsOf } from '../../src/rules/golden-signals';
import { latencySlo } from '../../src/slo/slo';
import { aSignalledContract, anSlo } from '../support/catalog';
import { placedService } from './examples';

const { metrics, signals } = aSignalledContract;
const [goldenSignals, budgets] = serviceDashboards(findPlacedService('order-api', 'dev')) as [
  Dashboard,
  Dashboard,
];

const rows = ({ panels = [] }: Dashboard) =>
  panels.filter(({ type }) => type === 'row').map(({ title }) => title);
const titles = (dashboard: Dashboard) => panelsOf(dashboard).map(({ title }) => title);
const variables = ({ templating }: Dashboard) => templating.list!.map(({ name }) => name);

/** Where the colours of a panel change. */
function steps(dashboard: Dashboard, title: string) {
  const { defaults } = panelsOf(dashboard).find((panel) => panel.title === title)!.fieldConfig!;
  return defaults.thresholds?.steps.map(({ value, color }) => `${value} ${color}`);
}

function description(dashboard: Dashboard, title: string) {
  return panelsOf(dashboard).find((panel) => panel.title === title)!.description;
}

function exprs(dashboard: Dashboard, title: string) {
  return panelQueries(dashboard).flatMap(({ panel, expr }) => (panel === title ? [expr] : []));
}

describe('the golden signals of the Order API', () => {
  it('go from what is wrong now to why', () => {
    expect(rows(goldenSignals)).toEqual([
      'Now',
      'Traffic and errors',
      'Latency',
      'By endpoint',
      'Saturation',
      'Presence',
    ]);
  });

  it('can be narrowed down to an environment, a namespace and routes', () => {
    expect(variables(goldenSignals)).toEqual(['datasource', 'cluster', 'namespace', 'by_endpoint']);
  });

  it('read what the rules have recorded', () => {
    expect(exprs(goldenSignals, 'Requests per second by endpoint')).toEqual([
      'sum by (endpoint) (order_api:requests:rate5m{cluster=~"$cluster", namespace="$namespace", job="order-api", endpoint=~"$by_endpoint"})',
    ]);
    expect(exprs(goldenSignals, 'CPU cores in use by pod')).toEqual([
      'max by (pod) (order_api:cpu_usage:rate5m{cluster=~"$cluster", namespace="$namespace"})',
    ]);
  });

  it('begin with targets and alerts', () => {
    expect(titles(goldenSignals).slice(0, 7)).toEqual([
      'Targets up',
      'Pages',
      'Tickets',
      'Requests now',
      'Failed requests now',
      'P95 latency now, slowest endpoint',
      'Requests in flight now',
    ]);
  });

  it('promise a page only where all requests together make one', () => {
    const page =
      'Yellow: more requests fail than the objective allows on average. A page fires if all requests together are above red over 1h and 5m.';
    expect(description(goldenSignals, 'Failed requests by endpoint')).toBe(
      `Share of failed requests by endpoint over five minutes. ${page}`,
    );
    expect(description(goldenSignals, 'Failed requests now')).toBe(
      `Share of failed requests over the last five minutes. ${page}`,
    );
  });

  it('weigh the failures of each route by its traffic', () => {
    expect(exprs(goldenSignals, 'Failed requests now')[0]!.replaceAll(/\{[^}]*\}/g, '')).toBe(
      'sum(order_api:errors:rate5m * order_api:requests:rate5m) / (sum(order_api:requests:rate5m) > 0)',
    );
  });

  it('read raw buckets for the heatmap alone, over as long as Grafana thinks right', () => {
    expect(exprs(goldenSignals, 'Latency distribution')).toEqual([
      'sum by (le) (rate(order_api_request_duration_seconds_bucket{cluster=~"$cluster", namespace="$namespace", job="order-api", endpoint=~"$by_endpoint"}[$__rate_interval]))',
    ]);
  });

  it("draw the catalog's lines: 0.1 % errors, the rate that pages, 250 ms, and the limits of alerts", () => {
    expect(steps(goldenSignals, 'Failed requests by endpoint')).toEqual([
      'null transparent',
      '0.1 yellow',
      '1.44 red',
    ]);
    expect(steps(goldenSignals, 'P95 latency by endpoint')).toEqual(['null transparent', '0.25 yellow']);
    expect(steps(goldenSignals, 'Memory in use by pod')).toEqual(['null transparent', '0.9 red']);
    expect(steps(goldenSignals, 'Series by target')).toEqual([
      'null transparent',
      expect.stringMatching(/^\d+ red$/),
    ]);
  });

  it('mark when a version appears', () => {
    expect(goldenSignals.annotations.list).toEqual([
      expect.objectContaining({
        name: 'Deployments',
        expr: expect.stringMatching(
          /^count by \(version, revision\) \(.*\) unless count by \(.*offset 5m\)$/,
        ),
        textFormat: 'version {{version}}, revision {{revision}}',
      }),
    ]);
  });

  it('lead to the error budgets, to all services and to the runbooks', () => {
    expect(goldenSignals.links!.map(({ title, url }) => `${title} ${url}`)).toEqual([
      'error budgets /d/order-api-slo',
      'all services /d/services-overview',
      expect.stringMatching(/^Runbooks https:\/\/.*\/docs\/runbooks$/),
    ]);
  });
});

describe('the error budgets of the Order API', () => {
  it('have a section for each objective, in words', () => {
    expect(rows(budgets)).toEqual([
      'availability: 99.9 % of the requests do not fail, over 30d',
      'latency: 99 % of the requests are answered within 0.25 s, over 30d',
    ]);
  });

  it('show the remaining budget, the burn rate, the time left, and the coverage', () => {
    expect(titles(budgets).filter((title) => title!.startsWith('availability'))).toEqual(
      [
        'budget left',
        'error rate',
        'burn rate',
        'exhausted in',
        'coverage',
        'events',
        'bad events',
        'burn rate over 1h and 5m',
        'burn rate over 6h and 30m',
        'burn rate over 1d and 2h',
        'burn rate over 3d and 6h',
        'budget over time',
        'events per minute',
        'bad events per minute',
      ].map((title) => `availability: ${title}`),
    );
  });

  it('draw the line at which each pair of windows makes an alert fire', () => {
    expect(steps(budgets, 'availability: burn rate over 1h and 5m')).toEqual([
      'null transparent',
      '14.4 red',
    ]);
    expect(steps(budgets, 'availability: burn rate over 6h and 30m')).toEqual(['null transparent', '6 red']);
    expect(steps(budgets, 'availability: burn rate over 1d and 2h')).toEqual([
      'null transparent',
      '3 yellow',
    ]);
    expect(steps(budgets, 'availability: burn rate over 3d and 6h')).toEqual([
      'null transparent',
      '1 yellow',
    ]);
    expect(steps(budgets, 'availability: burn rate')).toEqual(['null green', '1 yellow', '6 red']);
  });

  it('have texts for an overdrawn budget, for no burn rate, and for no data', () => {
    const { fieldConfig } = panelsOf(budgets).find(({ title }) => title === 'availability: exhausted in')!;
    expect(fieldConfig!.defaults).toMatchObject({
      noValue: 'No burn rate',
      mappings: [
        { type: 'value', options: { '0': { text: 'Overdrawn', color: 'red' } } },
        {
          type: 'range',
          options: { from: 946_080_000, to: null, result: { text: 'Nothing burns', color: 'green' } },
        },
      ],
    });
  });

  it('read recorded burn rates, and else recorded ratios over the error budget', () => {
    const bare = (title: string) =>
      exprs(budgets, title).map((expr) => expr.replaceAll(/cluster.*?slo="\w+", /g, ''));
    expect(bare('availability: burn rate over 1h and 5m')).toEqual([
      'max(order_api:slo_errors:burn_rate{window="5m"})',
      'max(order_api:slo_errors:burn_rate{window="1h"})',
    ]);
    expect(bare('availability: burn rate over 6h and 30m')).toEqual([
      'max(last_over_time(order_api:slo_errors:ratio{window="30m"}[10m]) / 0.001)',
      'max(last_over_time(order_api:slo_errors:ratio{window="6h"}[10m]) / 0.001)',
    ]);
  });
});

describe('the dashboards of a service', () => {
  it('without signals are about its pods and its targets', () => {
    const dashboards = serviceDashboards(placedService());
    expect(dashboards.map(({ uid }) => uid)).toEqual(['shop-signals']);
    expect(titles(dashboards[0]!)).toEqual([
      'Targets up',
      'Pages',
      'Tickets',
      'CPU cores in use by pod',
      'Memory in use by pod',
      'Pods available and wanted',
      'Targets answering and discovered',
      'Series by target',
    ]);
    expect(exprs(dashboards[0]!, 'CPU cores in use by pod')[0]).toMatch(/\[\$__rate_interval\]/);
  });

  it('that runs elsewhere leave its pods out', () => {
    const [dashboard] = serviceDashboards(placedService({ workload: 'external' }));
    expect(titles(dashboard!)).toEqual([
      'Targets up',
      'Pages',
      'Tickets',
      'Targets answering and discovered',
      'Series by target',
    ]);
    expect(exprs(dashboard!, 'Targets up')).toEqual([
      'sum(up{cluster=~"$cluster", namespace="$namespace", job="shop"}) / count(up{cluster=~"$cluster", namespace="$namespace", job="shop"})',
    ]);
  });

  it('whose requests are not broken down have no table and nothing to choose', () => {
    const [dashboard] = serviceDashboards(placedService({ metrics, signals: { ...signals, by: [] } }));
    expect(rows(dashboard!)).not.toContain('By route');
    expect(variables(dashboard!)).toEqual(['datasource', 'cluster', 'namespace']);
    expect(titles(dashboard!)).toContain('Latency percentiles');
  });

  it('without objectives draw no lines for them', () => {
    const [dashboard] = serviceDashboards(placedService({ metrics, signals }));
    expect(steps(dashboard!, 'Failed requests by route')).toBeUndefined();
    expect(steps(dashboard!, 'P95 latency by route')).toBeUndefined();
    expect(description(dashboard!, 'Failed requests by route')).toBe(
      'Share of failed requests by route over five minutes.',
    );
    expect(description(dashboard!, 'P95 latency by route')).toBe(
      'The time within which 95 of 100 requests are answered.',
    );
  });

  it('whose alerts are switched off draw the budget alone', () => {
    const tiers = {
      'page-fast': 'off',
      'page-slow': 'off',
      'ticket-fast': 'off',
      'ticket-slow': 'off',
    } as const;
    const service = placedService({ metrics, signals, slos: [{ ...anSlo, tiers }] });
    const [dashboard, slo] = serviceDashboards(service);
    expect(steps(dashboard!, 'Failed requests by route')).toEqual(['null transparent', '0.1 yellow']);
    expect(titles(slo!).filter((title) => title!.includes('over 1h'))).toEqual([]);
    expect(steps(slo!, 'availability: burn rate')).toEqual(['null green']);
    expect(description(dashboard!, 'Failed requests by route')).toMatch(/allows on average\.$/);
  });

  it('show the threshold of a latency objective in the unit of its histogram', () => {
    const slo = latencySlo({
      name: 'fast',
      objective: 99,
      period: '30d',
      durations: metrics.latency,
      threshold: 0.1,
    });
    const [, dashboard] = serviceDashboards(placedService({ metrics, slos: [slo] }));
    expect(rows(dashboard!)).toEqual(['fast: 99 % of the requests are answered within 0.1 s, over 30d']);
  });

  it('show durations in milliseconds as such, and their percentiles in seconds', () => {
    const latency = histogram('latency_ms', { help: 'Latency', buckets: [100, 400] });
    const requests = latency;
    const slo = latencySlo({
      name: 'fast',
      objective: 99,
      period: '30d',
      durations: latency,
      threshold: 400,
    });
    const [dashboard, budget] = serviceDashboards(
      placedService({
        metrics: contract({ latency }),
        signals: signalsOf({ requests, errors: {}, latency }),
        slos: [slo],
      }),
    );
    expect(rows(budget!)).toEqual(['fast: 99 % of the requests are answered within 400 ms, over 30d']);
    expect(steps(dashboard!, 'P95 latency')).toEqual(['null transparent', '0.4 yellow']);
    const unitOf = (title: string) => {
      const { fieldConfig, options } = panelsOf(dashboard!).find((panel) => panel.title === title)!;
      return JSON.stringify([fieldConfig, options]).match(/"unit":"(\w+)"/)?.[1];
    };
    expect([unitOf('P95 latency'), unitOf('Latency distribution')]).toEqual(['s', 'ms']);
  });

  it('are scraped, refreshed and drawn at one pace', () => {
    const [dashboard] = serviceDashboards({ ...placedService(), scrapeInterval: '75s' });
    expect(dashboard!.refresh).toBe('75s');
    expect(dashboard!.timepicker!.refresh_intervals).toEqual(['5m', '15m', '30m', '1h']);
    expect(new Set(panelsOf(dashboard!).map(({ interval }) => interval))).toEqual(new Set(['75s']));
  });
});
