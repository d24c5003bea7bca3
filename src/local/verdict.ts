import { entriesKey } from '../findings/group-by';
import type { Labels } from '../kubernetes/object';
import type { LiveFacts, LiveTarget } from '../doctor/live/live-facts';
import type { ActiveAlert, Observation } from './observation';
import { records, showRecording, type Recording } from './recordings';
import { isExporterJob } from './server-config';
import type { ExpectedAlert, Traffic } from './traffic';

export interface Expectation {
  readonly targets: number;
  readonly recordings: readonly Recording[];
  readonly traffic: Traffic;
  /** Names of metrics that services which ran before must expose. @default none */
  readonly metrics?: readonly string[];
  readonly objectives: ReadonlyMap<string, string>;
}

export class RunRecorder {
  private last: Observation | undefined;
  private readonly recorded = new Set<Recording>();
  private readonly seen = new Map<string, ActiveAlert>();

  constructor(private readonly expectation: Expectation) {}

  take(observation: Observation): void {
    this.last = observation;
    for (const recording of this.expectation.recordings)
      if (observation.recorded.some(({ labels }) => records(recording, labels))) this.recorded.add(recording);
    for (const alert of observation.alerts) {
      const key = entriesKey(alert.labels);
      if (this.seen.get(key)?.state !== 'firing') this.seen.set(key, alert);
    }
  }

  get latest(): Observation | undefined {
    return this.last;
  }

  /** Alerts that fired at any time, or are pending now. Alerts that were pending and recovered do not count. */
  get alerts(): readonly ActiveAlert[] {
    const now = this.last?.alerts ?? [];
    return [...this.seen.values()].filter(
      ({ labels, state }) => state === 'firing' || now.some((alert) => sameLabels(alert.labels, labels)),
    );
  }

  /** Differences from the expected result, one sentence each. */
  differences(): readonly string[] {
    return [
      ...this.targetDifferences(),
      ...this.metricDifferences(),
      ...this.ruleDifferences(),
      ...this.recordingDifferences(),
      ...this.alertDifferences(),
    ];
  }

  private targetDifferences(): readonly string[] {
    const targets = this.last === undefined ? [] : serviceTargets(this.last.live);
    const { traffic, targets: expected } = this.expectation;
    const health = traffic.killsReplicas ? 'down' : 'up';
    return [
      ...(targets.length === expected ? [] : [`targets: expected ${expected}, found ${targets.length}`]),
      ...targets
        .filter((target) => target.health !== health)
        .map(
          ({ url, health: found, lastError }) =>
            `target ${url}: expected ${health}, found ${found}${lastError === '' ? '' : `: ${lastError}`}`,
        ),
    ];
  }

  private metricDifferences(): readonly string[] {
    const { metrics = [] } = this.expectation;
    return this.last === undefined
      ? []
      : missingMetrics(this.last, metrics).map(
          ({ name, page }) =>
            `metric ${name}: no series, although rules read it. Compare the page: signalproof contract check ${page}`,
        );
  }

  private ruleDifferences(): readonly string[] {
    const rules = this.last?.live.rules ?? [];
    return rules
      .filter(({ health }) => health !== 'ok')
      .map(({ kind, name, group, health, lastError }) =>
        health === 'err'
          ? `${kind} ${name} of ${group}: failed: ${lastError}`
          : `${kind} ${name} of ${group}: not evaluated yet`,
      );
  }

  private recordingDifferences(): readonly string[] {
    const { recordings, traffic } = this.expectation;
    if (!traffic.recordsEverything) return [];
    return recordings
      .filter((recording) => recording.needsCluster.length === 0 && !this.recorded.has(recording))
      .map((recording) => `record ${showRecording(recording)}: no data`);
  }

  private alertDifferences(): readonly string[] {
    const { traffic, objectives } = this.expectation;
    const active = this.alerts;
    const fits = (alert: ActiveAlert) => (expected: ExpectedAlert) =>
      meets(alert.labels, expected, objectives);
    return [
      ...traffic.alerts
        .filter((expected) => !active.some((alert) => fits(alert)(expected)))
        .map(
          ({ name, objective }) =>
            `alert ...${name}${objective === undefined ? '' : ` of an objective of ${objective}`}: expected, but neither pending nor firing`,
        ),
      ...active
        .filter((alert) => ![...traffic.alerts, ...(traffic.others ?? [])].some(fits(alert)))
        .map((alert) => `alert ${showAlert(alert)}: ${alert.state}, not expected`),
    ];
  }
}

/** Targets of the manifests, without the exporters that replace those of a cluster. */
export const serviceTargets = ({ targets }: Pick<LiveFacts, 'targets'>): readonly LiveTarget[] =>
  targets.filter(({ pool }) => !isExporterJob(pool));

/** Metrics that rules read and that no target exposes, with the page of the first; none while a target is not scraped. */
export function missingMetrics(
  { live }: Pick<Observation, 'live'>,
  metrics: readonly string[],
): readonly { readonly name: string; readonly page: string }[] {
  const [first, ...more] = serviceTargets(live);
  if (first === undefined || [first, ...more].some(({ health }) => health !== 'up')) return [];
  return metrics.filter((name) => !live.series.has(name)).map((name) => ({ name, page: first.url }));
}

function meets(
  { alertname = '', slo }: Labels,
  { name, objective }: ExpectedAlert,
  objectives: ReadonlyMap<string, string>,
): boolean {
  if (!alertname.endsWith(name)) return false;
  return objective === undefined ? slo === undefined : objectives.get(slo ?? '') === objective;
}

const sameLabels = (a: Labels, b: Labels): boolean =>
  Object.keys(a).length === Object.keys(b).length &&
  Object.entries(a).every(([name, value]) => b[name] === value);

/** `PaymentsErrorBudgetBurn (critical, availability, 1h)`, `PaymentsTargetDown (warning, payments-0)`. */
export function showAlert({ labels }: Pick<ActiveAlert, 'labels'>): string {
  const { alertname = '', severity, slo, long, pod } = labels;
  const parts = [severity, slo, long, pod].filter((part) => part !== undefined);
  return parts.length === 0 ? alertname : `${alertname} (${parts.join(', ')})`;
}
