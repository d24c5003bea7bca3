import { groupBy } from '../findings/group-by';
import type { Defect } from '../exposition/page';

/** Line numbers in one finding. */
const MOST_LINES = 3;

/** A defect, and how many lines have the same. */
export interface DefectGroup extends Defect {
  /** ` (and so do lines 5, 6, 7 and 20 others)`; empty when it is the only one. */
  readonly others: string;
}

/** One defect for all lines that are to be put right in the same way: a page has them in every line, often. */
export function groupDefects(defects: readonly Defect[]): readonly DefectGroup[] {
  return [...groupBy(defects, ({ fix, refused }) => `${refused} ${fix}`).values()].flatMap(
    ([first, ...others]) => (first === undefined ? [] : [{ ...first, others: text(others) }]),
  );
}

function text(others: readonly Defect[]): string {
  if (others.length === 0) return '';
  const lines = [...new Set(others.map(({ line }) => line))];
  const more = lines.length - MOST_LINES;
  return ` (the same in ${lines.length === 1 ? 'line' : 'lines'} ${lines.slice(0, MOST_LINES).join(', ')}${more > 0 ? ` and ${more} more` : ''})`;
}
