import type { Selector } from '../../promql/expr';
import type { Reported } from '../check';
import { analysisOf, type ExpressionFacts, type Site } from './analysis';
import type { SeriesCatalog } from './series-catalog';
import { aboutExpression, once } from './report';
import type { Verdict } from './verdict';

type Described = Pick<Reported, 'message' | 'found' | 'expected' | 'fix' | 'severity'>;

/** Findings of one kind about what expressions select. Every selector is judged once for all checks. */
export function selectorFindings(
  facts: ExpressionFacts,
  describe: (verdict: Verdict, site: Site<Selector>, catalog: SeriesCatalog) => Described | undefined,
): readonly Reported[] {
  const analysis = analysisOf(facts);
  return once(
    analysis.selectors.flatMap((site) => {
      const verdict = analysis.verdict(site.node);
      const finding = verdict && describe(verdict, site, analysis.catalog);
      return finding === undefined ? [] : [aboutExpression(site.expression, finding)];
    }),
  );
}
