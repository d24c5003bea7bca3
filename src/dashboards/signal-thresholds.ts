import type { PlacedService } from '../catalog/placement';
import { durationUnit } from '../rules/durations/index';
import type { GoldenSignals } from '../rules/golden-signals';
import { activeTiers } from '../slo/check-tiers';
import { rational, times, toNumber, type Rational } from '../slo/decimal';
import { errorBudgetOf, kindOf } from '../slo/slo';
import { thresholdOf } from '../slo/tiers';
import type { Threshold } from './panel';

type Objectives = Pick<PlacedService, 'slos'>;

/** The objective on these requests, if any. */
function availabilityOf({ slos }: Objectives, { requests }: GoldenSignals) {
  return slos.find((slo) => kindOf(slo).limits(slo).failuresOf === requests);
}

/** Explains the colours of {@link errorThresholds}. The alert is on all requests together, even if a panel breaks them down. */
export function errorMeaning(service: Objectives, signals: GoldenSignals): string {
  const slo = availabilityOf(service, signals);
  if (slo === undefined) return '';
  const [fastest] = activeTiers(slo);
  const alert =
    fastest === undefined
      ? ''
      : ` ${fastest.severity === 'critical' ? 'A page' : 'An alert'} fires if all requests together are above red over ${fastest.long} and ${fastest.short}.`;
  return ` Yellow: more requests fail than the objective allows on average.${alert}`;
}

/** Failed requests in percent: yellow above the error budget, red above the threshold of the fastest alert. */
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

/** Seconds above which the latency objectives count a request as too slow. */
export function latencyThresholds({ slos }: Objectives, { latency }: GoldenSignals): readonly Threshold[] {
  const limits = slos.flatMap((slo) => {
    const limit = kindOf(slo).limits(slo).latency;
    return limit !== undefined && limit.durations === latency
      ? [limit.threshold / durationUnit(limit.durations).perSecond]
      : [];
  });
  return [...new Set(limits)].toSorted((a, b) => a - b).map((from) => ({ from, color: 'yellow' as const }));
}

/** Explains the colour of {@link latencyThresholds}. */
export function latencyMeaning(service: Objectives, signals: GoldenSignals): string {
  return latencyThresholds(service, signals).length === 0
    ? ''
    : ' Yellow: slower than the latency objective allows.';
}
