import { defineCheck } from '../../check';
import { aboutEach } from '../../expressions/report';
import { plainSelector } from '../../expressions/plain-series';
import { nameOfSelector } from '../../expressions/series-catalog';
import { mapExpr, type Aggregation, type Selector } from '../../../promql/expr';
import { print } from '../../../promql/print';

/** Metrics that cAdvisor measures for every control group: of a container, of its pod, of all pods. */
const MEASURED =
  /^container_(cpu_(usage|user|system)_seconds_total|memory_(usage|working_set)_bytes|memory_(rss|cache|swap))$/;

/** Labels that only the series of a container have, or that tell its group. */
const OF_CONTAINER = ['container', 'container_name', 'image', 'name', 'id'];

/** Labels that the series have in Kubernetes only. */
const OF_KUBERNETES = ['namespace', 'pod', 'pod_name', 'node'];

export const check = defineCheck({
  id: 'container-totals',
  severity: 'warning',
  question: 'Do sums over containers leave out the totals of their pods?',
  symptom: 'CPU or memory of a pod is about twice as much as kubectl top shows.',
  why: 'cAdvisor has a series for each container, and one for the whole pod, without the label container. A sum over both counts everything twice.',
  remedy: 'Add container!="" to the selector.',
  see: 'https://github.com/google/cadvisor/issues/2688',
  needs: ['analysis'],
  inParts: true,
  find: ({ analysis: { aggregations, catalog } }) =>
    aboutEach(aggregations, (node) => {
      const selector = doubled(node);
      if (selector === undefined || catalog.recordings.rulesOf(nameOfSelector(selector)!).length > 0)
        return undefined;
      const cured: Selector = {
        ...selector,
        matchers: [...selector.matchers, { label: 'container', operator: '!=', value: '' }],
      };
      return {
        message: `${node.operator} adds up the containers of a pod and the total of the pod`,
        found: print(node),
        expected: 'a sum over containers only',
        fix: `write ${print(mapExpr(node, { selector: () => cured }))}`,
      };
    }),
});

/** The selector of containers and pods alike that a sum adds up. */
function doubled({ operator, grouping, expr }: Aggregation): Selector | undefined {
  const selector = operator === 'sum' ? plainSelector(expr) : undefined;
  if (selector === undefined || !MEASURED.test(nameOfSelector(selector) ?? '')) return undefined;
  const kept = grouping?.mode === 'by' ? grouping.labels : [];
  if (grouping?.mode === 'without' && !grouping.labels.includes('container')) return undefined;
  const named = [...kept, ...selector.matchers.map(({ label }) => label)];
  if (named.some((label) => OF_CONTAINER.includes(label))) return undefined;
  return named.some((label) => OF_KUBERNETES.includes(label)) ? selector : undefined;
}
