import { nativeHistogram } from '../../src/metrics/native-histogram';
import { oneOf } from '../../src/metrics/labels';
import { matching } from '../../src/promql/build';
import { availabilitySlo, latencySlo, type Slo } from '../../src/slo/slo';
import { groupsAt, availability } from '../slo/order-api-slos';
import { CountingLab, EVENTS_IN_SCRAPE, GATE_RULE, Pod, type Shown } from '../support/counting-lab';
import { ENGINE } from '../support/engines';
import { exposedClassicHistogram, exposedNativeHistogram } from '../support/exposed';

/**
 * What range queries and promtool cannot show: a live Prometheus misses evaluations, and stores samples late. A minute
 * of the rules takes three seconds.
 */
const SPEED = 20;

/** Every request that fails is slow, too, so that both objectives count the same. */
function ofHistogram(
  buckets: { readonly schema: number } | { readonly buckets: readonly number[] },
): readonly Slo[] {
  const durations = nativeHistogram('order_api_duration_seconds', {
    help: 'Time from request to answer.',
    unit: 'seconds',
    labels: { status: oneOf('200', '500') },
    ...buckets,
  });
  return [
    availabilitySlo({
      name: 'availability',
      objective: 99.9,
      period: '30d',
      requests: durations,
      errors: { status: matching('5..') },
    }),
    latencySlo({ name: 'latency', objective: 99, period: '30d', durations, threshold: 0.25 }),
  ];
}

/** Objectives of each namespace. */
const SLOS: Readonly<Record<string, readonly Slo[]>> = {
  steady: [availability],
  slow: [availability],
  restarting: [availability],
  'without-start-time': [availability],
  expiring: [availability],
  // Its evaluations are ended in the middle.
  ended: [availability],
  // Prometheus 2 converts no classic histograms, and native ones are an experiment there.
  ...(ENGINE.version[0] < 3
    ? {}
    : { native: ofHistogram({ schema: 3 }), converted: ofHistogram({ buckets: [0.005, 0.1, 0.25, 1] }) }),
};

const native = { exposed: exposedNativeHistogram };
const converted = {
  exposed: exposedClassicHistogram,
  scrape: { convert_classic_histograms_to_nhcb: true },
};

const pods = [
  new Pod('steady', 'a'),
  new Pod('steady', 'b'),
  // Half a second and two seconds on the rules' clock.
  new Pod('slow', 'a', { delay: 25 }),
  new Pod('slow', 'b', { delay: 100 }),
  new Pod('restarting', 'a'),
  new Pod('restarting', 'b', { delay: 25 }),
  new Pod('without-start-time', 'a', { startTime: false }),
  // Some scrapes of these are stored after the evaluation that should see them: up to 24 seconds on the rules' clock.
  ...[0, 200, 400, 600, 800, 1000, 1200].map((delay) => new Pod('expiring', `late-${delay}`, { delay })),
  new Pod('ended', 'a'),
  ...('native' in SLOS
    ? [
        new Pod('native', 'a', native),
        new Pod('native', 'b', { ...native, startTime: false, delay: 25 }),
        new Pod('converted', 'a', converted),
        new Pod('converted', 'b', { ...converted, startTime: false, delay: 25 }),
      ]
    : []),
];
const podOf = (namespace: string) => pods.find((pod) => pod.namespace === namespace)!;
const podsOf = (namespace: string) => pods.filter((pod) => pod.namespace === namespace);

const TILES = 'order_api:slo_events_by_hour:count1m';
/** Recorded after the tiles: without it, Prometheus has ended the evaluation before. */
const COUNTED = 'order_api:slo_counted:sum';

const groups = Object.entries(SLOS).flatMap(([namespace, slos]) =>
  groupsAt('fast', slos, { namespace }).map((group) => ({
    ...group,
    name: `${namespace}-${group.name}`,
    rules: group.rules.flatMap((rule) =>
      namespace === 'ended' && rule.record === COUNTED ? [GATE_RULE, rule] : [rule],
    ),
  })),
);

const lab = new CountingLab(
  pods,
  groups,
  SPEED,
  'native' in SLOS ? ['--enable-feature=native-histograms'] : [],
);

/** Events as shown by scrapes of a namespace, and as counted for each of its objectives. */
const shown: Record<string, Shown> = {};
const counted: Record<string, Record<string, Partial<Shown>>> = {};
/** Namespaces with evaluations that Prometheus ended after their tiles. */
const ended = new Set<string>();

