import type { Fault } from '../faults/fault';
import { FAULTS } from '../faults/list/index';
import { editDistance } from '../findings/edit-distance';
import { InvalidInput } from '../findings/invalid-input';
import { oneLine } from '../findings/one-line';
import { namedWorkload, type Certificate } from './certificate';
import { partsText, timeText } from './expectations';
import { alertText, causeText, titleOf } from './formats/cells';

/** How the bounds of one fault are made up. */
export function explained(certificate: Certificate, fault: Fault): string {
  const row = certificate.rows.find((each) => each.fault === fault);
  if (row === undefined) {
    const needs = certificate.impossible.find((each) => each.fault === fault)?.needs ?? [];
    return [
      `${titleOf(certificate)}: ${fault.name}`,
      needs.length === 0
        ? '  Not tried: the fault changes no series that is known.'
        : `  It needs ${needs.join(' and ')}, which the service does not have.`,
    ]
      .map(oneLine)
      .join('\n');
  }
  const { firings, notifications, needsWorkload = false } = row;
  const silencers = row.silencers();
  return [
    `${titleOf(certificate)}: ${fault.name}`,
    ...firings.map(
      (firing) =>
        `  ${alertText(firing.alert)} fires within ${timeText(firing.latest)}: ${partsText(firing)}`,
    ),
    ...notifications.map(
      (each) =>
        `  ${each.receiver} is notified within ${timeText(each.seconds)} of ${causeText(each)}: ${partsText(each)}`,
    ),
    ...(firings.length > 0 || notifications.length > 0
      ? []
      : needsWorkload
        ? [`  Not judged, as the service does not name its workload. Write ${namedWorkload(certificate)}.`]
        : ['  No alert fires.']),
    ...(firings.length > 0 && notifications.length === 0 ? ['  No receiver is notified.'] : []),
    ...(silencers.length === 0
      ? []
      : [`  No message while one of these is already firing: ${silencers.join(', ')}`]),
  ]
    .map(oneLine)
    .join('\n');
}

/**
 * A fault by its name.
 * @throws InvalidInput for an unknown one
 */
export function findFault(name: string, own: readonly Fault[]): Fault {
  const all = [...FAULTS, ...own];
  const found = all.find((fault) => fault.name === name);
  if (found !== undefined) return found;
  const [near] = all
    .map((fault) => fault.name)
    .toSorted((a, b) => editDistance(a, name) - editDistance(b, name));
  throw new InvalidInput({
    resource: 'certify',
    path: '--explain',
    message: 'unknown fault',
    found: name,
    fix: `use "${near}", or another name that --list prints`,
  });
}
