import { mapExpr, type Aggregation, type Expr, type Matcher, type Selector } from '../../promql/expr';

/** Functions whose results for some of the series are at most those for all of them. */
const RATES = ['rate', 'irate', 'increase'];

/** The labels that one expression matches and an otherwise equal one does not; undefined where more differs. */
export function narrowedLabels(part: Expr, whole: Expr): readonly string[] | undefined {
  if (part.node !== whole.node) return undefined;
  switch (part.node) {
    case 'selector':
      return ofSelectors(part, whole as Selector);
    case 'range':
      return whole.node === 'range' && part.window === whole.window
        ? ofSelectors(part.selector, whole.selector)
        : undefined;
    case 'call':
      return whole.node === 'call' && RATES.includes(part.name) && part.name === whole.name
        ? narrowedLabels(part.args[0]!, whole.args[0]!)
        : undefined;
    case 'aggregation':
      return whole.node === 'aggregation' && part.operator === 'sum' && sameHead(part, whole)
        ? narrowedLabels(part.expr, whole.expr)
        : undefined;
    default:
      return undefined;
  }
}

function ofSelectors(part: Selector, whole: Selector): readonly string[] | undefined {
  if (part.name !== whole.name || part.offset !== whole.offset || part.at !== whole.at) return undefined;
  const [few, many] = [new Set(whole.matchers.map(show)), new Set(part.matchers.map(show))];
  if ([...few].some((matcher) => !many.has(matcher))) return undefined;
  return [...new Set(part.matchers.filter((matcher) => !few.has(show(matcher))).map(({ label }) => label))];
}

const show = ({ label, operator, value }: Matcher): string => JSON.stringify([label, operator, value]);

const sameHead = (left: Aggregation, right: Aggregation): boolean =>
  left.operator === right.operator &&
  left.grouping?.mode === right.grouping?.mode &&
  sorted(left.grouping?.labels) === sorted(right.grouping?.labels);

const sorted = (labels: readonly string[] = []): string => labels.toSorted().join();

/** Whether an expression is the rate of some of the series whose rate another one is: their ratio is 0 to 1. */
export function isPartOf(part: Expr, whole: Expr): boolean {
  return (
    hasRate(part) &&
    (narrowedLabels(part, whole) !== undefined || narrowedLabels(countOf(part), whole) !== undefined)
  );
}

/** The count of all observations instead of those in one bucket. */
const countOf = (part: Expr): Expr =>
  mapExpr(part, {
    selector: (selector) => {
      const { name, matchers } = selector;
      const bounds = matchers.filter(({ label }) => label === 'le');
      return name?.endsWith('_bucket') && bounds.length === 1 && bounds[0]!.operator === '='
        ? {
            ...selector,
            name: name.replace(/_bucket$/, '_count'),
            matchers: matchers.filter(({ label }) => label !== 'le'),
          }
        : selector;
    },
  });

function hasRate(expr: Expr): boolean {
  return expr.node === 'aggregation' ? hasRate(expr.expr) : expr.node === 'call' && RATES.includes(expr.name);
}

/** Whether series keep a label through every aggregation. */
export function keepsLabel(expr: Expr, label: string): boolean {
  switch (expr.node) {
    case 'aggregation': {
      const { mode, labels = [] } = expr.grouping ?? {};
      const kept = mode === 'without' ? !labels.includes(label) : labels.includes(label);
      return kept && keepsLabel(expr.expr, label);
    }
    case 'call':
      return keepsLabel(expr.args[0]!, label);
    default:
      return true;
  }
}
