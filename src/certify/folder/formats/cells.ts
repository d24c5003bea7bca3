import { counted } from '../../../findings/coverage';
import { groupBy } from '../../../findings/group-by';
import { nameOf } from '../../../kubernetes/object';
import { timeText } from '../../expectations';
import type { AlertRow, FolderCertificate } from '../certificate';
import { ANOTHER, type Reached } from '../reached';

export const HEADINGS = ['alert', 'severity', 'notifies', 'no later than', 'if this happens'] as const;

export interface AlertCells {
  readonly cells: readonly string[];
  /** No receiver is certain to get it, though routes are known. */
  readonly nobody: boolean;
}

/** Faults in one cell. The JSON output has all. */
const SHOWN = 2;

const UNKNOWN = 'unknown';
const NOBODY = 'NOBODY';

/** The alerts of some manifests as every format shows them. */
export const alertCells = ({ alerts }: Pick<FolderCertificate, 'alerts'>): readonly AlertCells[] =>
  alerts.map((row) => {
    const { alert, reached, deadlines } = row;
    return {
      nobody: isNobody(row),
      cells: [
        alert.rule.name,
        alert.labels['severity'] || '-',
        alert.unselected ? NOBODY : receiversText(reached),
        deadlines.length === 0 || alert.unselected
          ? reached === undefined
            ? UNKNOWN
            : '-'
          : [...new Set(deadlines.map(({ seconds }) => timeText(seconds)))].join(', '),
        faultsText(row),
      ],
    };
  });

/** Whether no receiver can get an alert. */
export const isNobody = ({ alert, reached }: AlertRow): boolean =>
  alert.unselected ||
  (reached !== undefined && reached.always.length === 0 && reached.sometimes.length === 0);

function receiversText(reached: Reached | undefined): string {
  if (reached === undefined) return UNKNOWN;
  const { always, sometimes, lost } = reached;
  const parts = [
    ...always.map(({ receiver }) => receiver),
    ...sometimes.map(({ receiver, when }) => `${receiver} if ${labelsText(when)}`),
    ...(lost === undefined
      ? []
      : [Object.keys(lost).length === 0 ? NOBODY : `${NOBODY} if ${labelsText(lost)}`]),
  ];
  return parts.join(', ');
}

const labelsText = (labels: Readonly<Record<string, string>>): string =>
  Object.entries(labels)
    .map(([label, value]) => {
      if (value === '') return `no ${label}`;
      return value === ANOTHER ? `another ${label}` : `${label} ${value}`;
    })
    .join(' and ');

function faultsText({ alert, faults, unjudged }: AlertRow): string {
  if (alert.unselected) return `never: Prometheus does not select ${nameOf(alert.rule.object)}`;
  if (unjudged !== undefined) return `${UNKNOWN}: ${unjudged}`;
  if (faults.length === 0) return 'none of the faults';
  const more = faults.length - SHOWN;
  return `${faults.slice(0, SHOWN).join('; ')}${more > 0 ? `; and ${more} more` : ''}`;
}

const HEARTBEAT_LOST =
  'Watchdog reaches no receiver, so no message is sent when Prometheus or Alertmanager is gone.';

/** What the tables assume, and what they leave out. */
export function notesOf({
  heartbeat,
  alertmanager,
  unsent,
  unreadRelabelings,
  silent,
  muted,
  alerts,
  workloads,
  untried,
  guessed,
  assumed,
}: FolderCertificate): readonly string[] {
  const reasons = groupBy(
    alerts.flatMap(({ unjudged }) => unjudged ?? []),
    (reason) => reason,
  );
  const unjudged = [...reasons.values()].reduce((sum, { length }) => sum + length, 0);
  return [
    unsent !== undefined
      ? `Prometheus sends alerts to no Alertmanager: ${unsent}.`
      : alertmanager === undefined
        ? 'Receivers are unknown: no configuration of Alertmanager was found. Give the values of the chart, the Secret with alertmanager.yaml, or that file.'
        : `Routes of ${alertmanager}.`,
    ...(unreadRelabelings === undefined
      ? []
      : [
          `Prometheus relabels alerts before it sends them, which was not read: ${unreadRelabelings}. Routes may get other labels, or no alert.`,
        ]),
    ...(silent.length === 0 ? [] : [`Receivers without an integration send nothing: ${silent.join(', ')}.`]),
    ...(muted.length === 0 ? [] : [`No bound counts these times: ${muted.join('; ')}.`]),
    ...(guessed
      ? [
          'Prometheus is assumed to select every object: neither a Prometheus resource nor values of the chart were read.',
        ]
      : []),
    ...(heartbeat === 'lost' ? [HEARTBEAT_LOST] : []),
    'Times of alerts count from the first scrape that makes their expression true, with evaluation, for, group_wait and sending.',
    ...(assumed
      ? [
          'No scraped workload was found: faults of pods are about any Deployment with three pods, and one for each job that rules name.',
        ]
      : [`Faults are about ${counted(workloads.length, 'workload')}. What their pages expose is unknown.`]),
    ...(unjudged === 0
      ? []
      : [
          `${counted(unjudged, 'alert')} not judged: ${unjudged === 1 ? 'it reads' : 'they read'} what the faults do not simulate.`,
        ]),
    ...(untried.length === 0
      ? []
      : [
          `${counted(untried.length, 'fault')} not tried: ${untried.length === 1 ? 'it changes' : 'they change'} no series that is known, such as those of requests.`,
        ]),
  ];
}
