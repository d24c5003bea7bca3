import { isAlert, type Rule } from '../../src/rules/rule';

/**
 * A rule that reads what a later rule recorded an evaluation before finds nothing when each rule is evaluated over the
 * whole time before the next one. These come in an order in which each finds all that it reads; only restarts of
 * services without a start time would need their own past.
 */
const FIRST = [
  ':slo_seen_middle:',
  ':slo_seen:',
  ':slo_counted:',
  ':slo_seen_before:',
  ':slo_process_start_middle:',
  ':slo_process_start:',
  ':slo_process_start_before:',
  ':slo_idle:',
  ':slo_process_begun:',
];

/** Orders rules for range queries, one after the other. Those that count come first, and the others stay in place. */
export function rangeOrder(a: Rule, b: Rule): number {
  return rank(a) - rank(b);
}

function rank(rule: Rule): number {
  const index = isAlert(rule) ? -1 : FIRST.findIndex((part) => rule.record.includes(part));
  return index === -1 ? FIRST.length : index;
}
