import type { Dashboard } from '@grafana/grafana-foundation-sdk/dashboard';
import { startServer, type Server } from '../../bench/rules/server';
import { overviewDashboard } from '../../src/dashboards/overview-dashboard';
import { panelQueries, panelsOf, resolved } from '../../src/dashboards/panel-queries';
import { serviceDashboards } from '../../src/dashboards/service-dashboards';
import { goldenSignalRecords, sloRecords } from '../../src/rules/naming';
import { aSignalledContract, anSlo } from '../support/catalog';
import { placedService } from './examples';

const { metrics, signals } = aSignalledContract;
const shop = placedService({ metrics, signals, slos: [anSlo] });
const cart = placedService({ name: 'cart' });
const overview = overviewDashboard([shop, cart]);
const [goldenSignals, budgets] = serviceDashboards(shop) as [Dashboard, Dashboard];

const NOW = Date.UTC(2026, 0, 20, 14, 47);

type Labels = Readonly<Record<string, string>>;

/** The series of the shop in one Prometheus, in a store of several. */
interface Place {
  readonly labels: Labels;
  readonly up: number;
  readonly remaining: number;
  /** Undefined: no request in the last hour. */
  readonly burnRate: number | undefined;
  readonly coverage: number;
}

function seriesOf({ labels, up, remaining, burnRate, coverage }: Place) {
  const slo = { ...labels, job: 'shop', slo: 'availability' };
  const exhaustion =
    burnRate === undefined || burnRate === 0 ? undefined : Math.max(0, remaining) * 2_592_000;
  const values: readonly (readonly [string, Labels, number | undefined])[] = [
    ['up', { ...labels, job: 'shop', instance: '10.0.0.1:8080' }, up],
    ['kube_deployment_spec_replicas', { ...labels, deployment: 'shop' }, 1],
    ['kube_deployment_status_replicas_available', { ...labels, deployment: 'shop' }, up],
    [sloRecords.objective('shop'), slo, 0.999],
    [sloRecords.remainingBudget('shop'), slo, remaining],
    [sloRecords.burnRate('shop'), { ...slo, window: '1h' }, burnRate],
    [sloRecords.exhaustion('shop'), slo, exhaustion],
    [sloRecords.coverage('shop'), slo, coverage],
    [goldenSignalRecords.requestRate('shop'), { ...labels, job: 'shop', route: '/' }, 10],
  ];
  return values.flatMap(([name, own, value]) =>
    value === undefined ? [] : [{ labels: { __name__: name, ...own }, value }],
  );
}

let server: Server;
/** Every case has its own time range in the one server, so it sees only its own series. */
let at = NOW;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server?.stop());

async function given(places: readonly Place[], alerts: readonly Labels[] = []): Promise<void> {
  at += 3_600_000;
  const firing = alerts.map((labels) => ({ labels: { __name__: 'ALERTS', ...labels }, value: 1 }));
  const series = [...places.flatMap(seriesOf), ...firing];
  await server.write(series.map(({ labels, value }) => ({ labels, timestamps: [at], values: [value] })));
}

/** What one query of a panel answers: the chosen labels, and the value. */
async function answer(dashboard: Dashboard, panel: string, refId = 'A', labels: readonly string[] = []) {
  const { expr } = panelQueries(dashboard).find((query) => query.panel === panel && query.refId === refId)!;
  const query = resolved(expr, dashboard, { $__interval: '5m', $__rate_interval: '5m' });
  const { result } = await server.query(query, at);
  return result
    .map(({ metric, values }) =>
      [...labels.map((label) => metric[label] ?? '-'), Number(values[0]![1].replace('Inf', 'Infinity'))].join(
        ' ',
      ),
    )
    .toSorted();
}

/** The queries of a table by the titles of its columns. */
function column(panel: string, title: string): string {
  const { transformations } = panelsOf(overview).find((candidate) => candidate.title === panel)!;
  const names = transformations!.find(({ id }) => id === 'organize')!.options.renameByName as Labels;
  return Object.entries(names)
    .find(([, name]) => name === title)![0]
    .replace('Value #', '');
}

const PLACE = ['cluster', 'namespace', 'job'];

const HEALTHY = { up: 1, remaining: 1, burnRate: 0, coverage: 1 };
const BROKEN = { up: 0, remaining: -3, burnRate: 40, coverage: 0.4 };
const PAGE = { alertname: 'ShopDown', alertstate: 'firing', severity: 'critical', service: 'shop' };

