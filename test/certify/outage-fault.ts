import { lastsOf, ROUTES, type Outage, type Route } from '../../bench/outages/outage';
import { SPEED_OF_RESTARTS } from '../../bench/outages/stages';
import type { Fault } from '../../src/faults/fault';
import type { Change } from '../../src/faults/signals';

/** Minutes at which an outage is compared with its beginning. */
const LOOKS = [0.1, 0.5, 1, 2, 3, 5, 7.5, 10, 12, 15, 20, 30, 45, 59, 74, 119, 179];

/** Seconds by which outages are looked at beside their own steps, where rounding would decide. */
const BETWEEN = 0.01;

/** An outage of the live runs as a fault. */
export function faultOf(outage: Outage): Fault {
  const lasts = lastsOf(outage);
  const texts = LOOKS.filter((minute) => minute < lasts).map((minute) =>
    JSON.stringify(outage.change(minute)),
  );
  // An outage that does not change ends later than what fires because of it.
  const isConstant = new Set(texts).size === 1 && lasts >= 60;
  return {
    name: outage.name,
    ...(isConstant ? {} : { settles: lasts * 60 }),
    signals: (seconds) => ({
      ...(!isConstant && seconds >= lasts * 60 ? {} : changeOf(outage, (seconds + BETWEEN) / 60)),
      ...awayFor(outage),
    }),
  };
}

function changeOf(outage: Outage, minute: number): Change {
  const { errors, slow, pods = {}, updated: _updated, ...same } = outage.change(minute);
  return {
    ...same,
    ...(errors === undefined ? {} : { errors: shareOf(errors) }),
    ...(slow === undefined ? {} : { slow: shareOf(slow) }),
    pods: Object.fromEntries(
      Object.entries(pods).map(([number, pod]) => {
        if (pod === undefined) return [number, undefined];
        const { process: _process, ...signals } = pod;
        return [number, signals];
      }),
    ),
  };
}

/** A program starts again within two seconds, which are so many on the faster clock. */
const STARTS_IN = 2 * SPEED_OF_RESTARTS;

function awayFor({ interruption }: Outage): Change {
  if (interruption === undefined) return {};
  const away = interruption.lasts * 60 + STARTS_IN;
  return interruption.program === 'prometheus' ? { prometheusAway: away } : { alertmanagerAway: away };
}

const shareOf = (byRoute: Readonly<Record<Route, number>>): number =>
  Object.entries(ROUTES).reduce((sum, [route, part]) => sum + part * byRoute[route as Route], 0);
