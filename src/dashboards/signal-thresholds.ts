import type { PlacedService } from '../catalog/placement';
import type { GoldenSignals } from '../rules/golden-signals';
import { activeTiers } from '../slo/check-tiers';
import { rational, times, toNumber, type Rational } from '../slo/decimal';
import { errorBudgetOf, kindOf } from '../slo/slo';
import { thresholdOf } from '../slo/tiers';
import type { Threshold } from './panel';

type Objectives = Pick<PlacedService, 'slos'>;

/** The objective over these requests, if there is one. */
function availabilityOf({ slos }: Objectives, { requests }: GoldenSignals) {
  return slos.find((slo) => kindOf(slo).limits(slo).failuresOf === requests);
}

/** What the colours of {@link errorThresholds} mean. The alert looks at all requests, whatever a panel breaks them into. */
export function errorMeaning(service: Objectives, signals: GoldenSignals): string {
  const slo = availabilityOf(service, signals);
  if (slo === undefined) return '';
  const [fastest] = activeTiers(slo);
  const told =
    fastest === undefined
      ? ''
      : ` ${fastest.severity === 'critical' ? 'A page' : 'An alert'} follows if all requests together stay above red over ${fastest.long} and ${fastest.short}.`;
  return ` Above yellow, more fail than the objective allows on average.${told}`;
}

/** Failed requests in percent: yellow above the error budget, red from where the fastest alert fires. */
export function errorThresholds(service: Objectives, signals: GoldenSignals): readonly Threshold[] {
  const slo = availabilityOf(service, signals);
  if (slo === undefined) return [];
  const budget = errorBudgetOf(slo);
  const [fastest] = activeTiers(slo);
  return [
    { from: percent(budget), color: 'yellow' },
    ...(fastest === undefined
      ? []
      : [{ from: percent(thresholdOf(fastest, budget)), color: 'red' as const }]),
  ];
}

function percent(ratio: Rational): number {
  return toNumber(times(ratio, rational(100)));
}

/** Seconds from which the latency objectives count a request as too slow. */
export function latencyThresholds({ slos }: Objectives, { latency }: GoldenSignals): readonly Threshold[] {
  const limits = slos.flatMap((slo) => {
    const limit = kindOf(slo).limits(slo).latency;
    return limit?.durations === latency ? [limit.threshold] : [];
  });
  return [...new Set(limits)].toSorted((a, b) => a - b).map((from) => ({ from, color: 'yellow' as const }));
}

/** What the colour of {@link latencyThresholds} means. */
export function latencyMeaning(service: Objectives, signals: GoldenSignals): string {
  return latencyThresholds(service, signals).length === 0
    ? ''
    : ' Above yellow, they are slower than the latency objective counts as good.';
}
