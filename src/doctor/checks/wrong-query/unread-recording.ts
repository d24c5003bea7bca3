import { defineCheck } from '../../check';
import { recordMeanings } from '../../../rules/record-meanings';

export const check = defineCheck({
  id: 'unread-recording',
  severity: 'info',
  question: 'Is every recorded series used?',
  symptom: 'Prometheus computes and stores unused series.',
  why: 'A recorded series costs an evaluation at every interval, and memory.',
  remedy:
    'Use the series in a rule or dashboard, or remove the rule. Series in the documentation of this project count as used.',
  see: 'https://prometheus.io/docs/practices/rules/',
  needs: ['catalog', 'rules', 'seriesRead'],
  find: ({ catalog, rules, seriesRead }) => {
    // Dashboards of foreign stacks were not all read; those of the catalog were.
    if (catalog.contracts.size === 0) return undefined;
    return rules.map(({ object, path, kind, name }) => {
      const owner = kind === 'record' && !seriesRead.has(name) ? catalog.contracts.ofName(name) : undefined;
      if (owner === undefined || recordMeanings(owner.service).has(name)) return undefined;
      return {
        object,
        path: `${path}.record`,
        message: 'no rule and no dashboard reads the recorded series',
        found: name,
        expected: 'a series that a rule or dashboard reads',
        fix: `remove the rule, or use ${name}`,
      };
    });
  },
});
