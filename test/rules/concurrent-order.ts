import { walk, type Selector } from '../../src/promql/expr';
import { isAlert, type Rule } from '../../src/rules/rule';

const nameOf = (rule: Rule): string => (isAlert(rule) ? rule.alert : rule.record);

const selectorsOf = ({ expr }: Rule): readonly Selector[] =>
  [...walk(expr.expr)].filter((node) => node.node === 'selector');

const META = new Set([undefined, 'ALERTS', 'ALERTS_FOR_STATE']);

/**
 * The batch of each rule of a group with the feature flag `concurrent-rule-eval`: first those that read no other, then
 * those that read and are read, one by one, then those that nothing reads. If a selector has no name, rules run one by
 * one.
 * @see https://github.com/prometheus/prometheus/blob/v3.5.0/rules/manager.go (SplitGroupIntoBatches)
 */
function batchesOf(rules: readonly Rule[]): readonly number[] {
  const inputs = new Set(rules.flatMap((rule) => selectorsOf(rule).map(({ name }) => name)));
  if ([...inputs].some((name) => META.has(name))) return rules.map((_, index) => index);
  const outputs = new Set<string | undefined>(rules.map(nameOf));
  return rules.map((rule, index) => {
    if (!selectorsOf(rule).some(({ name }) => outputs.has(name))) return 0;
    return inputs.has(nameOf(rule)) ? index + 1 : rules.length + 1;
  });
}

/** Whether a rule reads what another one records in the same evaluation. */
const readsNow = (reader: Rule, writer: Rule): boolean =>
  selectorsOf(reader).some(
    ({ name, offset = 0, matchers }) =>
      name === nameOf(writer) &&
      offset <= 0 &&
      matchers.every(
        ({ label, operator, value }) => operator !== '=' || (writer.labels?.[label] ?? value) === value,
      ),
  );

/** Which rules of a group may read something else with the feature flag than one after the other. */
export function orderChanges(rules: readonly Rule[]): readonly string[] {
  const batches = batchesOf(rules);
  return rules.flatMap((reader, at) =>
    rules.flatMap((writer, from) => {
      if (at === from || !readsNow(reader, writer)) return [];
      const before = batches[from]! - batches[at]!;
      return before !== 0 && before < 0 === from < at ? [] : [`${nameOf(reader)} reads ${nameOf(writer)}`];
    }),
  );
}
