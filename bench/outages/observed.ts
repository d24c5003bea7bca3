import type { RangeResult } from './engines';
import { incidentsOf, type Message } from './messages';
import { severityOf, type FiredAlert, type Observed } from './results';
import { PAGER, TICKETS } from './stack';

/**
 * @param firing samples of ALERTS
 * @param minuteOf minute of the outage at a Unix time in seconds
 */
export function observed(
  namespace: string,
  firing: readonly RangeResult[],
  messages: readonly Message[],
  minuteOf: (at: number) => number,
): Observed {
  const own = messages.filter(({ commonLabels }) => commonLabels['namespace'] === namespace);
  const to = (receiver: string) => own.filter((message) => message.receiver === receiver);
  const first = (receiver: string) => {
    const message = to(receiver).find(({ status }) => status === 'firing');
    return message === undefined ? undefined : rounded(minuteOf(message.at));
  };
  const page = first(PAGER);
  const ticket = first(TICKETS);
  return {
    alerts: [
      ...firstFirings(
        firing.filter(({ metric }) => metric['namespace'] === namespace),
        minuteOf,
      ),
    ],
    ...(page === undefined ? {} : { page }),
    ...(ticket === undefined ? {} : { ticket }),
    incidents: incidentsOf(to(PAGER)),
    messages: { pager: to(PAGER).length, tickets: to(TICKETS).length },
  };
}

function firstFirings(
  firing: readonly RangeResult[],
  minuteOf: (at: number) => number,
): readonly FiredAlert[] {
  const found = new Map<string, FiredAlert>();
  for (const { metric, values } of firing) {
    const { alertname = '', slo } = metric;
    const severity = severityOf.parse(metric['severity']);
    const key = [alertname, severity, slo].join();
    const minute = rounded(minuteOf(values[0]![0]));
    if (minute >= (found.get(key)?.minute ?? Infinity)) continue;
    found.set(key, { alert: alertname, severity, ...(slo === undefined ? {} : { slo }), minute });
  }
  return [...found.values()].toSorted((a, b) => a.minute - b.minute);
}

const rounded = (minute: number): number => Math.round(minute * 10) / 10;
