import { VariableType } from '@grafana/grafana-foundation-sdk/dashboard';
import { panelQueries, resolved } from '../../src/dashboards/panel-queries';
import { parse } from '../../src/promql/parse';
import { asLoaded, examples } from './examples';
import { knownSeries, labelsInside, unknownNames } from './known-series';

const WINDOWS = { $__interval: '1m', $__rate_interval: '2m' };

describe.each(
  examples.map(
    ({ which, dashboard, services }) => [which, asLoaded(dashboard), knownSeries(services)] as const,
  ),
)('the dashboard of %s', (_which, dashboard, known) => {
  const read = (expr: string) => parse(resolved(expr, dashboard, WINDOWS));

  it('queries series and labels that exist', () => {
    const queries = panelQueries(dashboard).map(({ expr }) => expr);
    expect(queries.length).toBeGreaterThan(0);
    expect(queries.flatMap((expr) => unknownNames(read(expr), known))).toEqual([]);
  });

  it('names series in legends by labels that they have', () => {
    const missing = panelQueries(dashboard).flatMap(({ expr, legend }) => {
      const labels = labelsInside(read(expr), known);
      return [...legend.matchAll(/\{\{(\w+)\}\}/g)]
        .map(([, label]) => label!)
        .filter((label) => !labels.has(label));
    });
    expect(missing).toEqual([]);
  });

  it('offers choices from series that exist', () => {
    const queries = (dashboard.templating.list ?? []).filter(({ type }) => type === VariableType.Query);
    expect(queries.length).toBeGreaterThan(0);
    for (const { query } of queries) {
      const [, series, label] = /^label_values\((.+), (\w+)\)$/.exec(query as string)!;
      expect(unknownNames(read(`group by (${label}) (${series})`), known)).toEqual([]);
    }
  });

  it('marks deployments by series that exist', () => {
    for (const { expr, tagKeys } of dashboard.annotations.list ?? []) {
      expect(unknownNames(read(expr!), known)).toEqual([]);
      expect(tagKeys).toBe('version,revision');
    }
  });

  it('leaves no variable of Grafana unexplained', () => {
    for (const { expr } of panelQueries(dashboard))
      expect(resolved(expr, dashboard, WINDOWS)).not.toMatch(/\$[a-z_]/);
  });

  it("gives Grafana's rate window to raw counters, and to nothing that is recorded", () => {
    for (const { expr } of panelQueries(dashboard))
      expect(expr.includes('$__rate_interval')).toBe(/rate\(\w+_(total|bucket)\{/.test(expr));
  });
});
