import { samplesOf } from '../certify/world/samples';
import type { Labels, Series } from '../certify/engine/series';
import { duration } from '../promql/window';
import { isAlert, printGroup, type RuleGroup } from '../rules/rule';
import { GRID, type Run } from './random-runs';

/** Seconds of healthy samples before the fault: what alerts of each interval read. */
const HISTORY: Readonly<Record<number, number>> = { 30: 1500, 60: 4800 };
const USUAL_HISTORY = 4800;

/** A test of promtool that always fails, so that it prints when each alert began to fire. */
export interface PromtoolFile {
  readonly rules: object;
  readonly test: object;
  /** The time of an evaluation, in seconds after the fault, by its number. */
  readonly timeOf: (evaluation: number) => number;
}

/** What promtool needs to evaluate the rules of one interval during one run. */
export function promtoolFile(run: Run, every: number, groups: readonly RuleGroup[]): PromtoolFile {
  const { row, sinceEvaluation, sinceFault, slow } = run;
  const { watched, horizon, alerts } = row;
  const { subject } = watched;
  const before = Math.ceil((HISTORY[every] ?? USUAL_HISTORY) / every) * every;
  const firstScrape = before + sinceEvaluation;
  const fault = firstScrape - sinceFault;
  const evaluations = Math.ceil((horizon + every) / every);
  const end = before + evaluations * every;
  const printed = groups.map((group) => printGroup(withoutOthers(group, alerts)));
  const recorded = new Set(
    groups.flatMap(({ rules }) => rules.flatMap((rule) => (isAlert(rule) ? [] : [rule.record]))),
  );
  const samples = samplesOf(subject, row.row.fault, { scrape: sinceFault, slow });
  const input = [...samples.byName].flatMap(([name, all]) =>
    recorded.has(name)
      ? []
      : all.map((series) => ({
          series: `${name}${labelText(series.labels)}`,
          values: cellsOf(series, firstScrape, subject.interval, end),
        })),
  );
  const since = `min_over_time(timestamp(ALERTS{alertstate="firing"})[${duration(end - before)}:${duration(every)}])`;
  return {
    rules: {
      groups: printed.map((group) => ({
        ...group,
        rules: group.rules.map(({ annotations: _a, ...rule }) => rule),
      })),
    },
    test: {
      evaluation_interval: duration(every),
      group_eval_order: printed.map(({ name }) => name),
      tests: [
        {
          interval: `${GRID}s`,
          input_series: input,
          promql_expr_test: [
            {
              // promtool prints three digits.
              expr: `(min by (alertname, slo, long) (${since}) - ${before}) / ${every}`,
              eval_time: `${end}s`,
              exp_samples: [{ labels: '{}', value: -1 }],
            },
          ],
        },
      ],
    },
    timeOf: (evaluation) => before + evaluation * every - fault,
  };
}

/** Rules that record, and the alerts that are observed. */
const withoutOthers = (group: RuleGroup, alerts: Run['row']['alerts']): RuleGroup => ({
  ...group,
  rules: group.rules.filter((rule) => !isAlert(rule) || alerts.some(({ name }) => name === rule.alert)),
});

/** Samples on promtool's grid; what arrives late is there when it has arrived. */
function cellsOf({ at, late }: Series, firstScrape: number, interval: number, end: number): string {
  const cells: string[] = Array.from({ length: Math.ceil(end / GRID) }, () => '_');
  for (let scrape = -Math.floor(firstScrape / interval); firstScrape + scrape * interval < end; scrape += 1) {
    const cell = (firstScrape + scrape * interval) / GRID + Math.ceil((late?.(scrape) ?? 0) / GRID);
    const point = at(scrape);
    if (point !== undefined && cell < cells.length) cells[cell] = String(point);
  }
  return cells.join(' ');
}

const labelText = (labels: Labels): string =>
  `{${Object.entries(labels)
    .map(([name, value]) => `${name}=${JSON.stringify(value)}`)
    .join(',')}}`;
