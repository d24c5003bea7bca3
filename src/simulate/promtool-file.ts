import { samplesOf } from '../certify/world/samples';
import { DISCOVERY } from '../certify/world/timeline';
import type { Labels, Series } from '../certify/engine/series';
import { namesOf } from '../certify/engine/matchers';
import { walk } from '../promql/expr';
import { duration, seconds } from '../promql/window';
import { isAlert, printGroup, type PrintedGroup, type RuleGroup } from '../rules/rule';
import { slowedRules, type EvaluatedGroups } from './evaluated-groups';
import { GRID, type Run } from './random-runs';

/** Seconds of healthy samples before the fault, beside those that alerts read: rules record first. */
const HISTORY = 1200;

/** A test of promtool that always fails, so that it prints when each alert began to fire. */
export interface PromtoolFile {
  readonly rules: object;
  readonly test: object;
  /** The time of an evaluation, in seconds after the fault, by its number. */
  readonly timeOf: (evaluation: number) => number;
}

/**
 * What promtool needs to evaluate the alerts of one interval during one run.
 * @param every seconds between evaluations of the alerts
 */
export function promtoolFile(
  run: Run,
  every: number,
  { groups, step, reach }: EvaluatedGroups,
): PromtoolFile {
  const { row, sinceEvaluation, sinceFault, slow, away } = run;
  const { watched, horizon } = row;
  const { subject } = watched;
  const before = Math.ceil((reach + HISTORY) / every) * every;
  const firstScrape = before + (sinceEvaluation % every);
  const fault = firstScrape - sinceFault;
  const evaluations = Math.ceil((horizon + every) / every);
  const end = before + evaluations * every;
  const gap = away && { from: fault + away.from, to: fault + away.to };
  const printed = groups.map((group) => whileRunning(slowed(group, step), gap));
  const recorded = new Set(
    groups.flatMap(({ rules }) => rules.flatMap((rule) => (isAlert(rule) ? [] : [rule.record]))),
  );
  const samples = samplesOf(subject, row.row.fault, { scrape: sinceFault, slow });
  const read = new Set(
    groups.flatMap(({ rules }) =>
      rules.flatMap(({ expr }) =>
        [...walk(expr.expr)].flatMap((node) =>
          node.node === 'selector' ? namesOf(node, samples.byName.keys()) : [],
        ),
      ),
    ),
  );
  // Targets are discovered after the start.
  const scrapes = gap && { from: gap.from, to: gap.to + (slow ? DISCOVERY : 0) };
  const input = [...samples.byName].flatMap(([name, all]) =>
    recorded.has(name) || !read.has(name)
      ? []
      : all.map((series) => ({
          series: `${name}${labelText(series.labels)}`,
          values: cellsOf(series, firstScrape, subject.interval, end, (time) => !isIn(scrapes, time)),
        })),
  );
  const since = `min_over_time(timestamp(ALERTS{alertstate="firing"})[${duration(end - before)}:${duration(every)}])`;
  const number = `((min by (alertname, slo, long) (${since}) - ${before}) / ${every})`;
  return {
    rules: {
      groups: printed.map((group) => ({
        ...group,
        rules: group.rules.map(({ annotations: _a, ...rule }) => rule),
      })),
    },
    test: {
      evaluation_interval: duration(step),
      group_eval_order: printed.map(({ name }) => name),
      tests: [
        {
          interval: `${GRID}s`,
          input_series: [...input, ...(gap === undefined ? [] : [runningSeries(gap, end)])],
          promql_expr_test: [
            {
              // promtool prints three digits, so that a number up to a million has two results.
              expr: `${times(`floor(${number} / 1000)`, 1000)} or ${times(`${number} % 1000`, 1)}`,
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

/** The label `times` says by what a result counts. */
const times = (expr: string, factor: number): string =>
  `label_replace(${expr}, "times", "${factor}", "", "")`;

/** A length of time, in seconds of promtool. */
interface Gap {
  readonly from: number;
  readonly to: number;
}

const isIn = (gap: Gap | undefined, time: number): boolean =>
  gap !== undefined && time >= gap.from && time < gap.to;

/** promtool evaluates all the time, so its results while Prometheus does not run are taken away. */
const RUNNING = 'simulated_prometheus_running';

function whileRunning(group: PrintedGroup, gap: Gap | undefined): PrintedGroup {
  if (gap === undefined) return group;
  return {
    ...group,
    rules: group.rules.map((rule) => ({ ...rule, expr: `(${rule.expr}) and on () (${RUNNING} == 1)` })),
  };
}

const runningSeries = (gap: Gap, end: number) => ({
  series: RUNNING,
  values: Array.from({ length: Math.ceil(end / GRID) + 1 }, (_, cell) =>
    String(Number(!isIn(gap, cell * GRID))),
  ).join(' '),
});

/** A group as promtool evaluates it at each step. */
function slowed(group: RuleGroup, step: number): PrintedGroup {
  const every = seconds(group.interval);
  if (every === step) return printGroup(group);
  return {
    ...printGroup(group),
    rules: group.rules.flatMap((rule, index) => slowedRules(rule, every, index)),
  };
}

/** Samples on promtool's grid; what arrives late is there when it has arrived. */
function cellsOf(
  { at, late }: Series,
  firstScrape: number,
  interval: number,
  end: number,
  isScraped: (time: number) => boolean,
): string {
  const cells: string[] = Array.from({ length: Math.ceil(end / GRID) }, () => '_');
  for (let scrape = -Math.floor(firstScrape / interval); firstScrape + scrape * interval < end; scrape += 1) {
    const time = firstScrape + scrape * interval;
    const cell = time / GRID + Math.ceil((late?.(scrape) ?? 0) / GRID);
    const point = isScraped(time) ? at(scrape) : undefined;
    if (point !== undefined && cell < cells.length) cells[cell] = String(point);
  }
  return cells.join(' ');
}

const labelText = (labels: Labels): string =>
  `{${Object.entries(labels)
    .map(([name, value]) => `${name}=${JSON.stringify(value)}`)
    .join(',')}}`;
