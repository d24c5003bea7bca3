import { entriesKey } from '../../findings/group-by';
import { isComparison, type Call, type Expr, type Selector, type Subquery } from '../../promql/expr';
import { factOf } from '../../doctor/expressions/shape';
import { aggregated } from './aggregate';
import { combine, joined, setOperation, withoutName } from './join';
import { satisfies } from './matchers';
import { recordedShapes } from './recorded-shapes';
import { isOverTime, leastOffset, overTime, type Reading } from './over-time';
import { newest, spend, Unsupported, type Labels, type Vector, type Window } from './series';
import { seriesOf, shifted, within, type Moment, type Simulation, type Step } from './simulation';
import { counts, equalLabels, filtered, labelled, mapped, vectorOf } from './vectors';

/** What ends so many seconds before the fault reads nothing of it, and what a healthy service shows does not change. */
const LONGEST_READ = 3600;

/** Samples of a range that take as long as one evaluation, as they are copied at once. */
const SAMPLES_AT_ONCE = 8;

/** Seconds between the steps of a subquery that gives none. */
const DEFAULT_STEP = 60;

/**
 * Evaluates PromQL over simulated samples.
 * @throws Unsupported for a function or a metric that is not simulated, and when its work is used up
 */
export function evaluate(simulation: Simulation, expr: Expr, moment: Moment): Vector | number {
  spend(simulation.work, 1);
  switch (expr.node) {
    case 'number':
      return expr.value;
    case 'string':
      throw new Unsupported('strings are not simulated');
    case 'selector':
      return selected(simulation, expr, moment);
    case 'range':
    case 'subquery':
      throw new Unsupported('a range outside of a function');
    case 'negation':
      return mapped(evaluate(simulation, expr.expr, moment), (value) => -value);
    case 'aggregation':
      return aggregated(
        expr,
        vectorOf(evaluate(simulation, expr.expr, moment)),
        expr.parameter?.node === 'number' ? expr.parameter.value : undefined,
      );
    case 'call':
      return called(simulation, expr, moment);
    case 'binary': {
      const left = evaluate(simulation, expr.left, moment);
      const right = evaluate(simulation, expr.right, moment);
      const { operator, bool = false } = expr;
      if (typeof left === 'number' && typeof right === 'number') return combine(operator, left, right, true)!;
      if (operator === 'and' || operator === 'or' || operator === 'unless')
        return setOperation(expr, vectorOf(left), vectorOf(right));
      if (typeof right === 'number')
        return filtered(vectorOf(left), (value) => combine(operator, value, right, bool));
      if (typeof left === 'number')
        return filtered(right, (value) => {
          const result = combine(operator, left, value, bool);
          // A comparison keeps the value of the vector.
          return result === left && !bool && isComparison(operator) ? value : result;
        });
      return joined(expr, left, right);
    }
  }
}

function selected(simulation: Simulation, selector: Selector, moment: Moment): Vector {
  const at = shifted(moment, selector);
  const recordings = simulation.recordings.get(selector.name ?? '');
  if (recordings !== undefined)
    return recordings.flatMap(({ expr, labels, age }) =>
      vectorOf(evaluate(simulation, expr, { at: at - age, now: moment.now - age }))
        .map((element) => ({ ...element, labels: { ...withoutName(element.labels), ...labels } }))
        .filter((element) =>
          satisfies(selector.matchers, element.labels, lacking(simulation, expr, selector, element.labels)),
        ),
    );
  const all = seriesOf(simulation, selector);
  spend(simulation.work, all.length);
  return all.flatMap((series) => {
    const value = newest(simulation.samples, series, at, moment.now);
    return value === undefined ? [] : [{ labels: series.labels, value }];
  });
}

/** Labels of matchers that what a rule records certainly lacks, as its aggregations drop them. */
function lacking(
  { recordings }: Simulation,
  expr: Expr,
  { matchers }: Selector,
  labels: Labels,
): ((label: string) => boolean) | undefined {
  const unknown = matchers.map(({ label }) => label).filter((label) => !(label in labels));
  if (unknown.length === 0) return undefined;
  const shape = recordedShapes(recordings).of(expr);
  return (label) => factOf(shape, label).presence === 'never';
}

