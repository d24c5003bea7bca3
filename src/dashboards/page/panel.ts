import type { Dashboard, Panel } from '@grafana/grafana-foundation-sdk/dashboard';
import { panelQueries, resolved } from '../panel-queries';
import { refId } from '../panels/basics';
import { duration, seconds } from '../../promql/window';
import { heatmap, lineChart, PALETTE, type Line } from './charts';
import { colorAt, cssColor } from './color';
import { escapeHtml, formatValue, mappedText, numberOf } from './format';
import type { QueryRunner, Series } from './query-runner';
import { tableHtml } from './table';

/** The time range, in Unix seconds. */
export interface Range {
  readonly from: number;
  readonly to: number;
}

export interface Size {
  /** Pixels. */
  readonly width: number;
  readonly height: number;
}

const POINTS = 160;
const TITLE_HEIGHT = 34;
const LEGEND_HEIGHT = 30;

/** The HTML inside a panel, with the results of its queries. */
export async function panelBody(
  panel: Panel,
  dashboard: Dashboard,
  queries: QueryRunner,
  range: Range,
  size: Size,
  marks: readonly number[],
): Promise<string> {
  const scrape = seconds(panel.interval ?? '30s');
  const step = Math.max(scrape, Math.ceil((range.to - range.from) / POINTS / scrape) * scrape);
  const windows = {
    $__interval: duration(step),
    $__rate_interval: duration(Math.max(step + scrape, 4 * scrape)),
  };
  const targets = panelQueries({ ...dashboard, panels: [panel] });
  const answers = await Promise.all(
    targets.map(({ expr, instant }) => {
      const query = resolved(expr, dashboard, windows);
      return instant ? queries.instant(query, range.to) : queries.range(query, range.from, range.to, step);
    }),
  );
  if (answers.every((answer) => answer.length === 0)) return empty(panel);
  const defaults = panel.fieldConfig!.defaults;
  const { unit, min, max, decimals, thresholds, mappings } = defaults;
  const frame = { ...range, width: size.width - 16, height: size.height - TITLE_HEIGHT - LEGEND_HEIGHT };
  switch (panel.type) {
    case 'stat': {
      const value = numberOf(answers[0]![0]!.values.at(-1)![1]);
      const color = colorAt(value, thresholds?.steps ?? []);
      return `<div class="stat" style="color:${color}">${escapeHtml(mappedText(value, mappings) ?? formatValue(value, unit, decimals))}</div>`;
    }
    case 'table':
      return tableHtml(panel, answers);
    case 'heatmap': {
      const buckets = answers[0]!.map((series) => ({
        ...lineOf(series, '{{le}}', ''),
        bound: numberOf(series.metric['le']!),
      }));
      return heatmap(buckets, { ...frame, height: frame.height + LEGEND_HEIGHT }, { unit, step });
    }
    default: {
      const lines = targets.flatMap(({ legend }, query) =>
        answers[query]!.map((series) => ({ series, legend, query })),
      );
      return lineChart(
        lines.map(({ series, legend, query }, index) =>
          lineOf(series, legend, fixedColor(panel, query) ?? PALETTE[index % PALETTE.length]!),
        ),
        frame,
        {
          unit,
          min,
          max,
          softMax: (defaults.custom as { readonly axisSoftMax?: number }).axisSoftMax,
          thresholds: (thresholds?.steps ?? []).flatMap(({ value, color }) =>
            value === null ? [] : [{ from: value, color: cssColor(color) }],
          ),
          step,
          marks,
        },
      );
    }
  }
}

function empty({ fieldConfig }: Panel): string {
  return `<div class="empty">${escapeHtml(fieldConfig?.defaults.noValue ?? '')}</div>`;
}

function lineOf({ metric, values }: Series, legend: string, color: string): Line {
  return {
    name: legend.replaceAll(/\{\{(\w+)\}\}/g, (_, label: string) => metric[label] ?? ''),
    color,
    points: values.map(([at, value]) => [at, numberOf(value)]),
  };
}

function fixedColor({ fieldConfig }: Panel, query: number): string | undefined {
  const override = fieldConfig?.overrides.find(
    ({ matcher }) => matcher.id === 'byFrameRefID' && matcher.options === refId(query),
  );
  const color = override?.properties.find(({ id }) => id === 'color')?.value as
    | { readonly fixedColor?: string }
    | undefined;
  return color?.fixedColor === undefined ? undefined : cssColor(color.fixedColor);
}
