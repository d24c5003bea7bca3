import { groupsAt, availability } from '../slo/order-api-slos';
import { CountingLab, Pod, type Shown } from '../support/counting-lab';

/**
 * What range queries and promtool cannot show: a live Prometheus misses evaluations, and stores samples late. A minute
 * of the rules takes three seconds.
 */
const SPEED = 20;

const NAMESPACES = ['steady', 'slow', 'restarting', 'without-start-time', 'expiring'] as const;

const pods = [
  new Pod('steady', 'a'),
  new Pod('steady', 'b'),
  // Half a second and two seconds on the rules' clock.
  new Pod('slow', 'a', { delay: 25 }),
  new Pod('slow', 'b', { delay: 100 }),
  new Pod('restarting', 'a'),
  new Pod('restarting', 'b', { delay: 25 }),
  new Pod('without-start-time', 'a', { startTime: false }),
  new Pod('expiring', 'a'),
];
const podOf = (namespace: string) => pods.find((pod) => pod.namespace === namespace)!;

const groups = NAMESPACES.flatMap((namespace) =>
  groupsAt('fast', [availability], { namespace }).map((group) => ({
    ...group,
    name: `${namespace}-${group.name}`,
  })),
);

const lab = new CountingLab(pods, groups, SPEED);

/** Events of each namespace, as shown by scrapes and as counted. */
let shown: Readonly<Record<string, Shown>>;
const counted: Record<string, Partial<Shown>> = {};

beforeAll(async () => {
  await lab.start();
  const targets = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0);
  await lab.until('count by (namespace) (order_api:slo_seen_before:sum{outcome="all"})', (values) => {
    return targets(values) === pods.length;
  });
  lab.busy = true;
  await lab.pass(3);
  podOf('restarting').restart();
  podOf('expiring').healthy = true;
  podOf('without-start-time').restart();
  await lab.pass(3);
  // A crash loop: away for less than a minute, several times.
  for (let times = 0; times < 3; times++) {
    podOf('restarting').down = true;
    await lab.pass(0.6);
    podOf('restarting').restart();
    await lab.pass(1.4);
  }
  podOf('expiring').idle = true;
  await lab.pass(3);
  podOf('expiring').idle = false;
  podOf('expiring').healthy = false;
  await lab.pass(2);
  // Prometheus is away for four minutes.
  await lab.stopPrometheus();
  await lab.pass(4);
  await lab.startPrometheus();
  await lab.pass(3);
  lab.relabel({ version: '2' });
  await lab.pass(4);
  lab.busy = false;
  await lab.pass(3);
  shown = Object.fromEntries(
    NAMESPACES.map((namespace) => [
      namespace,
      pods
        .filter((pod) => pod.namespace === namespace)
        .reduce((sum, pod) => ({ all: sum.all + pod.shown.all, bad: sum.bad + pod.shown.bad }), {
          all: 0,
          bad: 0,
        }),
    ]),
  );
  for (const outcome of ['all', 'bad'] as const)
    for (const [namespace, value] of await lab.query(
      `sum by (namespace) (sum_over_time(order_api:slo_events:count1m{outcome="${outcome}"}[5m]))`,
    ))
      counted[namespace] = { ...counted[namespace], [outcome]: value };
});
afterAll(() => lab.stop());

test.each(NAMESPACES)(
  'every event of %s is counted once, over a restart of Prometheus, another target label and another rule file',
  (namespace) => {
    expect(shown[namespace]!.all).toBeGreaterThan(100);
    expect(counted[namespace]).toEqual(shown[namespace]);
  },
);
