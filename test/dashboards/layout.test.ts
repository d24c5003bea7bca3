import { isDeepStrictEqual } from 'node:util';
import type { Panel, RowPanel } from '@grafana/grafana-foundation-sdk/dashboard';
import { panelsOf } from '../../src/dashboards/panel-queries';
import { runbookOf } from '../../src/rules/alert';
import { asLoaded, examples } from './examples';

type Placed = Pick<Panel | RowPanel, 'title' | 'gridPos'>;

function overlap(a: Placed, b: Placed): boolean {
  const [p, q] = [a.gridPos!, b.gridPos!];
  return p.x < q.x + q.w && q.x < p.x + p.w && p.y < q.y + q.h && q.y < p.y + p.h;
}

const repeated = <T>(values: readonly T[]): readonly T[] =>
  values.filter((value, index) => values.indexOf(value) !== index);

describe.each(examples.map(({ which, dashboard }) => [which, asLoaded(dashboard)] as const))(
  'the dashboard of %s',
  (_which, dashboard) => {
    const panels = panelsOf(dashboard);
    const placed = dashboard.panels!;

    it('describes in every panel what it shows, its unit, and why it may be empty', () => {
      expect(panels.length).toBeGreaterThan(0);
      for (const { title, description, fieldConfig, targets } of panels)
        expect({ title, description, ...fieldConfig!.defaults, queries: targets!.length }).toMatchObject({
          title: expect.stringMatching(/^\S.*\S$/),
          description: expect.stringMatching(/^[A-Z0-9].{20,}\.$/),
          unit: expect.stringMatching(/./),
          noValue: expect.stringMatching(/./),
          queries: expect.any(Number),
        });
      expect(panels.filter(({ targets }) => targets!.length === 0)).toEqual([]);
    });

    it('shows missing numbers without colour', () => {
      const coloured = panels.filter(({ type, fieldConfig }) => {
        const { thresholds, noValue, mappings = [] } = fieldConfig!.defaults;
        const neutral = {
          type: 'special',
          options: { match: 'null', result: { text: noValue, color: 'text' } },
        };
        const isNeutral = mappings.some((mapping) => isDeepStrictEqual(mapping, neutral));
        return type === 'stat' && thresholds!.steps[0]!.color !== 'text' && !isNeutral;
      });
      expect(coloured.map(({ title }) => title)).toEqual([]);
    });

    it('puts nothing over anything else, and nothing beyond the 24 columns', () => {
      const pairs = placed.flatMap((a, index) => placed.slice(index + 1).map((b) => [a, b] as const));
      expect(pairs.filter(([a, b]) => overlap(a, b)).map(([a, b]) => [a.title, b.title])).toEqual([]);
      expect(placed.filter(({ gridPos }) => gridPos!.x + gridPos!.w > 24 || gridPos!.w < 3)).toEqual([]);
    });

    it('leaves no column of a line empty', () => {
      const lines = new Set(placed.map(({ gridPos }) => gridPos!.y));
      for (const line of lines) {
        const widths = placed.filter(({ gridPos }) => gridPos!.y === line).map(({ gridPos }) => gridPos!.w);
        expect(widths.reduce((sum, width) => sum + width)).toBe(24);
      }
    });

    it('has every title and every number once', () => {
      expect(repeated(placed.map(({ title }) => title))).toEqual([]);
      expect(repeated(placed.map(({ id }) => id))).toEqual([]);
    });

    it('never refreshes more often than Prometheus scrapes', () => {
      const seconds = (text: string) => Number(text.slice(0, -1)) * (text.endsWith('s') ? 1 : 60);
      for (const { interval } of panels) expect(seconds(interval!)).toBeGreaterThanOrEqual(30);
      expect(seconds(dashboard.refresh!)).toBeGreaterThanOrEqual(30);
      expect(dashboard.timepicker!.refresh_intervals).not.toContain('10s');
    });

    it('has neither a number of the database nor a time of its own', () => {
      expect(dashboard).not.toHaveProperty('id');
      expect(dashboard).not.toHaveProperty('version');
      expect(dashboard.uid).toMatch(/^[a-z0-9-]{5,40}$/);
      expect(JSON.stringify(dashboard)).not.toMatch(/\d{4}-\d\d-\d\d/);
    });

    it('queries the selected data source', () => {
      const sources = [...panels, ...(dashboard.annotations.list ?? [])].map(({ datasource }) => datasource);
      expect(new Set(sources.map((source) => JSON.stringify(source)))).toEqual(
        new Set(['{"type":"prometheus","uid":"$datasource"}']),
      );
    });

    it('leads from panels to runbooks that exist', () => {
      const urls = panels.flatMap(({ links = [] }) => links.map(({ url }) => url!));
      expect(urls.length).toBeGreaterThan(0);
      for (const url of urls) expect(url).toMatch(/^https:\/\/example\.com\/runbooks\/[a-z-]+\.md$/);
    });
  },
);

it('names runbooks by the symptom of an alert', () => {
  const pages = examples.flatMap(({ dashboard }) =>
    panelsOf(dashboard).flatMap(({ links = [] }) => links.map(({ url }) => url!.split('/').at(-1)!)),
  );
  const symptoms = ['CpuThrottled', 'Down', 'ErrorBudgetBurn', 'MemoryNearLimit', 'SeriesBudgetExceeded'];
  const more = ['SloDataMissing', 'TargetDown', 'TargetMissing', 'Unavailable'];
  expect([...new Set(pages)].toSorted()).toEqual(
    [...symptoms, ...more].map((symptom) => runbookOf({ symptom })).toSorted(),
  );
});
