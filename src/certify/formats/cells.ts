import type { WatchedAlert } from '../alert';
import type { Certificate, Row } from '../certificate';
import { timeText } from '../expectations';
import { HEARTBEAT_SERVICE, type Notification } from '../notification';

/** One row of a certificate, in words. */
export interface Cells {
  readonly fault: string;
  readonly cause: string;
  readonly notifies: string;
  readonly within: string;
  /** Why no receiver is notified. @default one is */
  readonly nobody?: string;
}

export const HEADINGS = ['If this happens', 'then', 'notifies', 'no later than'] as const;

const NOBODY = 'NOBODY';

/** The rows of a certificate as every format shows them. */
export const cellsOf = ({ rows }: Pick<Certificate, 'rows'>): readonly Cells[] => rows.map(cells);

function cells({ fault, firings, notifications }: Row): Cells {
  const [first] = notifications;
  if (first === undefined)
    return {
      fault: fault.name,
      cause:
        firings.length === 0
          ? 'no alert fires'
          : [...new Set(firings.map(({ alert }) => alertText(alert)))].join(', '),
      notifies: NOBODY,
      within: 'never',
      nobody: fault.accepted ?? reasonFor(firings.length),
    };
  return {
    fault: fault.name,
    cause: [...new Set(notifications.map(causeText))].join(', '),
    notifies: notifications.map(({ receiver }) => receiver).join(', '),
    within: sameTime(notifications)
      ? timeText(first.seconds)
      : notifications.map(({ seconds }) => timeText(seconds)).join(', '),
  };
}

const reasonFor = (firings: number): string =>
  firings === 0 ? 'No alert of this service fires.' : 'No receiver gets alerts of this severity and team.';

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
export function notesOf({ pods, rate, unjudged }: Certificate): readonly string[] {
  return [
    `For ${pods} ${pods === 1 ? 'pod' : 'pods'} and ${rate} requests a second, evenly spread, without failures before.`,
    ...unjudged.map(({ alert, reason }) => `Not judged: ${alert}, as ${reason}.`),
  ];
}
