import type { Labels } from '../kubernetes/object';
import type { RuleEffect } from './detection-effects';
import type { RulePair } from './pair-rules';

/** What changed in the text of messages: annotations, the name, and labels that no route reads. */
export function textEffects({ before, after }: RulePair): readonly RuleEffect[] {
  const changed = [
    ...(before.name === after.name ? [] : [`the name is now ${after.name}`]),
    ...differing(before.annotations, after.annotations).map((name) => `annotation ${name}`),
    ...differing(before.labels, after.labels).map((name) => `label ${name}`),
  ];
  return changed.length === 0 ? [] : [{ kind: 'text', reason: `changed: ${changed.join(', ')}` }];
}

const differing = (before: Labels, after: Labels): readonly string[] =>
  [...new Set([...Object.keys(before), ...Object.keys(after)])].filter(
    (name) => before[name] !== after[name],
  );
