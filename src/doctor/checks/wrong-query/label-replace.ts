import { RE2JS } from 're2js';
import { re2Error } from '../../../metrics/labels';
import type { Call, Expr } from '../../../promql/expr';
import { print, quote } from '../../../promql/print';
import { defineCheck } from '../../check';
import { exporterOf } from '../../expressions/exporters';
import { RENAMED_LABELS } from '../../expressions/renamed';
import { aboutEach, why, type Described } from '../../expressions/report';
import { factOf, type Shape } from '../../expressions/shape';

export const check = defineCheck({
  id: 'label-replace',
  severity: 'error',
  question: 'Can every label_replace match, and fill its replacement?',
  symptom: 'The rule is loaded and its health is err, or a label is empty and a join on it matches nothing.',
  why: 'Prometheus compiles the regular expression of label_replace only when it evaluates the rule: promtool accepts any. A group that the expression does not have is replaced by nothing, and an empty value removes the label.',
  remedy: 'Correct the regular expression, and put what $1 stands for in parentheses.',
  see: 'https://prometheus.io/docs/prometheus/latest/querying/functions/#label_replace',
  needs: ['analysis'],
  inParts: true,
  find: ({ analysis: { calls, catalog } }) =>
    aboutEach(calls, (node) =>
      node.name === 'label_replace'
        ? (describe(node) ?? fromNothing(node, (expr) => catalog.inference.of(expr)))
        : undefined,
    ),
});

/** A label that is computed from one that the series do not have: an empty text replaces it. */
function fromNothing(node: Call, shapeOf: (expr: Expr) => Shape): Described | undefined {
  const [vector, target, replacement, source, pattern] = node.args;
  if (vector === undefined || source?.node !== 'string' || pattern?.node !== 'string' || source.value === '')
    return undefined;
  if (target?.node !== 'string' || replacement?.node !== 'string' || !replacement.value.includes('$'))
    return undefined;
  const shape = shapeOf(vector);
  const renamed = exporterOf(vector) === 'cAdvisor' ? RENAMED_LABELS[source.value] : undefined;
  const gone = factOf(shape, source.value).presence === 'never';
  if ((!gone && renamed === undefined) || re2Error(pattern.value) !== undefined) return undefined;
  const matchesNothing = RE2JS.compile(pattern.value).matches('');
  return {
    severity: 'warning',
    message: `the series have no label ${source.value}${gone ? why(shape) : ', which Kubernetes 1.16 renamed'}, so label_replace ${matchesNothing ? `removes ${target.value}` : 'changes nothing'}`,
    found: print(node),
    expected: 'a label that the series have',
    fix:
      renamed === undefined
        ? `keep ${source.value} in the inner expression, or remove label_replace`
        : renamed === target.value
          ? `write ${print(vector)}`
          : `write ${print({ ...node, args: node.args.map((arg) => (arg === source ? { ...source, value: renamed } : arg)) })}`,
  };
}

function describe(node: Call): Described | undefined {
  const [, , replacement, , pattern] = node.args;
  if (replacement?.node !== 'string' || pattern?.node !== 'string') return undefined;
  const invalid = re2Error(pattern.value);
  if (invalid !== undefined)
    return {
      message: `label_replace fails whenever the rule is evaluated: invalid regular expression: ${invalid}`,
      found: pattern.value,
      expected: 'a regular expression of RE2',
      fix: 'correct the regular expression, and try it on a value of the label',
    };
  const groups = RE2JS.compile(pattern.value).groupCount();
  const missing = references(replacement.value).find((group) => group > groups);
  if (missing === undefined) return undefined;
  return {
    severity: 'warning',
    message: `$${missing} of label_replace is empty, because ${quote(pattern.value)} has ${groups === 0 ? 'no group' : groups === 1 ? 'one group' : `${groups} groups`}`,
    found: print(node),
    expected: 'a group in parentheses for every number',
    fix:
      groups === 0 && missing === 1
        ? `write ${quote(`(${pattern.value})`)}`
        : `add the group, or write $${groups} if that is meant`,
  };
}

/** Numbers of groups: `$1` is one, `$1x` is the group named 1x, and `$$` is a dollar. */
const references = (replacement: string): readonly number[] =>
  [...replacement.replaceAll('$$', '').matchAll(/\$(?:(\d+)(?!\w)|\{(\d+)\})/g)].map(([, bare, braced]) =>
    Number(bare ?? braced),
  );
