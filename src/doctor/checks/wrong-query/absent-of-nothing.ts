import { aboutEach } from '../../expressions/report';
import { defineCheck } from '../../check';
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
  needs: ['analysis'],
  inParts: true,
  find: ({ analysis }) =>
    aboutEach(analysis.calls, ({ name, args: [arg] }, { of }) => {
      const selector = arg?.node === 'range' ? arg.selector : arg;
      if (!ABSENT.includes(name) || selector?.node !== 'selector') return undefined;
      if (!('rule' in of) || of.rule.kind !== 'alert') return undefined;
      const verdict = analysis.verdict(selector);
      if (verdict === undefined || (verdict.kind === 'label' && verdict.selects === 'everything'))
        return undefined;
      return {
        message: 'the series can never exist, so absent() always fires',
        found: print(selector),
        expected: 'a series that exists in normal operation',
        fix: 'correct the selector as described in its own finding',
      };
    }),
});
