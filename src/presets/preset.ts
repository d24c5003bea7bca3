import type { Workload } from '../catalog/workload/index';
import type { Contract } from '../metrics/contract';
import type { AlertRow } from '../rules/alert';
import type { GoldenSignals } from '../rules/golden-signals';
import type { Slo } from '../slo/slo';

/**
 * What a known instrumentation exposes, and what one usually promises about it: fields of a service. Each can be replaced
 * after the spread.
 * @example
 * defineService({ name: 'payments', team: 'payments', workload: 'external', port: 8080, ...promhttp() });
 */
export interface Preset<C extends Contract = Contract> {
  /** Absent: a job that exposes none. */
  readonly metrics?: C;
  /** Absent: nothing of it is a request. */
  readonly signals?: GoldenSignals;
  readonly slos: readonly Slo[];
  /** The object that runs it, where the preset is about one. @default none */
  readonly workload?: Pick<Workload, 'kind'>;
  /** @default none */
  readonly alerts?: readonly AlertRow[];
}
