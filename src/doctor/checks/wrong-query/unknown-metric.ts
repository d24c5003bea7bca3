import { nameOf } from '../../../kubernetes/object';
import { defineCheck } from '../../check';
import { selectorFindings } from '../../expressions/selector-findings';

export const check = defineCheck({
  id: 'unknown-metric',
  severity: 'error',
  question: 'Does every queried metric exist?',
  symptom: 'A panel shows "No data", or an alert never fires although the service is broken.',
  why: 'Prometheus accepts a selector with an unknown name, and selects nothing.',
  remedy:
    'Use the name that the service exposes or the rule records. Only names with the prefix of a service with a known contract, and likely typos of its metrics, are checked.',
  see: 'https://prometheus.io/docs/prometheus/latest/querying/basics/#instant-vector-selectors',
  needs: ['analysis'],
  inParts: true,
  find: ({ analysis }) =>
    selectorFindings(analysis, (verdict) => {
      if (verdict.kind === 'dropped')
        return {
          message: `${nameOf(verdict.by)} drops the metric at the scrape`,
          found: verdict.name,
          expected: 'a series that the metricRelabelings keep',
          fix: `remove ${verdict.name} from the metricRelabelings that drop it`,
        };
      if (verdict.kind !== 'metric') return undefined;
      const { name, service, meant } = verdict;
      return {
        message: `${service} does not expose this metric, and no rule records it`,
        found: name,
        expected: meant ?? `a series of the contract of ${service}`,
        fix:
          meant === undefined
            ? `add ${name} to the contract of ${service}, or remove it from the expression`
            : `write ${meant}`,
      };
    }),
});
