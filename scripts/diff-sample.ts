import { judged } from '../src/diff/acknowledged';
import { asText } from '../src/diff/formats/text';
import { comparisonAfter, inExpr, named } from '../test/diff/fixture';
import { fenced, type Sections } from './sections';

/** What docs/diff.md shows: a matcher that is too narrow, and a longer `for`. */
export function diffSample(): Sections {
  const compared = comparisonAfter((all) => {
    for (const rule of named(all, 'OrderApiTargetDown')) inExpr(rule, 'up{', 'up{zone="a", ');
    for (const rule of named(all, 'OrderApiDown')) rule.for = '10m';
  });
  const none = { options: [], trailers: [] };
  const { difference, bounds } = compared;
  const printed = { ...compared, judged: judged(difference, bounds.changes, none) };
  return { sample: fenced('text', asText(printed)) };
}
