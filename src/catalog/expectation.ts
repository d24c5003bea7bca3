import * as z from 'zod';
import { mistake } from '../findings/mistake';
import { isFault, type Fault } from '../faults/fault';
import { FAULTS } from '../faults/list/index';
import type { PartProblem } from '../findings/finding';
import { labelValue, positiveDuration } from './fields';

/** Who must be notified of a fault, and how soon. */
export const expectationSettings = z.strictObject({
  receiver: labelValue.optional().describe('Name of the receiver. Absent: any.'),
  within: positiveDuration.optional().describe('Time from the fault to its first message. Absent: any.'),
});

const expectationSchema = z.union([
  z.literal(
    'off',
    mistake('neither off nor an object', "write 'off', or e.g. { receiver: 'on-call', within: '5m' }"),
  ),
  expectationSettings,
]);

export type Expectation = Readonly<z.output<typeof expectationSchema>>;

/** Expectations by the name of the fault. */
export const expectationsSchema = z.record(z.string(), expectationSchema);

export type Expectations = Readonly<z.output<typeof expectationsSchema>>;

export const faultsSchema = z
  .array(
    z.custom<Fault>(isFault, mistake('not a fault', 'build it with fault({ ... })')).meta({ type: 'fault' }),
  )
  .default([]);

/** Expectations about faults that do not exist. */
export function expectationProblems(
  expect: Expectations,
  own: readonly Fault[] = [],
): readonly PartProblem[] {
  const names = [...FAULTS, ...own].map(({ name }) => name);
  return Object.keys(expect)
    .filter((name) => !names.includes(name))
    .map((name) => ({
      path: `expect.${name}`,
      message: 'unknown fault',
      found: name,
      fix: 'use a name that "signalproof certify --list" prints, or add the fault to faults',
    }));
}

/** Two faults with one name: an expectation could mean either. */
export function faultProblems(own: readonly Fault[]): readonly PartProblem[] {
  const names = [...FAULTS, ...own].map(({ name }) => name);
  return own.flatMap(({ name }, index) =>
    names.indexOf(name) === FAULTS.length + index
      ? []
      : [
          {
            path: `faults[${index}].name`,
            message: 'duplicate name of a fault',
            found: name,
            fix: 'give it another name',
          },
        ],
  );
}
