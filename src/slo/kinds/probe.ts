import * as z from 'zod';
import type { Gauge } from '../../metrics/metric';
import { countBy, eq, select, type MatchersFor } from '../../promql/build';
import { metricOfKind } from '../../rules/fields';
import { targetsOf, type Scope } from '../../rules/scope';
import { countedProblems } from '../counted';
import { successesOf, type Minutes } from '../minutes';
import { checkObjective, objectiveFields, parseObjective, reject } from '../objective';
import type { SloKind } from './kind';
import type { ProbeFields } from './props';

export const schema = z.strictObject({
  ...objectiveFields,
  success: metricOfKind<Gauge>('gauge').describe(
    'Gauge that is 1 after a probe that succeeded and 0 after one that failed, as `probe_success`.',
  ),
});

/** An objective for the share of probes that succeed. */
export interface ProbeSlo extends Readonly<z.output<typeof schema>> {
  readonly kind: 'probe';
}

type ProbeProps<G extends Gauge> = ProbeFields<G, MatchersFor<G>>;

/**
 * An objective for the share of probes that succeed, as of the blackbox exporter. Each minute counts the last probe of
 * every target.
 * @throws InvalidInput with every wrong field
 * @example
 * const slo = probeSlo({ name: 'reachable', success: probeSuccess, objective: 99.9, period: '30d' });
 */
export function probeSlo<G extends Gauge>(props: ProbeProps<G>): ProbeSlo {
  const slo: ProbeSlo = { kind: 'probe', ...parseObjective(schema, props) };
  checkObjective(slo);
  // Rejects wrong labels and values here rather than when the rules are printed.
  select<Gauge>(slo.success, slo.counted);
  reject(slo, countedProblems(slo.success, slo.counted));
  return slo;
}

const probes = ({ success, counted }: ProbeSlo, scope: Scope) =>
  select<Gauge>(success, { ...counted, ...targetsOf(scope) });

const eventsOf = (slo: ProbeSlo, scope: Scope): Minutes => successesOf(probes(slo, scope));

export const probeKind: SloKind<ProbeSlo> = {
  definedBy: 'probeSlo',
  schema,
  metrics: ({ success }) => [success],
  events: eventsOf,
  words: {
    events: 'probes',
    eventsOf: 'probes of',
    present: 'fail',
    past: 'failed',
    state: 'failing',
  },
  promise: () => 'succeed',
  limits: () => ({}),
  runbook: {
    burn: [{ ask: 'Probe: which targets do not answer?', query: (slo, scope) => eq(probes(slo, scope), 0) }],
    dataMissing: [
      {
        ask: 'Probe: which targets are probed? No result means that none is.',
        query: (slo, scope) => countBy(['instance'], probes(slo, scope)),
      },
    ],
  },
};
