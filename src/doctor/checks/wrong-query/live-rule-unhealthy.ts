import { defineCheck } from '../../check';

export const check = defineCheck({
  id: 'live-rule-unhealthy',
  severity: 'error',
  question: 'Can Prometheus evaluate every rule?',
  symptom: 'The rule is red on the rules page; its alert never fires, its series has gaps.',
  why: 'The expression is valid but fails on the existing series, mostly by many-to-many matching.',
  remedy: 'Run the expression in the expression browser, and aggregate both sides to the same labels.',
  see: 'https://prometheus.io/docs/prometheus/latest/querying/operators/#vector-matching',
  needs: ['live'],
  find: ({ live }) =>
    live.rules
      .filter(({ health }) => health === 'err')
      .map(({ group, name, kind, lastError, expression }) => ({
        resource: `rule group ${group}`,
        path: `${kind} ${name}`,
        message: 'the evaluation of the rule fails',
        found: lastError,
        expected: 'an expression with one result for each label set',
        fix: `run the expression alone: ${expression.replace(/\s+/g, ' ')}`,
      })),
});
