import { ageOf, lastsOf, type Outage } from './outage';
import type { Stage } from './stage';

/** Outages up to this many minutes run together. Longer ones would keep all others waiting. */
const SHORT = 90;

/** Slow enough that one Prometheus evaluates the rules of fifty services in time on two cores. */
const SPEED = 15;
/** Where there are few services. */
const SPEED_OF_FEW = 30;
/** A restart takes a second or two on any clock. */
export const SPEED_OF_RESTARTS = 20;

/** Divides outages into runs. Whatever fails beside the service has a run of its own, as all services notice it. */
export function stagesOf(outages: readonly Outage[]): readonly Stage[] {
  const interrupted = outages.filter(({ interruption }) => interruption !== undefined);
  const others = outages.filter(({ interruption }) => interruption === undefined);
  const isLong = (outage: Outage) => lastsOf(outage) - ageOf(outage) * 60 > SHORT;
  const stages: readonly Stage[] = [
    { name: 'short outages', speed: SPEED, outages: others.filter((outage) => !isLong(outage)) },
    { name: 'long outages', speed: SPEED_OF_FEW, outages: others.filter(isLong) },
    ...interrupted.map((outage): Stage => ({
      name: outage.name,
      speed: SPEED_OF_RESTARTS,
      outages: [outage],
      interruption: outage.interruption!,
    })),
  ];
  return stages.filter(({ outages: some }) => some.length > 0);
}
