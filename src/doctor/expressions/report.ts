import type { Expr } from '../../promql/expr';
import { quote } from '../../promql/print';
import type { Found, Reported } from '../check';
import type { Site } from './analysis';
import type { Expression, ExpressionPlace } from './expression';
import { nearest } from './nearest';

/** What is wrong with an expression. */
export type Described = Pick<Reported, 'message' | 'found' | 'expected' | 'fix' | 'severity'>;

/** A finding about an expression. Its message starts with the rule or panel. */
export const aboutExpression = (
  { object, path, title }: ExpressionPlace,
  { message, ...rest }: Described,
): Reported => ({ object, path, message: `${title}: ${message}`, ...rest });

/** Reports what is wrong with each part of one kind, in the rule or panel that contains it. */
export function aboutEach<E extends Expr>(
  sites: Iterable<Site<E>>,
  describe: (node: E, expression: Expression) => Described | readonly Described[] | undefined,
): Found {
  const found: Reported[] = [];
  for (const { expression, node } of sites) {
    const described = describe(node, expression);
    // Most sites have none.
    if (described !== undefined)
      for (const one of [described].flat()) found.push(aboutExpression(expression, one));
  }
  return found;
}

/** Why series have no other labels, to end a message with. */
export const why = ({ because }: { readonly because?: string }): string =>
  because === undefined ? '' : `: ${because}`;

const SHOWN = 12;

/** Alternatives for `expected`, e.g. `one of a, b, c`, cut after 12. */
export function oneOf(
  names: Iterable<string | number | undefined>,
  otherwise: string = 'none available',
): string {
  const all = [...new Set(names)].filter((name) => name !== undefined);
  if (all.length === 0) return otherwise;
  const more = all.length - SHOWN;
  return `one of ${all.slice(0, SHOWN).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}

/** A matcher with the value that was likely meant, or with any possible value. */
export function writeMatcher(label: string, found: string, values: readonly string[]): string {
  const meant = values.length === 1 ? values[0] : nearest(found, values);
  return meant === undefined
    ? `write ${label}="<value>" with ${oneOf(values)}`
    : `write ${label}=${quote(meant)}`;
}
