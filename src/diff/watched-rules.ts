import type { Facts } from '../doctor/check';
import type { ParsedRule } from '../doctor/rules/parsed-rule';
import { loadsRules } from '../doctor/sources/plain-files';
import { textOf } from '../kubernetes/object';
import { isLeftOut } from '../operator/selection';
import { tryMilliseconds } from '../promql/window';
import { normalText } from './normal-form';

/** A rule that Prometheus loads, as both sides of a comparison see it. */
export interface WatchedRule extends ParsedRule {
  /** Seconds for which the expression of an alert must have results. */
  readonly for: number;
  /** Seconds for which it goes on firing once the expression has no results. */
  readonly keepFiringFor: number;
  /** With more results than these a rule of its group fails. 0: any number. */
  readonly limit: number;
  /** Whether a Prometheus loads it, as far as what was read tells. */
  readonly isLoaded: boolean;
  /** Equal for expressions of the same meaning. Computed when it is first read. */
  readonly normal: string;
}

export const sameMeaning = (a: WatchedRule, b: WatchedRule): boolean =>
  a.text === b.text || a.normal === b.normal;

/**
 * Every rule of the PrometheusRules that a Prometheus selects, and those whose selection depends on what was not read: all of
 * them where no Prometheus was, and rule files whatever a prometheus.yml lists, as it may find them elsewhere.
 */
export function watchedRules({
  rules,
  ruleGroups,
  prometheus,
  manifests,
}: Pick<Facts, 'rules' | 'ruleGroups' | 'prometheus' | 'manifests'>): readonly WatchedRule[] {
  const found = new Map(ruleGroups.map(({ object }) => [object, new Map<string, Timing>()]));
  for (const { object, fields, rules: own } of ruleGroups)
    for (const raw of own)
      found.get(object)!.set(raw.path, {
        for: secondsOf(raw.fields['for']),
        keepFiringFor: secondsOf(raw.fields['keep_firing_for']),
        limit: Number(fields['limit'] ?? 0) || 0,
      });
  const loaded = new Set(
    [...found.keys()].filter(
      (object) =>
        !isLeftOut(object, 'PrometheusRule', prometheus, manifests) &&
        (object.plain === undefined || isListed(object, prometheus)),
    ),
  );
  return rules
    .filter(({ object }) => loaded.has(object) || object.plain || prometheus.origin === 'chart defaults')
    .map((rule) =>
      withNormal({
        ...fieldsOf(rule),
        ...(found.get(rule.object)?.get(rule.path) ?? NO_TIMING),
        isLoaded: loaded.has(rule.object),
      }),
    );
}

/** Whether the prometheus.yml that was read loads a rule file; without one it may. */
const isListed = ({ name }: ParsedRule['object'], { object }: Facts['prometheus']): boolean =>
  object?.plain !== true || loadsRules(object, name);

/** Its fields are getters, which the spread of a rule would leave out. */
const fieldsOf = (rule: ParsedRule): ParsedRule => {
  const { object, group, interval, path, kind, name, text, expr, error, feature, labels, annotations } = rule;
  return { object, group, interval, path, kind, name, text, expr, error, feature, labels, annotations };
};

type Timing = Pick<WatchedRule, 'for' | 'keepFiringFor' | 'limit'>;

const NO_TIMING: Timing = { for: 0, keepFiringFor: 0, limit: 0 };

const secondsOf = (value: unknown): number => (tryMilliseconds(textOf(value) ?? '') ?? 0) / 1000;

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
