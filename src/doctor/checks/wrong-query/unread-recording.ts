import { defineCheck } from '../../check';
import { analysisOf, EXPRESSION_FACTS } from '../../expressions/analysis';
import { nameOf } from '../../../kubernetes/object';
import { recordMeanings } from '../../../rules/record-meanings';
import { namesRead } from '../../expressions/metric-names';

export const check = defineCheck({
  id: 'unread-recording',
  severity: 'info',
  question: 'Is everything read that is recorded?',
  symptom: 'Prometheus computes and stores what nobody looks at.',
  why: 'A recorded series costs an evaluation at every interval and a place in memory.',
  remedy:
    'Read it in a rule or a dashboard, or leave it out. Series that this project documents for people count as read.',
  see: 'https://prometheus.io/docs/practices/rules/',
  needs: EXPRESSION_FACTS,
  find: (facts) => {
    const { expressions, catalog } = analysisOf(facts);
    // Elsewhere dashboards may read it; what is ours is read here or nowhere.
    if (catalog.contracts.size === 0) return [];
    const read = namesRead(expressions);
    return facts.rules.flatMap(({ object, field, kind, name }) => {
      const owner = kind === 'record' && !read.has(name) ? catalog.contracts.ofName(name) : undefined;
      if (owner === undefined || recordMeanings(owner.service).has(name)) return [];
      return [
        {
          object,
          resource: nameOf(object),
          path: `${field}.record`,
          message: 'is read by no rule and no dashboard',
          found: name,
          expected: 'a series that somebody reads',
          fix: `leave the rule out, or read ${name}`,
        },
      ];
    });
  },
});
