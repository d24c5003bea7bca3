import { defineCheck } from '../../check';
import { aboutEach } from '../../expressions/report';
import { print } from '../../../promql/print';

export const check = defineCheck({
  id: 'irate-alert',
  severity: 'warning',
  question: 'Do alerts average over their window?',
  symptom: 'An alert stays pending, or resolves and fires again.',
  why: 'irate() reads the last two samples of its window only. One quiet scrape between others resolves the alert, and starts its for anew.',
  remedy: 'Use rate() in alerts, and irate() in graphs of fast counters.',
  see: 'https://prometheus.io/docs/prometheus/latest/querying/functions/#irate',
  needs: ['analysis'],
  inParts: true,
  find: ({ analysis: { calls } }) =>
    aboutEach(calls, (node, { of }) =>
      node.name !== 'irate' || !('rule' in of) || of.rule.kind !== 'alert'
        ? undefined
        : {
            message: 'irate reads the last two samples only, so the alert follows every spike',
            found: print(node),
            expected: 'rate over the same window',
            fix: `write ${print({ ...node, name: 'rate' })}`,
          },
    ),
});
