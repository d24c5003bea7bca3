import { words } from '../../findings/words';
import { escapeHtml, formatValue } from './format';

export interface Line {
  readonly name: string;
  readonly color: string;
  /** Unix seconds and value. */
  readonly points: readonly (readonly [number, number])[];
}

export interface Frame {
  /** Pixels. */
  readonly width: number;
  readonly height: number;
  /** Unix seconds. */
  readonly from: number;
  readonly to: number;
}

export interface ChartOptions {
  readonly unit: string | undefined;
  readonly min?: number | undefined;
  readonly max?: number | undefined;
  readonly softMax?: number | undefined;
  readonly thresholds: readonly { readonly from: number; readonly color: string }[];
  /** Seconds between two points. Where points are missing, the line has a gap. */
  readonly step: number;
  /** Unix seconds of the vertical marks. */
  readonly marks: readonly number[];
}

const LEFT = 62;
const BOTTOM = 18;
const TICKS = 4;

export const PALETTE = words('#73bf69 #f2cc0c #5794f2 #ff780a #f2495c #b877d9 #8ab8ff #96d98d');

/** Lines over time, with thresholds as dashed lines. */
export function lineChart(lines: readonly Line[], frame: Frame, options: ChartOptions): string {
  const values = lines.flatMap(({ points }) => points.map(([, value]) => value));
  const low = options.min ?? Math.min(...values);
  const high = options.max ?? Math.max(...values, options.softMax ?? -Infinity);
  const span = high > low ? high - low : 1;
  const bottom = frame.height - BOTTOM;
  const x = scaleX(frame);
  const y = (value: number) => bottom - ((value - low) / span) * (bottom - 6);
  const ticks = Array.from({ length: TICKS + 1 }, (_, index) => low + (span * index) / TICKS);
  const grid = ticks.map(
    (value) =>
      `<line x1="${LEFT}" x2="${frame.width}" y1="${y(value)}" y2="${y(value)}" class="grid"/>` +
      `<text x="${LEFT - 6}" y="${y(value) + 4}" text-anchor="end">${escapeHtml(formatValue(value, options.unit))}</text>`,
  );
  const limits = options.thresholds
    .filter(({ from }) => from >= low && from <= low + span)
    .map(
      ({ from, color }) =>
        `<line x1="${LEFT}" x2="${frame.width}" y1="${y(from)}" y2="${y(from)}" stroke="${color}" stroke-dasharray="7 5"/>`,
    );
  const marks = options.marks.map(
    (at) =>
      `<line x1="${x(at)}" x2="${x(at)}" y1="4" y2="${bottom}" stroke="#b877d9" stroke-dasharray="2 3"/>`,
  );
  const paths = lines.map(
    ({ color, points }) =>
      `<path d="${path(points, x, y, options.step)}" fill="none" stroke="${color}" stroke-width="1.5"/>`,
  );
  return svg(frame, [...grid, ...times(frame, x), ...limits, ...marks, ...paths]) + legend(lines);
}

function path(
  points: Line['points'],
  x: (at: number) => number,
  y: (value: number) => number,
  step: number,
): string {
  return points
    .map(([at, value], index) => {
      const before = points[index - 1]?.[0];
      const starts = before === undefined || at - before > 1.5 * step;
      return `${starts ? 'M' : 'L'}${x(at).toFixed(1)},${y(value).toFixed(1)}`;
    })
    .join('');
}

/** Observations in each bucket over time. The points of a bucket count all observations up to its upper bound. */
export function heatmap(
  buckets: readonly (Line & { readonly bound: number })[],
  frame: Frame,
  { unit, step }: Pick<ChartOptions, 'unit' | 'step'>,
): string {
  const rows = buckets.toSorted((a, b) => a.bound - b.bound);
  const height = (frame.height - BOTTOM) / rows.length;
  const x = scaleX(frame);
  const cells = rows.flatMap(({ points }, row) =>
    points.map(([at, upTo]) => {
      const below = rows[row - 1]?.points.find(([time]) => time === at)?.[1] ?? 0;
      return { at, row, count: Math.max(0, upTo - below) };
    }),
  );
  const most = Math.max(...cells.map(({ count }) => count));
  const width = Math.max(1, x(frame.from + step) - x(frame.from) - 1);
  const top = (row: number) => frame.height - BOTTOM - (row + 1) * height;
  return svg(frame, [
    ...rows.map(
      ({ bound }, row) =>
        `<text x="${LEFT - 6}" y="${top(row) + 4}" text-anchor="end">${bound === Infinity ? '+Inf' : escapeHtml(formatValue(bound, unit))}</text>`,
    ),
    ...times(frame, x),
    ...cells.map(
      ({ at, row, count }) =>
        `<rect x="${x(at).toFixed(1)}" y="${top(row).toFixed(1)}" width="${width.toFixed(1)}" height="${(height - 1).toFixed(1)}" fill="#5794f2" opacity="${Math.sqrt(count / most).toFixed(3)}"/>`,
    ),
  ]);
}

function scaleX({ width, from, to }: Frame): (at: number) => number {
  return (at) => LEFT + ((at - from) / (to - from)) * (width - LEFT - 8);
}

function times({ from, to, height }: Frame, x: (at: number) => number): readonly string[] {
  const longer = to - from > 2 * 86_400;
  return [0.08, 0.36, 0.64, 0.92].map((share) => {
    const at = from + share * (to - from);
    const text = new Date(at * 1000).toISOString();
    return `<text x="${x(at)}" y="${height - 4}" text-anchor="middle">${longer ? text.slice(5, 10) : text.slice(11, 16)}</text>`;
  });
}

function svg({ width, height }: Frame, parts: readonly string[]): string {
  return `<svg width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">${parts.join('')}</svg>`;
}

function legend(lines: readonly Line[]): string {
  const entries = lines.map(
    ({ name, color }) => `<span><i style="background:${color}"></i>${escapeHtml(name)}</span>`,
  );
  return `<div class="legend">${entries.join('')}</div>`;
}
