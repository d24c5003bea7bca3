import type { Fault } from '../faults/fault';
import { signalsWith, type Signals } from '../faults/signals';
import type { Firing } from './alert';
import { burnFiring } from './burn-rate';
import { Detection } from './detection';
import { Unsupported } from './engine/series';
import { keyOfAlert, keyOfBurn, type Memory } from './memory';
import type { WatchedService } from './service';

/** An alert that could not be judged. */
export interface Unjudged {
  readonly alert: string;
  /** A clause. */
  readonly reason: string;
}

/** What fires during a fault. */
export interface Firings {
  readonly firings: readonly Firing[];
  readonly unjudged: readonly Unjudged[];
}

/** The state that a fault leads to. */
export const settledState = ({ signals, settles = 0 }: Fault, pods: number): Signals =>
  signalsWith(pods, signals(Math.max(settles, 1), pods));

/** Every alert of a service that fires during a fault, in the order of their bounds. */
export function firingsOf(service: WatchedService, fault: Fault, memory: Memory): Firings {
  const { subject, rules, alerts, burnAlerts } = service;
  const { rules: loaded, prometheusAway } = settledState(fault, subject.pods);
  if (!loaded || prometheusAway === Infinity) return { firings: [], unjudged: [] };
  const unjudged: Unjudged[] = [];
  let detection: Detection | undefined;
  const simulated = () => (detection ??= new Detection(subject, fault, rules));
  const keyOf = keyOfAlert(subject, rules);
  const found = alerts.flatMap((alert) => {
    try {
      return memory.remembered(alert, fault, keyOf, () => simulated().firing(alert)) ?? [];
    } catch (error) {
      if (!(error instanceof Unsupported)) throw error;
      unjudged.push({ alert: alert.name, reason: error.message });
      return [];
    }
  });
  const keyOfRate = keyOfBurn(subject);
  const burns = burnAlerts.flatMap(
    (alert) => memory.remembered(alert, fault, keyOfRate, () => burnFiring(subject, fault, alert)) ?? [],
  );
  const firings = [...found, ...burns].map((firing) => afterRestart(firing, prometheusAway));
  return { firings: firings.toSorted((a, b) => Math.round(a.latest - b.latest)), unjudged };
}

/** While Prometheus is away nothing is evaluated, and what was pending begins again. */
function afterRestart(firing: Firing, away: number): Firing {
  if (away === 0) return firing;
  return {
    ...firing,
    latest: firing.latest + away,
    parts: [{ what: 'restart of Prometheus', seconds: away }, ...firing.parts],
  };
}
