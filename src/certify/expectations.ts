import type { Environment } from '../catalog/environment';
import type { Expectation, Expectations } from '../catalog/expectation';
import type { PlacedService } from '../catalog/placement';
import type { Fault } from '../faults/fault';
import { allRequestsFail } from '../faults/list/all-requests-fail';
import { FAULTS } from '../faults/list/index';
import type { Problem } from '../findings/finding';
import { duration, seconds } from '../promql/window';
import { kindOf } from '../slo/slo';
import { namedWorkload, type Certificate, type Row } from './certificate';
import type { Notification } from './notification';

/** An expectation about one fault of a service. */
export interface Expected {
  readonly fault: Fault;
  readonly expectation: Exclude<Expectation, 'off'>;
  /** It is stated; otherwise it is a default. */
  readonly stated: boolean;
}

/**
 * Who has to be notified of which faults of a service: what the service states, else what its environment states, else that
 * a receiver is notified when all requests fail, if an objective counts failures. It does not apply without receivers.
 */
export function expectedOf(service: PlacedService, environment: Environment): readonly Expected[] {
  if (environment.receivers.length === 0) return [];
  const stated: Expectations = { ...environment.expect, ...service.expect };
  const byName = new Map([...FAULTS, ...service.faults].map((fault) => [fault.name, fault]));
  const written = Object.entries(stated).flatMap(([name, expectation]): readonly Expected[] => {
    const fault = byName.get(name);
    return expectation === 'off' || fault === undefined ? [] : [{ fault, expectation, stated: true }];
  });
  const defaults = defaultsFor(service)
    .filter(({ name }) => !(name in stated))
    .map((fault): Expected => ({ fault, expectation: {}, stated: false }));
  return [...written, ...defaults];
}

/** Faults of which a receiver must be notified whatever is stated. */
function defaultsFor(service: PlacedService): readonly Fault[] {
  const countsFailures = service.slos.some((slo) => kindOf(slo).limits(slo).failuresOf !== undefined);
  return countsFailures ? [allRequestsFail] : [];
}

/** An expectation that a certificate does not meet. */
export interface Missed {
  readonly fault: Fault;
  readonly stated: boolean;
  readonly problem: Problem;
}

/** Compares a certificate with what is expected of it. Faults that it does not have are not judged. */
export function missedBy(certificate: Certificate, expected: readonly Expected[]): readonly Missed[] {
  return expected.flatMap(({ fault, expectation, stated }) => {
    const row = certificate.rows.find((each) => each.fault === fault);
    const missed = row === undefined ? undefined : reasonFor(row, expectation, certificate);
    if (missed === undefined) return [];
    return [
      {
        fault,
        stated,
        problem: {
          resource: `service "${certificate.service}" in environment "${certificate.environment}"`,
          path: `expect.${fault.name}`,
          code: 'expectation-missed',
          ...missed,
        },
      },
    ];
  });
}

function reasonFor(
  { notifications, firings, needsWorkload }: Row,
  { receiver, within }: Expected['expectation'],
  certificate: Certificate,
): Pick<Problem, 'message' | 'found' | 'fix'> | undefined {
  const [first] = notifications.filter((each) => receiver === undefined || each.receiver === receiver);
  if (first === undefined)
    return {
      message:
        receiver === undefined
          ? 'no receiver is notified'
          : `receiver ${receiver} is not notified${others(notifications)}`,
      found: firings.length === 0 ? 'no alert fires' : firings.map(({ alert }) => alert.name),
      fix: `${
        needsWorkload === true
          ? `write ${namedWorkload(certificate)}, so that there are alerts on its pods`
          : 'add an alert or an objective that the fault affects, or a receiver for its severity and team'
      }; or set the expectation to off`,
    };
  if (within === undefined || first.seconds <= seconds(within)) return undefined;
  return {
    message: `receiver ${first.receiver} is notified within ${timeText(first.seconds)}, later than ${within}`,
    found: partsText(first),
    fix: 'allow more time, or shorten what takes longest',
  };
}

const others = (notifications: readonly Notification[]): string =>
  notifications.length === 0 ? '' : `, but ${notifications.map((each) => each.receiver).join(', ')}`;

/** A time in whole seconds, rounded up: it is an upper bound. */
export const timeText = (time: number): string => duration(Math.ceil(time - 1e-6));

/** The parts of a bound: `scrape 30s + for 3m`. */
export const partsText = ({ parts }: Pick<Notification, 'parts'>): string =>
  parts.map(({ what, seconds: time }) => `${what} ${timeText(time)}`).join(' + ');
