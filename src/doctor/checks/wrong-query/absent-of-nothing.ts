import { aboutEach } from '../../expressions/report';
import { defineCheck } from '../../check';
import { listed } from '../../expressions/matchers';
import { mapExpr, type Call, type Expr, type Matcher, type Selector } from '../../../promql/expr';
import { print } from '../../../promql/print';

const withValue = (node: Call, selector: Selector, several: Matcher, value: string): Expr =>
  mapExpr(node, {
    selector: (own) =>
      print(own) === print(selector)
        ? {
            ...own,
            matchers: own.matchers.map((one) =>
              one.label === several.label && one.operator === '=~' ? { ...one, operator: '=', value } : one,
            ),
          }
        : own,
  });

const ABSENT = ['absent', 'absent_over_time'];

export const check = defineCheck({
  id: 'absent-of-nothing',
  severity: 'error',
  question: 'Can every series exist that an absent() alert watches?',
  symptom: 'An absent() alert fires permanently although everything works.',
  why: 'absent() of a series that can never exist is always 1.',
  remedy: 'Correct the selector; another finding describes what is wrong with it.',
  see: 'https://prometheus.io/docs/prometheus/latest/querying/functions/#absent',
  needs: ['analysis'],
  inParts: true,
  find: ({ analysis }) =>
    aboutEach(analysis.calls, (node, { of }) => {
      const {
        name,
        args: [arg],
      } = node;
      const selector = arg?.node === 'range' ? arg.selector : arg;
      if (!ABSENT.includes(name) || selector?.node !== 'selector') return undefined;
      if (!('rule' in of) || of.rule.kind !== 'alert') return undefined;
      const verdict = analysis.verdict(selector);
      const several = selector.matchers.find(
        (matcher) => matcher.operator === '=~' && (listed(matcher)?.length ?? 1) > 1,
      );
      if (verdict === undefined && several !== undefined)
        return {
          severity: 'warning',
          message: `absent() fires only when all of ${listed(several)!.join(', ')} are missing, and not when one of them is`,
          found: print(selector),
          expected: 'one absent() for each value',
          fix: `write ${listed(several)!
            .map((value) => print(withValue(node, selector, several, value)))
            .join(' or ')}`,
        };
      // A job that no configuration has is a finding of its own.
      if (verdict === undefined || verdict.kind === 'job') return undefined;
      if (verdict.kind === 'label' && verdict.selects === 'everything') return undefined;
      // Targets that were not read may have the value.
      const uncertain = verdict.kind === 'target' && verdict.uncertain === true;
      return {
        ...(uncertain ? { severity: 'warning' as const } : {}),
        message: uncertain
          ? 'no target that was read has the series, so absent() always fires'
          : 'the series can never exist, so absent() always fires',
        found: print(selector),
        expected: 'a series that exists in normal operation',
        fix: 'correct the selector as described in its own finding',
      };
    }),
});
