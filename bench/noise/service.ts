import type { InputSeries } from '../../src/testing/rule-tests';
import { seeded } from '../../src/findings/seeded';
import { addressOf, SERVICE } from '../outages/names';
import { eventsOf, type PodEvent } from './operations';
import { poisson } from './poisson';
import { Values } from './values';

/** A service without an outage. */
export interface QuietService {
  readonly namespace: string;
  /** Requests per second on average. */
  readonly rate: number;
  /** Share of requests that fail at random. */
  readonly errors: number;
}

/** Replicas. */
const PODS = 3;
/**
 * Pod names of a replica, which its pods have in turn. A name that comes back after hours is like a new one to rules
 * that look back over an hour, and a month of rollouts stays small enough for promtool.
 */
const NAMES = 4;
/** Seconds between scrapes. */
export const SCRAPE = 30;

/** How much traffic differs between day and night. */
const SWING = 0.7;

interface Pod {
  readonly name: string;
  readonly started: number;
  readonly restarts: number;
  good: number;
  bad: number;
}

/** Series of one pod name. */
interface Slot {
  readonly up: Values;
  readonly good: Values;
  readonly bad: Values;
  readonly start: Values;
  readonly restarts: Values;
}

const emptySlot = (): Slot => ({
  up: new Values(),
  good: new Values(),
  bad: new Values(),
  start: new Values(),
  restarts: new Values(),
});

/**
 * What Prometheus would scrape in some days: requests and failures at random, rollouts, restarts and drains, and scrapes
 * that are missing while Prometheus restarts.
 */
export function scraped(
  { namespace, rate, errors }: QuietService,
  days: number,
  seed: number,
): readonly InputSeries[] {
  const random = seeded(seed);
  const steps = (days * 86_400) / SCRAPE;
  const slots = new Map<string, Slot>();
  const slotOf = (name: string): Slot => {
    const slot = slots.get(name) ?? emptySlot();
    slots.set(name, slot);
    return slot;
  };
  const generations = Array.from({ length: PODS }, () => 0);
  const create = (replica: number, step: number, restarts: number): Pod => ({
    name: `${SERVICE}-${replica}-${generations[replica]! % NAMES}`,
    started: step * SCRAPE,
    restarts,
    good: 0,
    bad: 0,
  });
  const pods: (Pod | undefined)[] = Array.from({ length: PODS }, (_, replica) => create(replica, 0, 0));
  const available = new Values();
  for (let step = 0; step < steps; step += 1) {
    const { podEvents, scrapes } = eventsOf(step, SCRAPE);
    for (const { replica, kind } of podEvents) pods[replica] = change(kind, replica, step);
    const ready = pods.filter((pod) => pod !== undefined);
    const share =
      (rate * SCRAPE * (1 + SWING * Math.sin((2 * Math.PI * step * SCRAPE) / 86_400))) / ready.length;
    for (const pod of ready) {
      pod.bad += poisson(share * errors, random);
      pod.good += poisson(share * (1 - errors), random);
    }
    if (!scrapes) continue;
    available.set(step, ready.length);
    for (const pod of ready) {
      const slot = slotOf(pod.name);
      slot.up.set(step, 1);
      slot.good.set(step, pod.good);
      // A client library creates the series with its first increment.
      if (pod.bad > 0) slot.bad.set(step, pod.bad);
      slot.start.set(step, pod.started);
      slot.restarts.set(step, pod.restarts);
    }
  }
  return inputSeries(namespace, slots, available, steps);

  function change(kind: PodEvent['kind'], replica: number, step: number): Pod | undefined {
    switch (kind) {
      case 'replaced':
        generations[replica]! += 1;
        return create(replica, step, 0);
      case 'restarted':
        return create(replica, step, 1);
      case 'gone':
        return undefined;
    }
  }
}

function inputSeries(
  namespace: string,
  slots: ReadonlyMap<string, Slot>,
  available: Values,
  steps: number,
): readonly InputSeries[] {
  const deployment = `{namespace="${namespace}",deployment="${SERVICE}"}`;
  return [
    { series: `kube_deployment_spec_replicas${deployment}`, values: `${PODS}x${steps}` },
    { series: `kube_deployment_status_replicas_available${deployment}`, values: available.text },
    ...[...slots].flatMap(([name, { up, good, bad, start, restarts }]) => {
      const target = `namespace="${namespace}",job="${SERVICE}",pod="${name}",instance="${addressOf(name)}"`;
      const requests = (status: string) =>
        `order_api_requests_total{${target},method="GET",endpoint="/orders",status="${status}"}`;
      const pod = `namespace="${namespace}",pod="${name}"`;
      return [
        {
          series: `kube_pod_container_status_restarts_total{${pod},container="${SERVICE}"}`,
          values: restarts.text,
        },
        { series: `kube_pod_status_ready{${pod},condition="true"}`, values: up.text },
        { series: `up{${target}}`, values: up.text },
        { series: `process_start_time_seconds{${target}}`, values: start.text },
        { series: requests('200'), values: good.text },
        ...(bad.isEmpty ? [] : [{ series: requests('500'), values: bad.text }]),
      ];
    }),
  ];
}
