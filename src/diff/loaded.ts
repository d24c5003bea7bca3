import { withRules, type Side } from './side';
import type { WatchedRule } from './watched-rules';

/**
 * Both sides without the rules that no Prometheus loads any more, or not yet. Where what was read does not tell whether a rule
 * is loaded, that it seems to be on one side alone tells what a change does.
 */
export function loadedSides(before: Side, after: Side): readonly [Side, Side] {
  const [own, other] = [before, after].map(
    ({ rules }) => new Set(rules.filter(({ isLoaded }) => isLoaded).map(keyOf)),
  ) as [Set<string>, Set<string>];
  const isKept = (there: ReadonlySet<string>) => (rule: WatchedRule) =>
    rule.isLoaded || !there.has(keyOf(rule));
  return [
    withRules(before, before.rules.filter(isKept(other))),
    withRules(after, after.rules.filter(isKept(own))),
  ];
}

const keyOf = ({ kind, name }: WatchedRule): string => JSON.stringify([kind, name]);
