import { ownValue } from '../../../findings/fields';
import { Inference, type Lookup } from '../../expressions/infer';
import { ANYTHING, constant, factOf, withLabels } from '../../expressions/shape';
import type { ParsedRule } from '../../rules/parsed-rule';

/** Without assumptions about the labels of series. */
const anything: Lookup = () => ANYTHING;

/** Value of a label of an alert: '' where it certainly has none, undefined where its series or a template decide. */
export function alertLabel(rule: ParsedRule, label: string): string | undefined {
  if (label === 'alertname') return rule.name;
  const own = ownValue(rule.labels, label);
  if (own !== undefined) return own.includes('{{') ? undefined : own;
  const { expr } = rule;
  return expr !== undefined && factOf(new Inference(anything).of(expr), label).presence === 'never'
    ? ''
    : undefined;
}

/** With the labels that selectors match by equality. */
const matched: Lookup = ({ matchers }) =>
  withLabels(
    ANYTHING,
    constant(
      Object.fromEntries(
        matchers.filter(({ operator }) => operator === '=').map(({ label, value }) => [label, value]),
      ),
    ),
  );

/** The values that a label of an alert can have, as its own labels and the matchers of its expression limit them. */
export function alertLabelValues(rule: ParsedRule, label: string): readonly string[] | undefined {
  const known = alertLabel(rule, label);
  if (known !== undefined) return [known];
  if (rule.expr === undefined || ownValue(rule.labels, label) !== undefined) return undefined;
  const { presence, values } = factOf(new Inference(matched).of(rule.expr), label);
  return presence === 'always' && values !== undefined && values.size > 0 ? [...values] : undefined;
}
