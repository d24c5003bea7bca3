import { defineCheck } from '../../check';
import { aboutEach } from '../../expressions/report';
import { stateLabel } from '../../expressions/state-sets';
import type { Binary, Selector } from '../../../promql/expr';
import { print } from '../../../promql/print';

/** Values of a state in which objects should be, for the fix. */
const USUAL: Readonly<Record<string, string>> = { phase: 'Running', status: 'true', condition: 'true' };

const hasMatcher = ({ matchers }: Selector, label: string, equal: boolean): boolean =>
  matchers.some(
    ({ label: own, operator, value }) =>
      own === label && (equal ? operator === '=' : !operator.startsWith('!')) && value !== '.*',
  );

/** `x == 0`, `x < 1` and `x != 1`: the state is not the one of the series. */
function isZero({ operator, right, bool }: Binary): boolean {
  if (right.node !== 'number' || bool === true) return false;
  const { value } = right;
  return (
    (operator === '==' && value === 0) ||
    (operator === '<' && value > 0 && value <= 1) ||
    (operator === '!=' && value === 1)
  );
}

export const check = defineCheck({
  id: 'state-series',
  severity: 'warning',
  question: 'Do expressions reckon with the zeros of metrics that have a series for each state?',
  symptom: 'An alert always fires, or a number of pods or nodes is that of all of them.',
  why: 'kube_pod_status_phase, kube_node_status_condition and similar metrics have a series for each state of an object: 1 for the state that it has, and 0 for the others. count() counts both, and == 0 without the state matches every object.',
  remedy: 'Use sum(), or compare with 1 first. Name one state before == 0.',
  see: 'https://github.com/kubernetes/kube-state-metrics/blob/main/docs/metrics/workload/pod-metrics.md',
  needs: ['analysis'],
  inParts: true,
  find: ({ analysis: { aggregations, binaries } }) => [
    aboutEach(aggregations, (node) => {
      const label =
        node.operator === 'count' && node.expr.node === 'selector' ? stateLabel(node.expr) : undefined;
      if (label === undefined || !hasMatcher(node.expr as Selector, label, false)) return undefined;
      return {
        message: 'count counts the series of all objects, as those in another state have the value 0',
        found: print(node),
        expected: 'a sum, which adds up the ones',
        fix: `write ${print({ ...node, operator: 'sum' })}`,
      };
    }),
    aboutEach(binaries, (node) => {
      const { left } = node;
      const label = left.node === 'selector' && isZero(node) ? stateLabel(left) : undefined;
      if (left.node !== 'selector' || label === undefined || hasMatcher(left, label, true)) return undefined;
      const value = USUAL[label];
      const named: Selector = {
        ...left,
        matchers: [
          ...left.matchers.filter((matcher) => matcher.label !== label),
          { label, operator: '=', value: value ?? '<state>' },
        ],
      };
      return {
        message: `every object has series with the value 0, for the values of ${label} that it does not have`,
        found: print(node),
        expected: `a matcher for one value of ${label}`,
        fix: `write ${print({ ...node, left: named })}`,
      };
    }),
  ],
});
