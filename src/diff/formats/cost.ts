import { titleOf } from '../../doctor/rules/parsed-rule';
import type { Change, CostComparison } from '../cost/compare-cost';

/** Rules that are printed. */
const MOST_RULES = 10;

/** The sum on one line, and one line for each rule that costs more or less. */
export function costLines({ samples, series, recorded, rules, assumed }: CostComparison): readonly string[] {
  return [
    `Cost in an hour: rules read ${changeText(samples)} samples and record ${changeText(recorded)} of ${changeText(series)} series.${assumedText(assumed)}`,
    ...rules
      .slice(0, MOST_RULES)
      .map(
        (change) =>
          `${titleOf(change.rule)}${detailsOf(change.rule.labels)}: reads ${changeText(change.samples)} samples${seriesText(change.series)}`,
      ),
    ...(rules.length > MOST_RULES ? [`${rules.length - MOST_RULES} more rules, with --format json`] : []),
  ];
}

const seriesText = (series: Change): string =>
  series.before === series.after ? '' : `, records ${changeText(series)} series`;

function detailsOf({ slo, window, long }: Readonly<Record<string, string>>): string {
  const details = [slo, window ?? long].filter((detail) => detail !== undefined);
  return details.length === 0 ? '' : ` (${details.join(', ')})`;
}

/** `1,200 → 1,800 (+50 %)`. */
function changeText({ before, after }: Change): string {
  const [usual, now] = [before, after].map((value) => Math.round(value).toLocaleString('en')) as [
    string,
    string,
  ];
  if (usual === now) return now;
  if (Math.round(before) === 0) return `${usual} → ${now}`;
  const percent = Math.round(100 * (after / before - 1));
  return `${usual} → ${now} (${percent < 0 ? '−' : '+'}${Math.abs(percent)} %)`;
}

const assumedText = (assumed: readonly string[]): string =>
  assumed.length === 0
    ? ''
    : ` No metric table states the series of ${assumed.length} of the metrics; their labels are assumed to be those that rules name.`;
