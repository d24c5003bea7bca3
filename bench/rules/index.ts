import { print } from '../../src/promql/print';
import { seconds, type Duration } from '../../src/promql/window';
import { dataset, type Dataset, type RawSeries } from './dataset';
import {
  designs,
  ownGroupsIn,
  ownRecordings,
  recordingsOf,
  SLOTH_RATIO,
  slothRatio,
  type Design,
  type PagePair,
} from './designs';
import { asRecorded } from './by-range';
import { kinds, PERIOD_RATIO, readFor } from './kinds';
import { startServer, type Result, type Server } from './server';
import { printTable } from './table';

const SECOND = 1000;
const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** Moments at which costs are measured: the last ones of the data, none on the hour. */
const MOMENTS = [5, 25, 50].map((minutes) => minutes * 60 * SECOND);

/**
 * Measures what SLO rules cost and how true they are, against other projects' rule shapes, on a real Prometheus.
 * Takes a few minutes; leaves nothing behind.
 */
export async function runRulesBench(): Promise<void> {
  const started = Date.now();
  const data = dataset();
  console.log(
    `${data.samples.toLocaleString('en')} samples of ${data.series.length} series: ${new Date(data.start).toISOString()} to ${new Date(data.end).toISOString()}`,
  );
  const server = await startServer();
  try {
    for (const series of data.series) await server.write([series]);
    await record(server, data);
    console.log(`loaded and recorded in ${((Date.now() - started) / SECOND).toFixed(0)} s\n`);
    await printCosts(server, data);
    await printDetection(server, data);
    await printSilence(server, data);
    await printKinds(server, data);
  } finally {
    await server.stop();
  }
  console.log(`\n${((Date.now() - started) / SECOND).toFixed(0)} s in all`);
}

async function record(server: Server, data: Dataset): Promise<void> {
  await recordRules(server, data, ownRecordings);
  const results = await server.range(
    slothRatio.expr,
    data.start,
    data.end,
    seconds(slothRatio.every) * SECOND,
  );
  await store(server, results, { __name__: SLOTH_RATIO, namespace: 'default' }, slothRatio.every);
}

/** Evaluates recording rules over the whole data, in their order, and stores what they record. */
async function recordRules(server: Server, data: Dataset, rules: typeof ownRecordings): Promise<void> {
  for (const { rule, every } of rules) {
    // It records once an hour, and reads what it recorded itself to know.
    const step = rule.record.endsWith(':count1h') ? HOUR : seconds(every) * SECOND;
    const results = await server.range(print(rule.expr.expr), data.start, data.end, step);
    await store(server, results, { __name__: rule.record, ...rule.labels }, every);
  }
}

async function store(
  server: Server,
  results: readonly Result[],
  labels: Readonly<Record<string, string>>,
  every: Duration,
): Promise<void> {
  const series = asRecorded(results, labels).map(({ metric, values }) =>
    recordedSeries(metric, values, every),
  );
  if (series.length > 0) await server.write(series);
}

/** A rule marks its series stale as soon as an evaluation gives nothing, which a range query does not do. */
function recordedSeries(labels: RawSeries['labels'], found: Result['values'], every: Duration): RawSeries {
  const step = seconds(every);
  const timestamps: number[] = [];
  const values: (number | null)[] = [];
  for (const [index, [at, value]] of found.entries()) {
    timestamps.push(at * SECOND);
    values.push(Number(value));
    const next = found[index + 1]?.[0];
    if (next !== undefined && next > at + step) {
      timestamps.push((at + step) * SECOND);
      values.push(null);
    }
  }
  return { labels, timestamps, values };
}

interface DesignCost {
  readonly samplesPerHour: number;
  readonly samplesPerEvaluation: number;
  readonly secondsPerHour: number;
}

async function costOf(server: Server, { rules }: Design, data: Dataset): Promise<DesignCost> {
  let samplesPerHour = 0;
  let samplesPerEvaluation = 0;
  let secondsPerHour = 0;
  for (const { expr, every } of rules)
    for (const before of MOMENTS) {
      const { cost } = await server.query(expr, data.end - before);
      const perHour = 3600 / seconds(every) / MOMENTS.length;
      samplesPerHour += cost.samples * perHour;
      samplesPerEvaluation += cost.samples / MOMENTS.length;
      secondsPerHour += cost.seconds * perHour;
    }
  return { samplesPerHour, samplesPerEvaluation, secondsPerHour };
}

