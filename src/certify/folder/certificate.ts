import type { Facts } from '../../doctor/check';
import type { Fault } from '../../faults/fault';
import { FAULTS } from '../../faults/list/index';
import { certified, type Certificate, type Words } from '../certificate';
import { isGuessed } from '../../operator/selection';
import type { Samples } from '../engine/series';
import { Memory } from '../memory';
import { healthySamples } from '../world/world';
import { folderAlerts, folderRecordings, ofWorkload, type FolderAlert } from './alerts';
import { alertmanagerOf, silentReceivers, withMutedTimes } from './alertmanager';
import type { Reached } from './reached';
import { Concern } from './concern';
import { deadlineOf, NO_ROUTING, Routes, WATCHDOG, type Deadline } from './routes';
import { holdsBefore } from './workload-faults';
import { assumedName, MOST_PODS, triedWorkloads } from './workloads';

/** Who gets one alert that anybody wrote, how soon, and of which faults. */
export interface AlertRow {
  readonly alert: FolderAlert;
  /** Undefined: no configuration of Alertmanager was read. */
  readonly reached?: Reached;
  /** For the receivers that always get it. */
  readonly deadlines: readonly Deadline[];
  /** Names of the faults of a workload that make it fire. */
  readonly faults: readonly string[];
  /** Why no fault could be tried, as a clause. @default at least one was */
  readonly unjudged?: string;
}

export interface FolderCertificate {
  /** Where routes come from. @default no configuration of Alertmanager was read, or it gets no alerts */
  readonly alertmanager?: string;
  /** Why Prometheus sends alerts to no Alertmanager, as a sentence without a full stop. @default it does, or that is unknown */
  readonly unsent?: string;
  /** Relabelings of alerts that were not read, as a noun. @default all were */
  readonly unreadRelabelings?: string;
  /** Receivers of routes that send nothing. */
  readonly silent: readonly string[];
  /** When routes send nothing to a receiver, as clauses. */
  readonly muted: readonly string[];
  /** Whether Watchdog, which fires until Prometheus is gone, gets to a receiver. @default there is none, or no routes are known */
  readonly heartbeat?: 'sent' | 'lost';
  readonly alerts: readonly AlertRow[];
  /** One for each workload that is scraped. */
  readonly workloads: readonly Certificate[];
  /** The same with what could not be judged, and those of workloads that stand for any of their kind. */
  readonly subjects: readonly SubjectCertificate[];
  /** Names of the faults that change nothing that is known of any workload. */
  readonly untried: readonly string[];
  /** Which objects Prometheus selects is a guess. */
  readonly guessed: boolean;
  /** No scraped workload was found, and faults of pods are about one that stands for any. */
  readonly assumed: boolean;
}

export interface SubjectCertificate extends Certificate {
  /** Whether it stands for any of its kind, as none was read. */
  readonly isAssumed: boolean;
}

/**
 * Certifies manifests of any author.
 * @param memory shared by manifests that are certified together. @default a new one
 * @throws InvalidInput for a configuration of Alertmanager that cannot be read
 */
