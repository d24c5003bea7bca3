import { ownValue } from '../../../findings/fields';
import { Inference } from '../../expressions/infer';
import { ANYTHING, factOf } from '../../expressions/shape';
import type { ParsedRule } from '../../rules/parsed-rule';

/** Without assumptions about the labels of series. */
const INFERENCE = new Inference(() => ANYTHING);

/** Value of a label of an alert: '' where it certainly has none, undefined where its series or a template decide. */
export function alertLabel({ name, labels, expr }: ParsedRule, label: string): string | undefined {
  if (label === 'alertname') return name;
  const own = ownValue(labels, label);
  if (own !== undefined) return own.includes('{{') ? undefined : own;
  return expr !== undefined && factOf(INFERENCE.of(expr), label).presence === 'never' ? '' : undefined;
}
