import { defineCheck } from '../../check';
import { analysisOf, EXPRESSION_FACTS } from '../../expressions/analysis';
import { aboutExpression, once } from '../../expressions/report';
import { print } from '../../../promql/print';

const ABSENT = ['absent', 'absent_over_time'];

export const check = defineCheck({
  id: 'absent-of-nothing',
  severity: 'error',
  question: 'Can every series exist that an absent() alert watches?',
  symptom: 'An absent() alert fires permanently although everything works.',
  why: 'absent() of a series that can never exist is always 1.',
  remedy: 'Correct the selector; another finding describes what is wrong with it.',
  see: 'https://prometheus.io/docs/prometheus/latest/querying/functions/#absent',
  needs: EXPRESSION_FACTS,
  find: (facts) => {
    const analysis = analysisOf(facts);
    return once(
      analysis.calls.flatMap(({ expression, node: { name, args } }) => {
        const { of } = expression;
        const [arg] = args;
        const selector = arg?.node === 'range' ? arg.selector : arg;
        if (!ABSENT.includes(name) || selector?.node !== 'selector') return [];
        if (!('rule' in of) || of.rule.kind !== 'alert') return [];
        const verdict = analysis.verdict(selector);
        if (verdict === undefined || (verdict.kind === 'label' && verdict.selects === 'everything'))
          return [];
        return [
          aboutExpression(expression, {
            message: 'the series can never exist, so absent() always fires',
            found: print(selector),
            expected: 'a series that exists in normal operation',
            fix: 'correct the selector as described in its own finding',
          }),
        ];
      }),
    );
  },
});
