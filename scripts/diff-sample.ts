import { judged } from '../src/diff/acknowledged';
import { asText } from '../src/diff/formats/text';
import { differenceAfter, inExpr, named } from '../test/diff/fixture';
import { fenced, type Sections } from './sections';

/** What docs/diff.md shows: a matcher that is too narrow, and a longer `for`. */
export function diffSample(): Sections {
  const difference = differenceAfter((all) => {
    for (const rule of named(all, 'OrderApiTargetDown')) inExpr(rule, 'up{', 'up{zone="a", ');
    for (const rule of named(all, 'OrderApiDown')) rule.for = '10m';
  });
  const none = { options: [], trailers: [] };
  return { sample: fenced('text', asText({ difference, judged: judged(difference, none) })) };
}
