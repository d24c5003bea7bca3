import { defineCheck } from '../../check';

export const check = defineCheck({
  id: 'recorded-name-taken',
  severity: 'error',
  question: 'Do recorded series and scraped metrics have different names?',
  symptom: 'A sum is twice its real value.',
  why: 'A rule that records under the name of a scraped metric mixes both: queries of the name return both.',
  remedy: 'Record under a name with colons, level:metric:operations, which no metric has.',
  see: 'https://prometheus.io/docs/practices/rules/#naming',
  needs: ['analysis', 'rules'],
  inParts: true,
  find: ({ analysis: { catalog }, rules }) =>
    rules.map(({ object, path, kind, name }) =>
      kind === 'record' && catalog.metric(name) !== undefined
        ? {
            object,
            path: `${path}.record`,
            message: 'a scraped metric has the same name',
            found: name,
            expected: 'a name with colons, e.g. level:metric:operations',
            fix: `record: job:${name}:sum`,
          }
        : undefined,
    ),
});
