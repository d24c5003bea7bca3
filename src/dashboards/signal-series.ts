import type { PlacedService } from '../catalog/placement';
import { recorded, type InstantVector } from '../promql/build';
import type { GoldenSignals } from '../rules/golden-signals';
import { goldenSignalRecords } from '../rules/naming';
import { scopeLabels, targetsOf } from '../rules/scope';
import { choosable, chosen, shownScope } from './scope';

/** The series in the panels of one service's golden signals. */
export interface SignalSeries {
  /** Labels with a variable. */
  readonly by: readonly string[];
  /** A recorded series, for the selected values of the variables. */
  readonly recording: (record: keyof typeof goldenSignalRecords) => InstantVector;
}

export function signalSeries(service: PlacedService, signals: GoldenSignals): SignalSeries {
  const by = choosable(service, signals);
  return {
    by,
    recording: (record) =>
      recorded(goldenSignalRecords[record](service.name), [...scopeLabels(service), ...by], {
        ...targetsOf(shownScope(service)),
        ...chosen(by),
      }),
  };
}
