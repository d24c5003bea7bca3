import type { Facts } from '../doctor/check';
import type { ParsedRule } from '../doctor/rules/parsed-rule';
import { rulesIn } from '../doctor/rules/raw-rules';
import { textOf } from '../kubernetes/object';
import { selection } from '../operator/selection';
import { tryMilliseconds } from '../promql/window';
import { normalText } from './normal-form';

/** A rule that Prometheus loads, as both sides of a comparison see it. */
export interface WatchedRule extends ParsedRule {
  /** Seconds for which the expression of an alert must have results. */
  readonly for: number;
  /** Equal for expressions of the same meaning. Computed when it is first read. */
  readonly normal: string;
}

/** Whether the expressions of two rules mean the same. */
export const sameMeaning = (a: WatchedRule, b: WatchedRule): boolean =>
  a.text === b.text || a.normal === b.normal;

/** Every rule of the PrometheusRules that a Prometheus selects, and those whose selection depends on what was not read. */
export function watchedRules({
  rules,
  ruleGroups,
  prometheus,
  manifests,
}: Pick<Facts, 'rules' | 'ruleGroups' | 'prometheus' | 'manifests'>): readonly WatchedRule[] {
  const fields = new Map(rulesIn(ruleGroups).map((raw) => [raw.object, new Map<string, string>()]));
  for (const raw of rulesIn(ruleGroups))
    fields.get(raw.object)!.set(raw.path, textOf(raw.fields['for']) ?? '');
  const selected = new Set(
    [...fields.keys()].filter(
      (object) => selection(object, 'PrometheusRule', prometheus, manifests).selected !== 'no',
    ),
  );
  return rules
    .filter(({ object }) => selected.has(object))
    .map((rule) =>
      withNormal({
        ...rule,
        for: (tryMilliseconds(fields.get(rule.object)?.get(rule.path) ?? '') ?? 0) / 1000,
      }),
    );
}

/** Most rules have the same text on both sides, and need no other form. */
function withNormal(rule: Omit<WatchedRule, 'normal'>): WatchedRule {
  let known: string | undefined;
  return {
    ...rule,
    get normal() {
      return (known ??= rule.expr === undefined ? rule.text : normalText(rule.expr));
    },
  };
}
