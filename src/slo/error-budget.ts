import { clampMin, countOverTime, div, gt, mul, sub, sumBy } from '../promql/build';
import { seconds } from '../promql/window';
import { sloRecords } from '../rules/naming';
import type { RecordingRule } from '../rules/rule';
import type { Scope } from '../rules/scope';
import { toNumber } from './decimal';
import { eventsIn } from './hours';
import { recordedFor, sloLabels, tilesIn } from './recordings';
import { errorBudgetOf, type Slo } from './slo';

/** Window of the burn rate from which the time to exhaustion is computed. */
export const BURN_RATE_WINDOW = '1h';

/** The error budget over the SLO's whole period, exact at every evaluation. */
export function errorBudgetRules(scope: Scope, slo: Slo): readonly RecordingRule[] {
  const name = sloRecords;
  const { name: service } = scope;
  const slots = { slo: slo.name };
  const budget = toNumber(errorBudgetOf(slo));
  const period = (outcome: string) => recordedFor(scope, slo, 'periodEvents', { outcome });
  const ratio = recordedFor(scope, slo, 'periodErrorRatio');
  const remaining = recordedFor(scope, slo, 'remainingBudget');
  const burnRate = recordedFor(scope, slo, 'burnRate', { window: BURN_RATE_WINDOW });
  const hours = recordedFor(scope, slo, 'hourEvents', { outcome: 'all' });
  const hoursInPeriod = seconds(slo.period) / 3600;
  return [
    { record: name.periodEvents(service), expr: eventsIn(scope, slo, slo.period), labels: slots },
    {
      record: name.periodErrorRatio(service),
      expr: div(period('bad'), gt(period('all'), 0), { ignoring: ['outcome'] }),
      labels: slots,
    },
    { record: name.remainingBudget(service), expr: sub(1, div(ratio, budget)), labels: slots },
    {
      record: name.exhaustion(service),
      // Without errors there is no sample, as the budget lasts for ever.
      expr: div(mul(clampMin(remaining, 0), seconds(slo.period)), gt(burnRate, 0), { on: sloLabels(scope) }),
      labels: slots,
    },
    {
      record: name.coverage(service),
      expr: div(sumBy(sloLabels(scope), countOverTime(hours, tilesIn(slo.period))), hoursInPeriod),
      labels: slots,
    },
  ];
}
