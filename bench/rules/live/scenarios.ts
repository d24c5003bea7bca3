import { Pod, type Serving } from './pod';

/** Waits minutes on the rules' clock. */
export type Pass = (minutes: number) => Promise<void>;

/** A service and what happens to it. It has a namespace of its own, named like the scenario. */
export interface Scenario {
  readonly name: string;
  /**
   * All pods that it will ever have: Prometheus waits five real seconds before it scrapes a new target, which would be
   * minutes on the faster clock. One that does not run yet is a target that does not answer.
   */
  readonly pods: readonly Pod[];
  /** What happens to them, until it is cancelled. */
  readonly story: (pass: Pass) => Promise<void>;
  /** What scrapes show and rules cannot know, if anything. */
  readonly bound?: string;
}

/** Events that Prometheus has stored, but could not evaluate before it went away, and then their process was gone. */
const AWAY =
  'a process that ends while Prometheus is away takes what it showed since the last evaluation with it';

/** Requests a minute of usual traffic. */
const USUAL = 600;

const podsOf = (namespace: string, count: number, serving: Serving, runs = (_index: number) => true): Pod[] =>
  Array.from({ length: count }, (_, index) => new Pod(namespace, `pod-${index}`, serving, runs(index)));

const nothing = async (): Promise<void> => {};

function scenario(
  name: string,
  pods: readonly Pod[],
  story: (pods: readonly Pod[], pass: Pass) => Promise<void> = nothing,
  bound?: string,
): Scenario {
  return { name, pods, story: (pass) => story(pods, pass), ...(bound === undefined ? {} : { bound }) };
}

/** In-place restarts, each pod at another time, right after one of its scrapes or anywhere between two. */
async function restarts(pods: readonly Pod[], pass: Pass): Promise<void> {
  for (let turn = 0; ; turn++) {
    await pass(3.7);
    pods[turn % pods.length]!.restart();
  }
}

/** Replaces all pods, one after the other, by the next of each. */
async function rollouts(pods: readonly Pod[], pass: Pass): Promise<void> {
  const REPLICAS = 3;
  for (let next = REPLICAS; next < pods.length; next++) {
    await pass(next % REPLICAS === 0 ? 12 : 1.3);
    pods[next]!.restart();
    await pass(0.6);
    pods[next - REPLICAS]!.end();
  }
}

/** From 2 to 20 replicas and back, in steps of two. */
async function autoscaling(pods: readonly Pod[], pass: Pass): Promise<void> {
  for (;;) {
    for (let size = 2; size < pods.length; size += 2) {
      await pass(2.3);
      for (const pod of pods.slice(size, size + 2)) pod.restart();
    }
    for (let size = pods.length; size > 2; size -= 2) {
      await pass(2.3);
      for (const pod of pods.slice(size - 2, size)) pod.end();
    }
  }
}

/** Each process lives between one and two minutes, and is away for half a minute. */
async function crashLoop(pods: readonly Pod[], pass: Pass): Promise<void> {
  for (let turn = 0; ; turn++) {
    await pass(1 + (turn % 5) * 0.2);
    for (const pod of pods) pod.end();
    await pass(0.5);
    for (const pod of pods) pod.restart();
  }
}

async function failedScrapes(pods: readonly Pod[], pass: Pass): Promise<void> {
  for (let turn = 0; ; turn++) {
    const pod = pods[turn % pods.length]!;
    await pass(4.1);
    pod.pageFails = true;
    await pass([0.4, 1.1, 7.3][turn % 3]!);
    pod.pageFails = false;
  }
}

async function expiry(pods: readonly Pod[], pass: Pass): Promise<void> {
  for (let turn = 0; ; turn++) {
    await pass(6);
    const pod = pods[turn % pods.length]!;
    pod.healthy = true;
    await pass(5.5);
    pod.errorsExpired = true;
    await pass(9);
    pod.errorsExpired = false;
    pod.healthy = false;
  }
}

export const scenarios = (): readonly Scenario[] => [
  scenario('steady', podsOf('steady', 3, { rate: USUAL })),
  scenario('low-traffic', podsOf('low-traffic', 2, { rate: 0.5, errors: 0.2 })),
  scenario('high-traffic', podsOf('high-traffic', 3, { rate: 60_000 })),
  scenario('slow-pages', podsOf('slow-pages', 4, { rate: USUAL, pageSeconds: 2 })),
  scenario('restarts', podsOf('restarts', 2, { rate: USUAL }), restarts, AWAY),
  scenario(
    'restarts-unknown-start',
    podsOf('restarts-unknown-start', 2, { rate: USUAL, startTime: false }),
    restarts,
    'without process_start_time_seconds, a counter that passes its old value within one evaluation seems to go on',
  ),
  scenario(
    'rollouts',
    podsOf('rollouts', 30, { rate: USUAL }, (index) => index < 3),
    rollouts,
    AWAY,
  ),
  scenario(
    'autoscaling',
    podsOf('autoscaling', 20, { rate: USUAL }, (index) => index < 2),
    autoscaling,
    AWAY,
  ),
  scenario('crash-loop', podsOf('crash-loop', 3, { rate: USUAL }), crashLoop, AWAY),
  scenario('failed-scrapes', podsOf('failed-scrapes', 3, { rate: USUAL }), failedScrapes),
  scenario('expiring-series', podsOf('expiring-series', 2, { rate: USUAL }), expiry),
];
