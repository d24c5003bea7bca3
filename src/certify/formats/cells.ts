import { counted } from '../../findings/coverage';
import { groupBy } from '../../findings/group-by';
import type { WatchedAlert } from '../alert';
import { namedWorkload, type Certificate, type Row, type Words } from '../certificate';
import { timeText } from '../expectations';
import { HEARTBEAT_SERVICE, type Notification } from '../notification';

export interface Cells {
  readonly fault: string;
  /** The alerts, the first one first, or what is the case instead. */
  readonly causes: readonly string[];
  readonly notifies: string;
  readonly within: string;
  /** Why no receiver is notified. @default one is */
  readonly nobody?: string;
}

export const HEADINGS = ['If this happens', 'then', 'notifies', 'no later than'] as const;

const NOBODY = 'NOBODY';

/** The rows of a certificate as every format shows them: those of faults that are judged. */
export const cellsOf = ({
  rows,
  words = OF_A_SERVICE,
}: Pick<Certificate, 'rows' | 'words'>): readonly Cells[] =>
  rows.filter(({ needsWorkload }) => needsWorkload !== true).map((row) => cells(row, words));

/** Reasons that several rows without a receiver share, which are stated once. */
export const sharedReasons = (all: readonly Cells[]): ReadonlyMap<string, readonly Cells[]> =>
  new Map(
    [...groupBy(all, ({ nobody }) => nobody ?? '')].filter(
      ([reason, rows]) => reason !== '' && rows.length > 1,
    ),
  );

/** The cells of a row for formats without a column for the reason, which stands in the row if no other row shares it. */
export function notifiesText(
  { notifies, nobody }: Cells,
  shared: ReadonlyMap<string, unknown>,
  emphasized: (text: string) => string,
): string {
  if (nobody === undefined) return notifies;
  return shared.has(nobody) ? emphasized(notifies) : `${emphasized(notifies)}. ${nobody}`;
}

const OF_A_SERVICE: Words = {
  noAlert: 'no alert fires',
  noAlertReason: 'No alert of this service fires.',
  noReceiverReason: 'No receiver gets alerts of this severity and team.',
};

function cells({ fault, firings, notifications }: Row, words: Words): Cells {
  const [first] = notifications;
  if (first === undefined)
    return {
      fault: fault.name,
      causes:
        firings.length === 0 ? [words.noAlert] : [...new Set(firings.map(({ alert }) => alertText(alert)))],
      notifies: NOBODY,
      within: 'never',
      nobody: fault.accepted ?? (firings.length === 0 ? words.noAlertReason : words.noReceiverReason),
    };
  return {
    fault: fault.name,
    causes: [...new Set(notifications.map(causeText))],
    notifies: notifications.map(({ receiver }) => receiver).join(', '),
    within: sameTime(notifications)
      ? timeText(first.seconds)
      : notifications.map(({ seconds }) => timeText(seconds)).join(', '),
  };
}

const sameTime = (notifications: readonly Notification[]): boolean =>
  new Set(notifications.map(({ seconds }) => timeText(seconds))).size === 1;

/** Which alert a message is about, with its objective and window. */
export function alertText({ name, labels }: WatchedAlert): string {
  const details = [labels['slo'], labels['long']].filter((detail) => detail !== undefined);
  return details.length === 0 ? name : `${name} (${details.join(', ')})`;
}

export const causeText = ({ alert }: Notification): string =>
  alert === undefined ? `no more messages to the ${HEARTBEAT_SERVICE}` : alertText(alert);

/** What a table is about. */
export const titleOf = ({ service, environment }: Certificate): string => `${service} in ${environment}`;

/** What a table assumes, and what it leaves out. */
export function notesOf(certificate: Certificate): readonly string[] {
  const { pods, rate, rows, unjudged } = certificate;
  const unseen = rows.filter(({ needsWorkload }) => needsWorkload).map(({ fault }) => fault.name);
  const requests = rate === 0 ? '' : ` and ${rate} requests a second, evenly spread, without failures before`;
  return [
    `For ${counted(pods, 'pod')}${requests}.`,
    ...(unseen.length === 0
      ? []
      : [
          `Not judged, as the service does not name its workload: ${unseen.join('; ')}. Write ${namedWorkload(certificate)} with the kind and name of what runs its pods.`,
        ]),
    ...unjudged.map(({ alert, reason }) => `Not judged: ${alert}, as ${reason}.`),
  ];
}
