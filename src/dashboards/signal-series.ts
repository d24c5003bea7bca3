import type { PlacedService } from '../catalog/placement';
import { recorded, type InstantVector } from '../promql/build';
import type { GoldenSignals } from '../rules/golden-signals';
import { goldenSignalRecords } from '../rules/naming';
import { SCOPE_LABELS, targetsOf } from '../rules/scope';
import { choosable, chosen, shownScope } from './scope';

/** What the panels of one service's golden signals read. */
export interface SignalSeries {
  /** Labels that the reader can choose from. */
  readonly by: readonly string[];
  /** The recorded answer, for what the reader has chosen. */
  readonly answer: (record: keyof typeof goldenSignalRecords) => InstantVector;
}

export function signalSeries(service: PlacedService, signals: GoldenSignals): SignalSeries {
  const by = choosable(signals);
  return {
    by,
    answer: (record) =>
      recorded(goldenSignalRecords[record](service.name), [...SCOPE_LABELS, ...by], {
        ...targetsOf(shownScope(service)),
        ...chosen(by),
      }),
  };
}
