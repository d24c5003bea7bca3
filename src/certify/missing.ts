import type { Fault } from '../faults/fault';
import type { Subject } from './world/subject';

/** What a fault needs and a service does not have, such as `Service` or `3 pods`; empty: it can happen. */
export const missingFor = (
  { needs = [], fewestPods = 1 }: Fault,
  { traits, pods }: Pick<Subject, 'traits' | 'pods'>,
): readonly string[] => [
  ...needs.filter((trait) => !traits.has(trait)),
  ...(pods < fewestPods ? [`${fewestPods} pods`] : []),
];
