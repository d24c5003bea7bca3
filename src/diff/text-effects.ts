import type { Labels } from '../kubernetes/object';
import type { RuleEffect } from './detection-effects';
import { templatesOf } from '../doctor/expressions/templates';
import { isNever } from './label-sets';
import type { RulePair } from './pair-rules';
import type { Side } from './side';
import type { WatchedRule } from './watched-rules';

/** What changed in the text of messages: annotations, the name, and labels that no route reads. */
export function textEffects(
  { before, after }: RulePair,
  sides: { readonly before: Side; readonly after: Side },
): readonly RuleEffect[] {
  const changed = [
    ...(before.name === after.name ? [] : [`the name is now ${after.name}`]),
    ...differing(before.annotations, after.annotations).map((name) => `annotation ${name}`),
    ...differing(before.labels, after.labels).map((name) => `label ${name}`),
  ];
  const empty = shownLabels(after).filter(
    ([, label]) => !isNever(label, before, sides.before) && isNever(label, after, sides.after),
  );
  return [
    ...(changed.length === 0 ? [] : [{ kind: 'text' as const, reason: `changed: ${changed.join(', ')}` }]),
    ...empty.map(([text, label]) => ({
      kind: 'text' as const,
      reason: `${text} shows the label ${label}, which its series no longer have`,
    })),
  ];
}

/** Labels of series that messages show, with what shows them. */
const shownLabels = ({
  annotations,
  labels,
}: WatchedRule): readonly (readonly [text: string, label: string])[] =>
  Object.entries({ annotation: annotations, label: labels }).flatMap(([kind, texts]) =>
    Object.entries(texts).flatMap(([name, text]) =>
      templatesOf(text).labels.map((label) => [`${kind} ${name}`, label] as const),
    ),
  );

const differing = (before: Labels, after: Labels): readonly string[] =>
  [...new Set([...Object.keys(before), ...Object.keys(after)])].filter(
    (name) => before[name] !== after[name],
  );
