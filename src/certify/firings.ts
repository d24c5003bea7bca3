import type { Fault } from '../faults/fault';
import { signalsWith, type Signals } from '../faults/signals';
import type { Firing } from './alert';
import { burnFiring } from './burn-rate';
import { Detection } from './detection';
import { Unsupported } from './engine/series';
import { keyOfAlert, keyOfBurn, type Memory } from './memory';
import type { WatchedService } from './service';
import { DISCOVERY } from './world/timeline';

export interface Unjudged {
  readonly alert: string;
  /** A clause. */
  readonly reason: string;
}

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
  const simulated = () => (detection ??= new Detection(memory.worldOf(subject), fault, rules));
  const keyOf = keyOfAlert(subject, rules);
  const found = alerts.flatMap((alert) => {
    try {
      return memory.remembered(alert, fault, keyOf, (work) => simulated().firing(alert, work)) ?? [];
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
  const firings = [...found, ...burns].map((firing) =>
    prometheusAway === 0 ? firing : afterRestart(firing, prometheusAway, subject),
  );
  return { firings: firings.toSorted((a, b) => Math.round(a.latest - b.latest)), unjudged };
}

/** Seconds from which on Prometheus remembers over a restart since when an alert is pending, and for which it then waits. */
const GRACE = 600;

/**
 * Prometheus goes at the worst moment: right before the scrape or the evaluation that would show the fault, or right
 * before an alert that is pending would fire. Scrapes and evaluations keep their times, and pending alerts begin again.
 * @see https://github.com/prometheus/prometheus/blob/v3.5.0/rules/group.go (RestoreForState)
 */
function afterRestart(firing: Firing, away: number, { interval }: WatchedService['subject']): Firing {
  const { for: wait, every } = firing.alert;
  const missed = Math.max(upTo(away + DISCOVERY, interval), upTo(away, every));
  const again = wait < GRACE ? upTo(wait, every) : Math.max(upTo(wait, every), GRACE + 2 * every);
  const parts = [
    { what: 'scrapes and evaluations that the restart of Prometheus misses', seconds: missed },
    { what: 'for, which begins again', seconds: again },
  ].filter(({ seconds }) => seconds > 0);
  return { ...firing, latest: firing.latest + missed + again, parts: [...firing.parts, ...parts] };
}

/** The next multiple. */
const upTo = (seconds: number, step: number): number => Math.ceil(seconds / step) * step;
