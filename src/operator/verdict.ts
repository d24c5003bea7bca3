import type { Labels } from '../kubernetes/object';
import { selects, type LabelSelector } from '../kubernetes/selector';

/** An answer from partial knowledge. */
export type Verdict = 'yes' | 'no' | 'unknown';

/** Labels of an object, and which others it may have. */
export interface KnownLabels {
  readonly labels: Labels;
  /** Whether it may have a label that is not among the known ones. */
  readonly mayHave: (key: string) => boolean;
}

export function all(verdicts: readonly Verdict[]): Verdict {
  if (verdicts.includes('no')) return 'no';
  return verdicts.includes('unknown') ? 'unknown' : 'yes';
}

export function any(verdicts: readonly Verdict[]): Verdict {
  if (verdicts.includes('yes')) return 'yes';
  return verdicts.includes('unknown') ? 'unknown' : 'no';
}

/** Whether a selector matches an object of which not all labels may be known. */
export function matches(
  { matchLabels = {}, matchExpressions = [] }: LabelSelector,
  known: KnownLabels,
): Verdict {
  const requirements: readonly (readonly [string, LabelSelector])[] = [
    ...Object.entries(matchLabels).map(([key, value]) => [key, { matchLabels: { [key]: value } }] as const),
    ...matchExpressions.map((requirement) => [requirement.key, { matchExpressions: [requirement] }] as const),
  ];
  return all(
    requirements.map(([key, selector]) => {
      if (!Object.hasOwn(known.labels, key) && known.mayHave(key)) return 'unknown';
      return selects(selector, known.labels) ? 'yes' : 'no';
    }),
  );
}
