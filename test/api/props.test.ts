import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { z } from 'zod';
import { propsModules } from '../../scripts/props';
import type { environmentSchema } from '../../src/catalog/environment-schema';
import type * as catalog from '../../src/catalog/props';
import type { receiverSchema } from '../../src/catalog/receiver';
import type { alertSchema, serviceSchema } from '../../src/catalog/service';
import type { workloadSchema } from '../../src/catalog/workload/deployment';
import type { goldenSignalsSchema } from '../../src/rules/golden-signals';
import type { GoldenSignalsFields } from '../../src/rules/props';
import type * as availability from '../../src/slo/kinds/availability';
import type * as latency from '../../src/slo/kinds/latency';
import type * as promql from '../../src/slo/kinds/promql';
import type * as ratio from '../../src/slo/kinds/ratio';
import type * as probe from '../../src/slo/kinds/probe';
import type {
  AvailabilityFields,
  LatencyFields,
  ProbeFields,
  PromqlFields,
  RatioFields,
  TimeSliceFields,
} from '../../src/slo/kinds/props';
import type * as timeSlice from '../../src/slo/kinds/time-slice';

const ROOT = join(__dirname, '..', '..');

test.each([...propsModules()])('%s matches the schemas (npm run docs)', (path, text) => {
  expect(readFileSync(join(ROOT, path), 'utf8')).toBe(text);
});

/** Schemas infer fields that can be assigned; interfaces have readonly ones. */
type Frozen<T> = T extends (...args: never[]) => unknown
  ? T
  : T extends object
    ? { readonly [K in keyof T]: Frozen<T[K]> }
    : T;

/** Whether each type accepts the other, with the same fields. */
type Same<A, B> = [Frozen<A>, Frozen<B>, keyof A, keyof B] extends [Frozen<B>, Frozen<A>, keyof B, keyof A]
  ? true
  : false;

// Compiling this file is the test; a difference is an error of `tsc`.
test('interfaces accept exactly what their schemas accept', () => {
  const same: readonly true[] = [
    true satisfies Same<catalog.ServiceProps, z.input<typeof serviceSchema>>,
    true satisfies Same<catalog.WorkloadSettings, z.input<typeof workloadSchema>>,
    true satisfies Same<catalog.AlertProps, z.input<typeof alertSchema>>,
    true satisfies Same<catalog.EnvironmentProps, z.input<typeof environmentSchema>>,
    true satisfies Same<catalog.ReceiverProps, z.input<typeof receiverSchema>>,
    true satisfies Same<GoldenSignalsFields, z.input<typeof goldenSignalsSchema>>,
    true satisfies Same<AvailabilityFields, z.input<typeof availability.schema>>,
    true satisfies Same<LatencyFields, z.input<typeof latency.schema>>,
    true satisfies Same<RatioFields, z.input<typeof ratio.schema>>,
    true satisfies Same<TimeSliceFields, z.input<typeof timeSlice.schema>>,
    true satisfies Same<ProbeFields, z.input<typeof probe.schema>>,
    true satisfies Same<PromqlFields, z.input<typeof promql.schema>>,
  ];
  const different: readonly false[] = [
    false satisfies Same<{ readonly a: string; readonly b?: string }, { a: string }>,
    false satisfies Same<{ readonly a?: string }, { a: string }>,
    false satisfies Same<{ readonly a: 'x' }, { a: string }>,
  ];
  expect([same.length, different.length]).toEqual([12, 3]);
});
