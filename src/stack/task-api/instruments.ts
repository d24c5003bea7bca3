import { Counter, Gauge, type Registry } from 'prom-client';
import { admits, type Contract, InvalidInput, type LabelSchema, type ValueOf } from '../../index';
import type * as metrics from '../../index';
import { DirectHistogram } from './direct-histogram';

/** A value for every label of a metric, as narrow as its contract. */
export type LabelsOf<L extends LabelSchema> = { readonly [K in keyof L]: ValueOf<L[K]> };

/** All series of a metric. */
export interface Instrument<L extends LabelSchema, Series> {
  /**
   * What records for one set of labels. It is on the page from now on, at 0. Keep it where requests are handled:
   * looking it up costs more than recording.
   * @throws InvalidInput when a label is not in the contract, or has more values than that allows
   */
  with(labels: LabelsOf<L>): Series;
}

export interface CounterSeries {
  /** @default 1 */
  add(amount?: number): void;
}

export interface GaugeSeries {
  set(value: number): void;
  add(amount: number): void;
}

export interface HistogramSeries {
  observe(value: number): void;
}

type InstrumentOf<M extends metrics.Metric> =
  M extends metrics.Counter<infer L>
    ? Instrument<L, CounterSeries>
    : M extends metrics.Gauge<infer L>
      ? Instrument<L, GaugeSeries>
      : M extends metrics.Histogram<infer L>
        ? Instrument<L, HistogramSeries>
        : never;

/** One instrument a metric, under the same key as in the contract. */
export type Instruments<C extends Contract> = { readonly [K in keyof C]: InstrumentOf<C[K]> };

/** Creates what a program records into, from the same table that its rules read. */
export function instruments<C extends Contract>(contract: C, registry: Registry): Instruments<C> {
  const created = Object.entries(contract).map(([key, metric]) => [key, instrument(metric, registry)]);
  // fromEntries forgets which key has which kind; the loop above keeps them together.
  return Object.fromEntries(created) as Instruments<C>;
}

type Labels = Readonly<Record<string, string>>;

/** As one function creates them all, it knows labels as texts only. */
function instrument(metric: metrics.Metric, registry: Registry): InstrumentOf<metrics.Metric> {
  const { name, help, kind } = metric;
  const described = { name, help, labelNames: Object.keys(metric.labels), registers: [registry] };
  // Values are handed over when the page is written: prom-client builds and looks up a text for every single event.
  const cells: { readonly labels: Labels; value: number }[] = [];
  const cell = (labels: Labels) => {
    const created = { labels, value: 0 };
    cells.push(created);
    return created;
  };
  switch (kind) {
    case 'counter': {
      const counter = new Counter({
        ...described,
        collect() {
          counter.reset();
          for (const { labels, value } of cells) counter.inc(labels, value);
        },
      });
      return seriesOf(metric, (labels) => {
        const total = cell(labels);
        return { add: (amount = 1) => (total.value += notNegative(name, amount)) };
      });
    }
    case 'gauge': {
      const gauge = new Gauge({
        ...described,
        collect() {
          for (const { labels, value } of cells) gauge.set(labels, value);
        },
      });
      return seriesOf(metric, (labels) => {
        const now = cell(labels);
        return {
          set: (value: number) => (now.value = value),
          add: (amount: number) => (now.value += amount),
        };
      });
    }
    case 'histogram': {
      const histogram = new DirectHistogram({ ...described, buckets: [...metric.buckets] });
      return seriesOf(metric, (labels) => histogram.with(labels));
    }
    case 'native histogram':
      throw new Error(`metric "${name}": prom-client exposes no native histograms; declare a histogram`);
  }
}

function notNegative(metric: string, amount: number): number {
  if (amount >= 0) return amount;
  throw new RangeError(`metric "${metric}": a counter cannot go down (got ${amount})`);
}

/** Creates each series once, when its labels are checked. */
function seriesOf<Series>(
  metric: metrics.Metric,
  create: (labels: Labels) => Series,
): { readonly with: (labels: Labels) => Series } {
  const names = Object.keys(metric.labels);
  const created = new Map<string, Series>();
  const used = new Map(names.map((name) => [name, new Set<string>()]));
  return {
    with(labels) {
      const key = JSON.stringify(names.map((name) => labels[name]));
      const known = created.get(key);
      if (known !== undefined) return known;
      for (const name of names) checkValue(metric, name, labels[name], used.get(name)!);
      const series = create({ ...labels });
      created.set(key, series);
      return series;
    },
  };
}

function checkValue(
  metric: metrics.Metric,
  name: string,
  value: string | undefined,
  used: Set<string>,
): void {
  const values = metric.labels[name]!;
  const fail = (problem: string, fix: string): never => {
    const resource = `metric "${metric.name}"`;
    throw new InvalidInput({ resource, path: `labels.${name}`, message: problem, found: value, fix });
  };
  if (value === undefined || !admits(values, value))
    return fail(
      'the value is not in the contract',
      'record a value that the contract allows, or extend the contract',
    );
  if (values.kind === 'pattern' && used.size === values.atMost && !used.has(value))
    fail(`has more than the ${values.atMost} values of the contract`, 'record fewer, or raise atMost');
  used.add(value);
}
