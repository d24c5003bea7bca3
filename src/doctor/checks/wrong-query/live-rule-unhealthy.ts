import { defineCheck } from '../../check';

export const check = defineCheck({
  id: 'live-rule-unhealthy',
  severity: 'error',
  question: 'Can Prometheus evaluate every rule?',
  symptom: 'the rule is red on the rules page; its alert never fires, its series has gaps.',
  why: 'the expression is valid and still fails on the series that are there, mostly by matching many to many.',
  remedy: 'run the expression in the expression browser, and aggregate both sides to the same labels.',
  see: 'https://prometheus.io/docs/prometheus/latest/querying/operators/#vector-matching',
  needs: ['live'],
  find: ({ live }) =>
    live.rules
      .filter(({ health }) => health === 'err')
      .map(({ group, name, kind, lastError, expression }) => ({
        resource: `rule group ${group}`,
        path: `${kind} ${name}`,
        message: 'fails at every evaluation',
        found: lastError,
        expected: 'an expression that has one result for every set of labels',
        fix: `run it alone: ${expression.replace(/\s+/g, ' ')}`,
      })),
});