async function printCosts(server: Server, data: Dataset): Promise<void> {
  const rows: string[][] = [];
  let reference: number | undefined;
  for (const design of designs) {
    const cost = await costOf(server, design, data);
    reference ??= cost.samplesPerHour;
    const error = await periodError(server, design, data, data.end - MOMENTS[0]!);
    rows.push([
      design.name,
      String(design.rules.length),
      millions(cost.samplesPerEvaluation),
      millions(cost.samplesPerHour),
      against(cost.samplesPerHour / reference),
      cost.secondsPerHour.toFixed(2),
      error,
    ]);
  }
  printTable(
    ['design', 'rules', 'samples/evaluation', 'samples/hour', 'against Sloth', 'engine s/hour', '30d error'],
    rows,
  );
}

/** How far a design's 30 days are from what happened, in percent of it. */
async function periodError(server: Server, design: Design, data: Dataset, at: number): Promise<string> {
  const { result } = await server.query(design.periodRatio, at);
  const truth = data.truth(at - 30 * DAY, at);
  const ratio = Number(result[0]?.values[0]?.[1] ?? NaN);
  return `${((ratio / (truth.bad / truth.all) - 1) * 100).toFixed(5)} %`;
}

async function printDetection(server: Server, data: Dataset): Promise<void> {
  const kinds = [...new Set(data.incidents.map(({ errors }) => errors))];
  const rows: string[][] = [];
  for (const design of designs) {
    const row = [design.name];
    for (const kind of kinds) {
      const delays: number[] = [];
      for (const { start, errors } of data.incidents)
        if (errors === kind) delays.push(await minutesToPage(server, design, start));
      row.push((delays.reduce((sum, delay) => sum + delay, 0) / delays.length).toFixed(1));
    }
    rows.push(row);
  }
  console.log('\nMinutes until a page, on average, by share of requests that fail');
  printTable(['design', ...kinds.map((kind) => `${kind * 100} %`)], rows);
}

/** How long after its start an incident pages; infinite when it does not within the time that is looked at. */
async function minutesToPage(server: Server, { pages }: Design, start: number): Promise<number> {
  const found = await Promise.all(pages.map((page) => firstFiring(server, page, start)));
  return Math.min(...found) / 60;
}

/** How long after `start` a pair fires, in seconds. */
async function firstFiring(server: Server, page: PagePair, start: number): Promise<number> {
  const step = seconds(page.every) * SECOND;
  const first = Math.ceil(start / step) * step;
  const [result] = await server.range(page.expr, first, first + 1.2 * HOUR, step);
  let since: number | undefined;
  let before = -Infinity;
  for (const [at] of result?.values ?? []) {
    if (since === undefined || at > before + step / SECOND) since = at;
    before = at;
    if (at - since >= seconds(page.for)) return at - start / SECOND;
  }
  return Infinity;
}

async function printSilence(server: Server, data: Dataset): Promise<void> {
  // Six hours into the last day, when the first day's silence is still within 30 days.
  const at = data.start + 30.25 * DAY + MOMENTS[0]!;
  const truth = data.truth(at - 30 * DAY, at);
  const rows: string[][] = [['what happened', (truth.bad / truth.all).toFixed(9)]];
  for (const design of designs) {
    const { result } = await server.query(design.periodRatio, at);
    const value = Number(result[0]?.values[0]?.[1] ?? NaN);
    rows.push([design.name, Number.isNaN(value) ? 'NaN' : value.toFixed(9)]);
  }
  console.log('\nThe 30d ratio with twenty minutes without a request among the 30 days');
  printTable(['design', 'ratio'], rows);
}

/** The other kinds of objectives, each recorded from the same data. */
async function printKinds(server: Server, data: Dataset): Promise<void> {
  const at = data.end - MOMENTS[0]!;
  const rows: string[][] = [];
  for (const [kind, { slo, of }] of Object.entries(kinds)) {
    await recordRules(server, data, readFor(PERIOD_RATIO, recordingsOf(ownGroupsIn('default', slo))));
    const { result } = await server.query(`${PERIOD_RATIO}{slo="${slo.name}"}`, at);
    const { all, bad } = data.truth(at - 30 * DAY, at, of);
    const ratio = Number(result[0]?.values[0]?.[1] ?? NaN);
    rows.push([
      kind,
      all.toLocaleString('en'),
      (bad / all).toFixed(9),
      ratio.toFixed(9),
      `${((ratio / (bad / all) - 1) * 100).toFixed(5)} %`,
    ]);
  }
  console.log('\nThe 30d ratio of the other kinds of objectives');
  printTable(['kind', 'events', 'what happened', 'recorded', '30d error'], rows);
}

function millions(samples: number): string {
  return samples >= 1e6 ? `${(samples / 1e6).toFixed(1)}M` : `${(samples / 1e3).toFixed(1)}k`;
}

function against(share: number): string {
  return share >= 0.1 ? share.toFixed(2) : `1/${(1 / share).toFixed(0)}`;
}
