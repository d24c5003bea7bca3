import type { Labels } from '../kubernetes/object';
import { selects, type LabelSelector } from '../kubernetes/selector';

/** An answer from partial knowledge. */
export type Verdict = 'yes' | 'no' | 'unknown';

/** Labels of something, and which others it may have. */
export interface KnownLabels {
  readonly labels: Labels;
  /** Whether it may have a label although it is not among those that are known. */
  readonly mayHave: (key: string) => boolean;
}

/** Yes if all are yes, no if any is no. */
export function all(verdicts: readonly Verdict[]): Verdict {
  if (verdicts.includes('no')) return 'no';
  return verdicts.includes('unknown') ? 'unknown' : 'yes';
}

/** Yes if any is yes, no if all are no. */
export function any(verdicts: readonly Verdict[]): Verdict {
  if (verdicts.includes('yes')) return 'yes';
  return verdicts.includes('unknown') ? 'unknown' : 'no';
}

/** Whether a selector takes something of which perhaps not all labels are known. */
export function takes(
  { matchLabels = {}, matchExpressions = [] }: LabelSelector,
  known: KnownLabels,
): Verdict {
  const requirements: readonly (readonly [string, LabelSelector])[] = [
    ...Object.entries(matchLabels).map(([key, value]) => [key, { matchLabels: { [key]: value } }] as const),
    ...matchExpressions.map((requirement) => [requirement.key, { matchExpressions: [requirement] }] as const),
  ];
  return all(
    requirements.map(([key, selector]) => {
      if (!(key in known.labels) && known.mayHave(key)) return 'unknown';
      return selects(selector, known.labels) ? 'yes' : 'no';
    }),
  );
}
