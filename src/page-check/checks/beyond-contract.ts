import type { Family } from '../../exposition/page';
import { isRuntimeMetric } from '../../exposition/runtime-metrics';
import type { PageCheck } from '../check';
import { familyNames, type Facts } from '../facts';
import { seriesNames } from '../../metrics/series';
import { some } from '../wording';

export const beyondContract: PageCheck = {
  id: 'beyond-contract',
  question: 'Does the contract contain every metric of the page, apart from those of the runtime?',
  see: 'https://prometheus.io/docs/instrumenting/writing_clientlibs/#standard-and-runtime-collectors',
  differences: (facts) => [
    ...one(facts, (family) => !isRuntime(family) && !isCreated(family), {
      message: 'these metrics are not in the contract, and no rule reads them',
      expected: 'metrics of the contract, and those of the runtime',
      fix: 'add them to the contract to use them, or stop exposing them',
    }),
    ...one(facts, isCreated, {
      message: 'no rule reads the creation times, and each is a series of its own',
      expected: 'no _created series',
      fix: 'switch them off in the client library, e.g. PROMETHEUS_DISABLE_CREATED_SERIES=true for Python',
    }),
  ],
};

const isRuntime = ({ name }: Family): boolean => isRuntimeMetric(name);
/** Client libraries write them as gauges in the text format. */
const isCreated = ({ name }: Family): boolean => name.endsWith('_created') && !isRuntimeMetric(name);

function one(
  { read, service }: Facts,
  wanted: (family: Family) => boolean,
  words: { readonly message: string; readonly expected: string; readonly fix: string },
) {
  const known = new Set(
    Object.values(service.metrics).flatMap((metric) => [...familyNames(metric), ...seriesNames(metric)]),
  );
  // A metric without series costs nothing, and its labels are unknown.
  const found = read.page.families.filter(
    (family) => family.samples.length > 0 && !known.has(family.name) && wanted(family),
  );
  const series = found.reduce((sum, { samples }) => sum + samples.length, 0);
  const [first] = found;
  if (first === undefined) return [];
  return [
    {
      resource: `page ${read.source}`,
      path: `${found.length} ${found.length === 1 ? 'metric' : 'metrics'} with ${series} series`,
      found: some(found.map(({ name }) => name)),
      ...words,
      severity: 'info' as const,
      line: first.line,
    },
  ];
}
