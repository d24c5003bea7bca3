import { defineCheck } from '../../check';
import { analysisOf, EXPRESSION_FACTS } from '../../expressions/analysis';
import { nameOf } from '../../../kubernetes/object';

export const check = defineCheck({
  id: 'recorded-name-taken',
  severity: 'error',
  question: 'Does every recorded series have a name of its own?',
  symptom: 'A sum is twice as high as it should be.',
  why: 'A rule that records under the name of a metric that is scraped mixes both: whoever reads the name gets them together.',
  remedy: 'Record under a name with colons, level:metric:operations, which no metric has.',
  see: 'https://prometheus.io/docs/practices/rules/#naming',
  needs: EXPRESSION_FACTS,
  find: (facts) => {
    const { catalog } = analysisOf(facts);
    return facts.rules.flatMap(({ object, field, kind, name }) =>
      kind === 'record' && catalog.metric(name) !== undefined
        ? [
            {
              object,
              resource: nameOf(object),
              path: `${field}.record`,
              message: 'is the name of a metric that is scraped',
              found: name,
              expected: 'a name with colons, e.g. level:metric:operations',
              fix: `record: job:${name}:sum`,
            },
          ]
        : [],
    );
  },
});
