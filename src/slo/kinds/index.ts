import { availabilityKind } from './availability';
import type { SloKind } from './kind';
import { latencyKind } from './latency';
import { probeKind } from './probe';
import { promqlKind } from './promql';
import { ratioKind } from './ratio';
import { timeSliceKind } from './time-slice';

/** Every kind of objective, by the name that `kind` of an objective has. */
export const sloKinds = {
  availability: availabilityKind,
  latency: latencyKind,
  ratio: ratioKind,
  timeSlice: timeSliceKind,
  probe: probeKind,
  promql: promqlKind,
} as const;

type SloOf<K> = K extends SloKind<infer S> ? S : never;

/** A service level objective, checked as far as possible without the environment that it runs in. */
export type Slo = SloOf<(typeof sloKinds)[keyof typeof sloKinds]>;

/** What there is to know about objectives of this one's kind. */
export const kindOf = ({ kind }: Slo): SloKind<Slo> => sloKinds[kind];
