import { RE2JS } from 're2js';
import { countBy, gt, or, type InstantVector } from '../promql/build';
import type { Matcher } from '../promql/expr';
import type { EventSeries } from '../rules/event-series';
import { scopeLabels, type Scope } from '../rules/scope';
import { united, type EventCounter, type Events } from './events';

/**
 * Counted series without a label by which bad events are selected, as after a release that renames it: each of their
 * events would count as a good one. Undefined where bad events are selected by no label.
 */
export function withoutLabels(
  scope: Pick<Scope, 'pushed'>,
  { all, part: { counter: part } }: Events,
): InstantVector | undefined {
  return all
    .flatMap((series) =>
      part
        .filter(({ expr }) => expr.name === series.expr.name)
        .flatMap((some) => lacking(scope, series, some)),
    )
    .reduce<InstantVector | undefined>(
      (first, next) => (first === undefined ? next : or(first, next)),
      undefined,
    );
}

/**
 * Counted series of which some lack the part of an objective, as while a release that changes bucket bounds replaces pods:
 * their targets are not measured. Undefined where the part may be missing, or is of the same series.
 */
export function withoutPart(
  scope: Pick<Scope, 'pushed'>,
  { all, part, together = false }: Events,
): InstantVector | undefined {
  const counted = (counter: EventCounter) =>
    countBy(
      scopeLabels(scope),
      united(counter, (series) => series),
    );
  const same = all.some(({ expr }) => part.counter.some((some) => some.expr.name === expr.name));
  return together && !same ? gt(counted(all), counted(part.counter)) : undefined;
}

/** Series of all events, without a label by which only the part is selected. */
function lacking(
  scope: Pick<Scope, 'pushed'>,
  all: EventSeries,
  part: EventSeries,
): readonly InstantVector[] {
  const needed = new Set(
    all.expr.matchers.filter((matcher) => !holdsWithout(matcher)).map(({ label }) => label),
  );
  const inAll = new Set(all.expr.matchers.map(textOf));
  const labels = new Set(
    part.expr.matchers
      .filter(
        (matcher) => !inAll.has(textOf(matcher)) && !needed.has(matcher.label) && !meansAbsence(matcher),
      )
      .map(({ label }) => label),
  );
  return [...labels].map((label) => gt(countBy(scopeLabels(scope), without(all, label)), 0));
}

const textOf = ({ label, operator, value }: Matcher): string => label + operator + value;

/** Whether a matcher also selects series without the label. */
function holdsWithout({ operator, value }: Matcher): boolean {
  const matches = operator.endsWith('~') ? RE2JS.matches(value, '') : value === '';
  return matches === operator.startsWith('=');
}

/** Whether a matcher names the absence of its label as one of the wanted values. */
const meansAbsence = (matcher: Matcher): boolean => matcher.operator.startsWith('=') && holdsWithout(matcher);

const without = (series: EventSeries, label: string): EventSeries => ({
  ...series,
  expr: { ...series.expr, matchers: [...series.expr.matchers, { label, operator: '=', value: '' }] },
});