beforeAll(async () => {
  await lab.start();
  const targets = Object.entries(SLOS).flatMap(([namespace, slos]) => slos.flatMap(() => podsOf(namespace)));
  await lab.until('count(order_api:slo_seen_before:sum{outcome="all"})', ([found]) => {
    return found === targets.length;
  });
  lab.busy = true;
  await lab.pass(3);
  podOf('restarting').restart();
  for (const pod of podsOf('expiring')) pod.healthy = true;
  podOf('without-start-time').restart();
  for (const pod of [...podsOf('native'), ...podsOf('converted')]) pod.restart();
  await lab.pass(3);
  // A crash loop: away for less than a minute, several times.
  for (let times = 0; times < 3; times++) {
    podOf('restarting').down = true;
    await lab.pass(0.6);
    podOf('restarting').restart();
    await lab.pass(1.4);
  }
  for (let times = 0; times < 2; times++) {
    for (const pod of podsOf('expiring')) pod.idle = true;
    await lab.pass(3);
    for (const pod of podsOf('expiring')) pod.idle = false;
    await lab.pass(2);
  }
  for (const pod of podsOf('expiring')) pod.healthy = false;
  await lab.pass(2);
  // Prometheus is away for two minutes, and stops and starts besides.
  await lab.stopPrometheusAtGate();
  await lab.pass(2);
  await lab.startPrometheus();
  await lab.pass(3);
  await lab.relabelAtGate({ version: '2' });
  await lab.pass(4);
  lab.busy = false;
  await lab.pass(3);
  for (const namespace of Object.keys(SLOS))
    shown[namespace] = podsOf(namespace).reduce(
      (sum, pod) => ({ all: sum.all + pod.shown.all, bad: sum.bad + pod.shown.bad }),
      { all: 0, bad: 0 },
    );
  // What budgets add up. On a slow machine Prometheus may end an evaluation before it has recorded this of its tile.
  for (const { labels, value } of await lab.query(
    `sum by (namespace, slo, outcome) (sum_over_time(${TILES}[1h]))`,
  )) {
    const { namespace = '', slo = '', outcome = '' } = labels;
    const ofNamespace = (counted[namespace] ??= {});
    ofNamespace[slo] = { ...ofNamespace[slo], [outcome]: value - (await countedTwice(labels)) };
  }
});

/** Tiles of evaluations that were ended after them, where the next one was more than five minutes and a second later. */
async function countedTwice({ namespace, slo, outcome }: Readonly<Record<string, string>>): Promise<number> {
  const of = `namespace="${namespace}", slo="${slo}"`;
  const samplesOf = async (series: string) =>
    (await lab.samples(`${series}[1h]`)).flatMap(({ samples }) => samples).toSorted(([a], [b]) => a - b);
  const tiles = await samplesOf(`${TILES}{${of}, outcome="${outcome}"}`);
  const finished = new Set((await samplesOf(`${COUNTED}{${of}, outcome="all"}`)).map(([time]) => time));
  return tiles
    .filter(([time], at, { [at + 1]: next }) => {
      if (finished.has(time)) return false;
      ended.add(namespace!);
      return next !== undefined && (next[0] - time) * SPEED > 301;
    })
    .reduce((sum, [, value]) => sum + value, 0);
}
afterAll(() => lab.stop());

test('evaluations were ended in the middle', () => {
  expect([...ended]).toContain('ended');
});

/** Namespaces whose processes restart: the sample of one scrape may be stored too late for the evaluation before. */
const RESTARTING = ['restarting', 'without-start-time', 'native', 'converted'];

test.each(Object.entries(SLOS))(
  'every event of %s is counted once, over a restart of Prometheus, another target label and another rule file',
  (namespace, slos) => {
    const { all, bad } = shown[namespace]!;
    const late = RESTARTING.includes(namespace) ? EVENTS_IN_SCRAPE : { all: 0, bad: 0 };
    expect(all).toBeGreaterThan(100);
    expect(Object.keys(counted[namespace]!).toSorted()).toEqual(slos.map(({ name }) => name).toSorted());
    for (const found of Object.values(counted[namespace]!)) {
      expect([all, all - late.all]).toContain(found.all);
      expect([bad, bad - late.bad]).toContain(found.bad);
    }
  },
);
