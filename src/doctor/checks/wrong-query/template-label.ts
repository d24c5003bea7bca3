import { ownValue } from '../../../findings/fields';
import { oneOf, why } from '../../expressions/report';
import { defineCheck } from '../../check';
import { factOf, labelsThere, type Shape } from '../../expressions/shape';
import { templatesOf } from '../../expressions/templates';
import { isComparison, type ComparisonOperator, type Expr } from '../../../promql/expr';
import { print } from '../../../promql/print';

export const check = defineCheck({
  id: 'template-label',
  severity: 'warning',
  question: 'Do the series of every alert have the labels that its templates print?',
  symptom: 'A notification reads "pod  of  is down", or matches no route.',
  why: 'A template prints a missing label as an empty string. Aggregations drop labels, and $labels contains neither the labels that the alert itself adds nor external labels.',
  remedy: 'Keep the label in the expression, or remove it from the template.',
  see: 'https://prometheus.io/docs/prometheus/latest/configuration/template_reference/',
  needs: ['analysis', 'rules', 'prometheus'],
  inParts: true,
  find: ({ analysis: { catalog }, rules, prometheus: { externalLabels } }) =>
    rules.map(({ object, path, kind, name, expr, labels, annotations }) => {
      if (kind !== 'alert' || expr === undefined) return undefined;
      const shape = catalog.inference.of(expr);
      const branches = alternatives(expr);
      const meant = (label: string, text: string): string => {
        if (Object.hasOwn(externalLabels, label)) return `write {{ $externalLabels.${label} }}`;
        const own = ownValue(labels, label);
        if (own !== undefined && own !== text) return `write ${own}`;
        const some = whileSomeFail(expr);
        return some !== undefined
          ? `write ${print(some)}`
          : `keep ${label} in the expression, or remove {{ $labels.${label} }}`;
      };
      return Object.entries({ annotations, labels }).map(([place, texts]) =>
        Object.entries(texts).map(([key, text]) =>
          templatesOf(text)
            .labels.filter((label) => !label.startsWith('__'))
            .flatMap((label): readonly Lacking[] => {
              if (lacks(shape, label)) return [{ label, lacking: shape }];
              const branch = branches.find((one) => lacks(catalog.inference.of(one), label));
              return branch === undefined ? [] : [{ label, lacking: catalog.inference.of(branch), branch }];
            })
            .map(({ label, lacking, branch }) => ({
              object,
              path: `${path}.${place}.${key}`,
              // Routing depends on labels; an annotation with a gap is still readable.
              severity: branch !== undefined ? ('info' as const) : place === 'labels' ? 'error' : 'warning',
              message:
                branch === undefined
                  ? `the series of alert ${name} do not have the label ${label}${why(shape)}`
                  : `alert ${name} has no label ${label} when ${print(branch)} fires${why(lacking)}`,
              found: `{{ $labels.${label} }}`,
              expected: oneOf(labelsThere(lacking)),
              fix: meant(label, text),
            })),
        ),
      );
    }),
});

/** `absent(x == 1)` fires only once all series fail, and has no labels of theirs: `x != 1 or absent(x)` has. */
function whileSomeFail(expr: Expr): Expr | undefined {
  const [arg] = expr.node === 'call' && expr.name === 'absent' ? expr.args : [];
  if (arg?.node !== 'binary' || arg.bool === true || arg.left.node !== 'selector') return undefined;
  if (!isComparison(arg.operator) || arg.right.node !== 'number') return undefined;
  const failing: Expr = { ...arg, operator: INVERSE[arg.operator] };
  const gone: Expr = { node: 'call', name: 'absent', args: [arg.left] };
  return { node: 'binary', operator: 'or', left: failing, right: gone };
}

const INVERSE: Readonly<Record<ComparisonOperator, ComparisonOperator>> = {
  '==': '!=',
  '!=': '==',
  '>': '<=',
  '>=': '<',
  '<': '>=',
  '<=': '>',
};

/** A label that no series of the alert have, or none of those that one side of `or` returns. */
interface Lacking {
  readonly label: string;
  readonly lacking: Shape;
  readonly branch?: Expr;
}

const lacks = (shape: Shape, label: string): boolean => factOf(shape, label).presence === 'never';

/** The sides of `or`, each of which can fire on its own. */
const alternatives = (expr: Expr): readonly Expr[] =>
  expr.node === 'binary' && expr.operator === 'or'
    ? [...alternatives(expr.left), ...alternatives(expr.right)]
    : [expr];