export function certifyFolder(
  known: Partial<Facts>,
  faults: readonly Fault[] = FAULTS,
  memory: Memory = new Memory(),
): FolderCertificate {
  const facts = known as Facts;
  const found = alertmanagerOf(facts);
  const routes = found === undefined ? undefined : new Routes(found.config, found.relabelings.steps);
  const alerts = folderAlerts(facts);
  const subjects = triedWorkloads(facts);
  const recordings = folderRecordings(facts.rules);
  // An alert that reads nothing of a workload has the same results beside any.
  const unrelated = new Map<FolderAlert, boolean>();
  const holdsAnyway = (alert: FolderAlert, healthy: Samples): boolean => {
    const known =
      unrelated.get(alert) ??
      (alert.watched === undefined || holdsBefore(healthy, recordings, alert.watched));
    unrelated.set(alert, known);
    return known;
  };
  const jobs = new Set(subjects.flatMap(({ subject }) => subject.labels['job'] ?? []));
  const workloads = subjects.map(({ kind, subject, isAssumed = false, hasTooManyPods = false }) => {
    const healthy = healthySamples(subject);
    const concern = new Concern(subject, healthy, recordings, jobs);
    const about = alerts.filter(({ watched }) => watched !== undefined && concern.of(watched.expr));
    const own = ofWorkload(subject, about).filter(
      ({ watched }) => !holdsBefore(healthy, recordings, watched),
    );
    const possible = hasTooManyPods ? [] : faults.filter(memory.isVisible(subject));
    const certificate = certified(
      {
        subject,
        rules: { recordings, offset: 0 },
        alerts: own.map(({ watched }) => watched),
        burnAlerts: [],
      },
      { routing: routes === undefined ? NO_ROUTING : routes.routingOf(own), silent: new Set() },
      possible,
      memory,
    );
    const judged = new Set(own.map(({ alert }) => alert));
    const concerned = new Set(about);
    const idle = new Set(
      alerts.filter((alert) => (concerned.has(alert) ? !judged.has(alert) : holdsAnyway(alert, healthy))),
    );
    return {
      ...certificate,
      ...(hasTooManyPods
        ? { unjudged: own.map(({ watched }) => ({ alert: watched.name, reason: TOO_MANY_PODS })) }
        : {}),
      idle,
      isAssumed,
      isScraped: subject.traits.has('pods'),
      environment: subject.namespace,
      service: isAssumed ? assumedName(kind, subject) : `${kind} ${subject.name}`,
    };
  });
  const visible = new Set(workloads.flatMap(({ rows }) => rows.map(({ fault }) => fault)));
  return {
    ...(found === undefined
      ? {}
      : found.unsent === undefined
        ? { alertmanager: found.origin }
        : { unsent: found.unsent }),
    ...(found?.relabelings.unread === undefined ? {} : { unreadRelabelings: found.relabelings.unread }),
    silent: found === undefined ? [] : [...silentReceivers(found.config)],
    muted: found === undefined ? [] : [...withMutedTimes(found.config).clauses],
    ...(routes === undefined || !hasWatchdog(facts, alerts) ? {} : { heartbeat: routes.heartbeat() }),
    alerts: alerts.map((alert) => rowOf(alert, workloads, routes)),
    workloads: workloads.flatMap(({ idle: _idle, isScraped: _scraped, isAssumed, ...certificate }) =>
      isAssumed
        ? []
        : [
            {
              ...certificate,
              // The table of alerts has them.
              unjudged: [],
              // As has the note on faults.
              impossible: [],
              words: OF_A_WORKLOAD,
            },
          ],
    ),
    subjects: workloads,
    untried: faults.filter((fault) => !visible.has(fault)).map(({ name }) => name),
    guessed: isGuessed(facts.prometheus),
    assumed: workloads.every(({ isAssumed, isScraped }) => isAssumed || !isScraped),
  };
}

const TOO_MANY_PODS = `its workload has more than ${MOST_PODS} pods`;

/** The chart brings it, without being among the manifests. */
const hasWatchdog = ({ prometheus }: Facts, alerts: readonly FolderAlert[]): boolean =>
  prometheus.origin !== 'Prometheus resource' || alerts.some(({ rule }) => rule.name === WATCHDOG);

const OF_A_WORKLOAD: Words = {
  noAlert: 'no judged alert fires',
  noAlertReason: 'No alert that could be judged fires.',
  noReceiverReason: 'No receiver is certain to get these alerts.',
};

function rowOf(
  alert: FolderAlert,
  workloads: readonly (Pick<Certificate, 'rows' | 'unjudged'> & {
    readonly idle: ReadonlySet<FolderAlert>;
    readonly isScraped: boolean;
  })[],
  routes: Routes | undefined,
): AlertRow {
  const { watched, rule, labels } = alert;
  const found = routes?.reached(labels, alert.shape);
  const fired = workloads.flatMap(({ rows }) =>
    rows
      .filter(({ firings }) => firings.some((firing) => firing.alert.expr === rule.expr))
      .map(({ fault }) => fault.name),
  );
  const reasons = workloads.flatMap(
    ({ unjudged }) => unjudged.find((each) => each.alert === rule.name)?.reason ?? [],
  );
  const unjudged =
    watched === undefined
      ? `its expression was not read${rule.error === undefined ? '' : `: ${rule.error}`}`
      : fired.length > 0 || alert.unselected
        ? undefined
        : workloads.every(({ idle, isScraped }) => !isScraped || idle.has(alert))
          ? 'its condition holds without a fault'
          : reasons[0];
  return {
    alert,
    ...(found === undefined ? {} : { reached: found }),
    deadlines:
      watched === undefined ? [] : (found?.always ?? []).map((delivery) => deadlineOf(watched, delivery)),
    faults: [...new Set(fired)],
    ...(unjudged === undefined ? {} : { unjudged }),
  };
}
