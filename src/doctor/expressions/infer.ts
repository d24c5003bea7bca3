import { type Aggregation, type Call, type Expr, type Selector } from '../../promql/expr';
import { print } from '../../promql/print';
import { joined } from './join';
import { ANYTHING, constant, keep, NO_LABELS, remove, union, withLabels, type Shape } from './shape';

/** Returns the shape of the series of a selector. */
export type Lookup = (selector: Selector) => Shape;

/** Infers which labels the result of an expression has. Shared parts are inferred once. */
export class Inference {
  private known = new WeakMap<Expr, Shape>();

  constructor(private readonly lookup: Lookup) {}

  /** Forgets expressions that are not read again. A WeakMap of many costs time at each garbage collection. */
  forget(): void {
    this.known = new WeakMap();
  }

  of(expr: Expr): Shape {
    const known = this.known.get(expr);
    if (known !== undefined) return known;
    const shape = this.infer(expr);
    this.known.set(expr, shape);
    return shape;
  }

  private infer(expr: Expr): Shape {
    switch (expr.node) {
      case 'number':
      case 'string':
        return NO_LABELS;
      case 'selector':
        return this.lookup(expr);
      case 'range':
        return this.of(expr.selector);
      case 'subquery':
      case 'negation':
        return this.of(expr.expr);
      case 'aggregation':
        return this.aggregation(expr);
      case 'call':
        return this.call(expr);
      case 'binary': {
        const left = this.of(expr.left);
        const right = this.of(expr.right);
        if (isScalar(expr.left)) return right;
        if (isScalar(expr.right) || expr.operator === 'and' || expr.operator === 'unless') return left;
        return expr.operator === 'or' ? union([left, right]) : joined(left, right, expr.matching);
      }
    }
  }

  private aggregation({ operator, grouping, parameter, expr }: Aggregation): Shape {
    const inner = this.of(expr);
    if (operator === 'topk' || operator === 'bottomk') return inner;
    const head = `${operator}${grouping === undefined ? '' : ` ${grouping.mode} (${grouping.labels.join(', ')})`}`;
    const grouped =
      grouping?.mode === 'without'
        ? remove(inner, grouping.labels)
        : keep(inner, grouping?.labels ?? [], `${head} keeps ${grouping?.labels.join(', ') || 'no label'}`);
    const counted = operator === 'count_values' && parameter?.node === 'string' ? parameter.value : undefined;
    return counted === undefined
      ? grouped
      : withLabels(grouped, new Map([[counted, { presence: 'always' }]]));
  }

  private call({ name, args }: Call): Shape {
    const [first] = args;
    switch (name) {
      case 'absent':
      case 'absent_over_time':
        return absent(first!);
      case 'vector':
        return NO_LABELS;
      case 'label_replace':
      case 'label_join': {
        const label = args[1]?.node === 'string' ? args[1].value : undefined;
        if (label === undefined) return ANYTHING;
        // Whether the new value is empty, and the label thereby removed, depends on the old values.
        return withLabels(this.of(first!), new Map([[label, { presence: 'maybe' }]]));
      }
      case 'histogram_quantile':
        return remove(this.of(args[1]!), ['le']);
      case 'histogram_fraction':
        return withLabels(this.of(args[2]!), new Map([['le', { presence: 'maybe' }]]));
      default: {
        // All others keep the labels of their vector argument.
        const vector = args.find((arg) => !isScalar(arg));
        return vector === undefined ? NO_LABELS : this.of(vector);
      }
    }
  }
}

/** `absent` returns the labels that a selector matches with `=`, and no labels for other expressions. */
function absent(expr: Expr): Shape {
  const selector = expr.node === 'range' ? expr.selector : expr;
  const matchers = selector.node === 'selector' ? selector.matchers : [];
  const matched = new Map<string, string>();
  for (const { label, operator, value } of matchers)
    if (label !== '__name__') matched.set(label, operator === '=' && !matched.has(label) ? value : '');
  return {
    labels: constant(Object.fromEntries(matched)),
    others: 'never',
    because: `absent returns only the labels that ${print(expr)} matches with =`,
  };
}

const SCALAR_CALLS = ['time', 'pi', 'scalar'];

/** Whether an expression is a number or a text rather than a vector. */
export function isScalar(expr: Expr): boolean {
  switch (expr.node) {
    case 'number':
    case 'string':
      return true;
    case 'call':
      return SCALAR_CALLS.includes(expr.name);
    case 'negation':
      return isScalar(expr.expr);
    case 'binary':
      return isScalar(expr.left) && isScalar(expr.right);
    default:
      return false;
  }
}
