import { nameOf } from '../../../kubernetes/object';
import { defineCheck } from '../../check';
import { EXPRESSION_FACTS } from '../../expressions/analysis';
import { selectorFindings } from '../../expressions/selector-findings';

export const check = defineCheck({
  id: 'unknown-metric',
  severity: 'error',
  question: 'Does every metric exist that a service is asked for?',
  symptom: 'A panel shows "No data", or an alert never fires although the service is broken.',
  why: 'A selector with a name that nothing exposes is no error for Prometheus: it selects nothing, for ever.',
  remedy:
    'Write the name as the service exposes it, or as the rule records it. Only names that begin like those of a service with a known contract are checked, or that are a slip of the pen away from one.',
  see: 'https://prometheus.io/docs/prometheus/latest/querying/basics/#instant-vector-selectors',
  needs: EXPRESSION_FACTS,
  find: (facts) =>
    selectorFindings(facts, (verdict) => {
      if (verdict.kind === 'dropped')
        return {
          message: `asks for ${verdict.name}, which ${nameOf(verdict.by)} drops when it is scraped`,
          found: verdict.name,
          expected: 'a series that the metricRelabelings keep',
          fix: `leave ${verdict.name} out of the metricRelabelings that drop it`,
        };
      if (verdict.kind !== 'metric') return undefined;
      const { name, service, meant } = verdict;
      return {
        message: `asks for ${name}, which neither ${service} exposes nor a rule records`,
        found: name,
        expected: meant ?? `a series of the contract of ${service}`,
        fix:
          meant === undefined
            ? `add ${name} to the contract of ${service}, or leave it out`
            : `write ${meant}`,
      };
    }),
});