describe.each([
  ['two clusters', { cluster: 'prod', namespace: 'default' }, { cluster: 'stage', namespace: 'default' }],
  ['two namespaces of one cluster', { namespace: 'default' }, { namespace: 'stage' }],
] as const)('a service that is broken in one of %s', (_what, bad, good) => {
  const badPlace = [...('cluster' in bad ? [bad.cluster] : ['-']), bad.namespace].join(' ');
  const goodPlace = [...('cluster' in good ? [good.cluster] : ['-']), good.namespace].join(' ');
  beforeAll(async () => {
    await given(
      [
        { labels: bad, ...BROKEN },
        { labels: good, ...HEALTHY },
      ],
      [{ ...PAGE, ...bad }],
    );
  });

  it('is counted as broken, and its budget as spent', async () => {
    // The cart has no target either.
    expect(await answer(overview, 'Services without a healthy target')).toEqual(['2']);
    expect(await answer(overview, 'Pages')).toEqual(['1']);
    expect(await answer(overview, 'Tickets')).toEqual(['0']);
    expect(await answer(overview, 'Least budget left')).toEqual(['-3']);
  });

  it('has a row for each of them, and so has every other service of the catalog', async () => {
    expect(await answer(overview, 'Services', 'A', PLACE)).toEqual(
      [`- default cart 0`, `${badPlace} shop 0`, `${goodPlace} shop 1`].toSorted(),
    );
    expect(await answer(overview, 'Services', column('Services', 'Pages'), PLACE)).toEqual([
      `${badPlace} shop 1`,
      `${goodPlace} shop 0`,
    ]);
  });

  it('has a budget for each of them', async () => {
    const cells = (title: string) => answer(overview, 'Objectives', column('Objectives', title), PLACE);
    expect(await cells('Budget left')).toEqual([`${badPlace} shop -3`, `${goodPlace} shop 1`]);
    expect(await cells('Exhausted in')).toEqual([`${badPlace} shop 0`, `${goodPlace} shop Infinity`]);
    expect(await cells('Coverage')).toEqual([`${badPlace} shop 0.4`, `${goodPlace} shop 1`]);
    expect(await answer(overview, 'Budgets spent most', 'A', ['cluster', 'namespace'])).toEqual([
      `${badPlace} 4`,
      `${goodPlace} 0`,
    ]);
  });

  it('leads from each row to that environment', async () => {
    const shown = [...PLACE, 'environment', 'uid_stem'];
    expect(await answer(overview, 'Services', 'A', shown)).toEqual(
      [
        '- default cart All cart 0',
        `${badPlace} shop ${badPlace.startsWith('-') ? 'All' : 'prod'} shop 0`,
        `${goodPlace} shop ${goodPlace.startsWith('-') ? 'All' : 'stage'} shop 1`,
      ].toSorted(),
    );
  });
});

describe('the dashboards of a service that is broken in one of two clusters', () => {
  beforeAll(async () => {
    await given([
      { labels: { cluster: 'prod', namespace: 'default' }, ...BROKEN },
      { labels: { cluster: 'stage', namespace: 'default' }, ...HEALTHY },
    ]);
  });

  it('show the worse of the two', async () => {
    expect(await answer(budgets, 'availability: budget left')).toEqual(['-3']);
    expect(await answer(budgets, 'availability: exhausted in')).toEqual(['0']);
    expect(await answer(budgets, 'availability: coverage')).toEqual(['0.4']);
    expect(await answer(budgets, 'availability: burn rate')).toEqual(['40']);
    expect(await answer(budgets, 'availability: budget over time')).toEqual(['-3']);
  });

  it('count the pods of both', async () => {
    expect(await answer(goldenSignals, 'Targets up')).toEqual(['0.5']);
    expect(await answer(goldenSignals, 'Pods available and wanted', 'A')).toEqual(['2']);
    expect(await answer(goldenSignals, 'Pods available and wanted', 'B')).toEqual(['1']);
  });
});

describe('the time to exhaustion', () => {
  const exhaustion = async (place: Partial<Place>) => {
    await given([{ labels: { namespace: 'default' }, ...HEALTHY, ...place }]);
    return answer(budgets, 'availability: exhausted in');
  };

  it('is infinite only when it is known that nothing burns', async () => {
    expect(await exhaustion({ burnRate: 0 })).toEqual(['Infinity']);
    expect(await exhaustion({ burnRate: undefined })).toEqual([]);
  });

  it('is what the rules record while something burns', async () => {
    expect(await exhaustion({ burnRate: 1, remaining: 0.5 })).toEqual(['1296000']);
  });

  it('is 0 for an overdrawn budget that nothing burns any more', async () => {
    expect(await exhaustion({ burnRate: 0, remaining: -0.1 })).toEqual(['0']);
  });
});

describe('a store that has nothing of the catalog', () => {
  beforeAll(() => given([]));

  it('counts every service as broken, each with a row that leads on', async () => {
    expect(await answer(overview, 'Services without a healthy target')).toEqual(['2']);
    expect(await answer(overview, 'Services', 'A', [...PLACE, 'uid_stem'])).toEqual([
      '- default cart cart 0',
      '- default shop shop 0',
    ]);
  });

  it('does not say that no alert fires', async () => {
    for (const panel of ['Pages', 'Tickets']) {
      expect(await answer(overview, panel)).toEqual([]);
      expect(await answer(goldenSignals, panel)).toEqual([]);
    }
  });
});

it('a place where the alert says that a target is missing has a row beside the healthy one', async () => {
  const missing = { alertname: 'ShopTargetMissing', severity: 'critical', service: 'shop' };
  await given(
    [{ labels: { cluster: 'stage', namespace: 'default' }, ...HEALTHY }],
    [{ ...missing, alertstate: 'pending', cluster: 'prod', namespace: 'default' }],
  );
  expect(await answer(overview, 'Services', 'A', PLACE)).toEqual([
    '- default cart 0',
    'prod default shop 0',
    'stage default shop 1',
  ]);
});

it('the golden signals count the alerts about the service, with or without a namespace', async () => {
  const warning = { alertname: 'ShopSlow', alertstate: 'firing', severity: 'warning' };
  await given(
    [{ labels: { namespace: 'default' }, ...HEALTHY }],
    [
      { ...warning, service: 'shop', namespace: 'default' },
      { ...warning, service: 'shop' },
      { ...warning, service: 'shop', namespace: 'elsewhere' },
      { ...warning, service: 'cart', namespace: 'default' },
    ],
  );
  expect(await answer(goldenSignals, 'Tickets')).toEqual(['2']);
  expect(await answer(goldenSignals, 'Pages')).toEqual(['0']);
});