function called(simulation: Simulation, call: Call, moment: Moment): Vector | number {
  const { name, args } = call;
  const [first] = args;
  const value = (index: number) => evaluate(simulation, args[index]!, moment);
  const scalar = (index: number): number => {
    const result = value(index);
    if (typeof result !== 'number') throw new Unsupported(`the function ${name} of a computed number`);
    return result;
  };
  if (isOverTime(name))
    return calledOverTime(simulation, call, first!, moment, args.length > 1 ? { ahead: scalar(1) } : {});
  switch (name) {
    case 'absent':
      return vectorOf(value(0)).length > 0 ? [] : [{ labels: equalLabels(first!), value: 1 }];
    case 'vector':
      return vectorOf(value(0));
    case 'time':
      return moment.at;
    case 'abs':
      return mapped(value(0), Math.abs);
    case 'ceil':
      return mapped(value(0), Math.ceil);
    case 'floor':
      return mapped(value(0), Math.floor);
    case 'clamp_min':
      return mapped(value(0), (input) => Math.max(input, scalar(1)));
    case 'clamp_max':
      return mapped(value(0), (input) => Math.min(input, scalar(1)));
    case 'sort':
    case 'sort_desc':
      return value(0);
    case 'label_replace':
      return labelled(call, vectorOf(value(0)));
    case 'histogram_count':
      return counts(simulation.samples, first!, value(0));
    default:
      throw new Unsupported(`the function ${name} is not simulated`);
  }
}

function calledOverTime(
  simulation: Simulation,
  call: Call,
  arg: Expr,
  moment: Moment,
  prediction: Pick<Reading, 'ahead'>,
): Vector {
  const { name } = call;
  if (arg.node !== 'range' && arg.node !== 'subquery')
    throw new Unsupported(`the function ${name} of something else than a range`);
  const shift = arg.node === 'range' ? arg.selector : arg;
  const to = shifted(moment, shift);
  const from = to - arg.window;
  const isSteady = to - leastOffset(arg) < -LONGEST_READ;
  const steady = isSteady ? simulation.known.steady.get(call) : undefined;
  if (steady !== undefined) return steady;
  const windows = arg.node === 'range' ? ranges() : stepped(simulation, arg, from, to, moment.now);
  const keepsName = name === 'last_over_time';
  const result = overTime(name, windows, { start: from, end: to, at: moment.at, ...prediction }).map(
    ({ labels, value }) => ({
      labels: keepsName ? labels : withoutName(labels),
      value,
    }),
  );
  if (isSteady) simulation.known.steady.set(call, result);
  return result;

  function ranges(): readonly Window[] {
    const { selector, window } = arg as Extract<Expr, { node: 'range' }>;
    const recorded = simulation.recordings.get(selector.name ?? '');
    // What was recorded in the range, at the steps of its group.
    if (recorded !== undefined) {
      const steps = simulation.known.recorded.get(selector) ?? {
        node: 'subquery',
        expr: { ...selector, offset: 0 },
        window,
        step: DEFAULT_STEP,
      };
      simulation.known.recorded.set(selector, steps);
      return stepped(simulation, steps, from, to, moment.now);
    }
    const all = seriesOf(simulation, selector);
    spend(simulation.work, all.length * (1 + window / simulation.samples.interval / SAMPLES_AT_ONCE));
    return all.map((series) => ({
      labels: series.labels,
      ...within(simulation, series, from, to, moment.now),
    }));
  }
}

/** The results of an expression at the steps of a range. */
function stepped(
  simulation: Simulation,
  subquery: Subquery,
  from: number,
  to: number,
  now: number,
): readonly Window[] {
  const { step = DEFAULT_STEP } = subquery;
  const windows = new Map<string, { labels: Window['labels']; times: number[]; values: number[] }>();
  for (let at = Math.floor(to / step) * step; at > from; at -= step) {
    const results = stepAt(simulation, subquery, at, now);
    spend(simulation.work, 1 + results.length);
    for (const { key, labels, value } of results) {
      const window = windows.get(key) ?? { labels, times: [], values: [] };
      windows.set(key, window);
      window.times.push(at);
      window.values.push(value);
    }
  }
  // The newest one came first.
  for (const { times, values } of windows.values()) for (const each of [times, values]) each.reverse();
  return [...windows.values()].map((window) => ({ ...window, from: 0, to: window.values.length }));
}

function stepAt(simulation: Simulation, subquery: Subquery, at: number, now: number): readonly Step[] {
  const { steps } = simulation.known;
  const known = steps.get(subquery) ?? new Map<number, readonly Step[]>();
  steps.set(subquery, known);
  const before = known.get(at);
  if (before !== undefined) return before;
  const vector = vectorOf(evaluate(simulation, subquery.expr, { at, now: Math.min(now, at) }));
  spend(simulation.work, 3 * vector.length);
  const found = vector.map((element) => ({
    ...element,
    key: entriesKey(element.labels),
  }));
  // What is in the future of an evaluation depends on its time.
  if (at <= now) known.set(at, found);
  return found;
}
