import type { SyntaxNode } from '@lezer/common';
import type { BinaryOperator } from './expr';
import { associatesRight, NEGATION_PRECEDENCE, PRECEDENCE } from './precedence';
import type { Source } from './source';

/** An operand between two operators, with what stands before and after it in the text. */
export interface Term {
  /** The operator that joins it to the term before it. Absent for the first one. */
  readonly joint?: Joint;
  /** Its signs, outermost first. */
  readonly signs: readonly Sign[];
  readonly node: SyntaxNode;
  /** Ranges, subqueries and time shifts that follow it, in the order of the text. */
  readonly suffixes: readonly SyntaxNode[];
}

export interface Joint {
  readonly operator: BinaryOperator;
  /** The grammar's node, for the modifiers. */
  readonly node: SyntaxNode;
}

export type Sign = '+' | '-';

/** The terms of an expression: what stands between the operators outside of brackets. */
export function termsOf(source: Source, root: SyntaxNode): readonly Term[] {
  const found: Term[] = [];
  const collect = (node: SyntaxNode, around: Omit<Term, 'node'>): void => {
    const [first, ...rest] = source.operands(node);
    switch (node.name) {
      case 'BinaryExpr': {
        // Whatever the grammar thinks, a sign in front belongs to the first term, and a suffix to the last one.
        collect(first!, { ...around, suffixes: [] });
        const joint = { operator: operatorOf(source, rest[0]!), node };
        return collect(rest.at(-1)!, { joint, signs: [], suffixes: around.suffixes });
      }
      case 'UnaryExpr':
        return collect(rest[0]!, { ...around, signs: [...around.signs, signOf(source, first!)!] });
      case 'MatrixSelector':
      case 'SubqueryExpr':
      case 'OffsetExpr':
      case 'StepInvariantExpr':
        return collect(first!, { ...around, suffixes: [node, ...around.suffixes] });
      case 'NumberDurationLiteral': {
        const sign = signOf(source, node);
        found.push({ ...around, node, signs: sign === undefined ? around.signs : [...around.signs, sign] });
        return;
      }
      default:
        found.push({ ...around, node });
    }
  };
  collect(root, { signs: [], suffixes: [] });
  return found;
}

/** The sign that a node starts with. */
export function signOf(source: Source, node: SyntaxNode): Sign | undefined {
  const first = source.slice(node).charAt(0);
  return first === '+' || first === '-' ? first : undefined;
}

function operatorOf(source: Source, node: SyntaxNode): BinaryOperator {
  const operator = source.slice(node).toLowerCase();
  return operator in PRECEDENCE ? (operator as BinaryOperator) : source.unsupported(node);
}

/** Terms as Prometheus groups them. */
export type Group =
  | ({ readonly kind: 'operand' } & Term)
  | { readonly kind: 'signed'; readonly sign: Sign; readonly of: Group }
  | { readonly kind: 'joined'; readonly joint: Joint; readonly left: Group; readonly right: Group };

/**
 * Groups terms by Prometheus' precedence. The grammar's own tree cannot be trusted with that: it takes `a + b[5m:]`
 * for `(a + b)[5m:]`, `a * b offset 5m` for `(a * b) offset 5m`, and `1 - -5 ^ 2` for `1 - (-5) ^ 2`.
 */
export function climb(terms: readonly Term[]): Group {
  let next = 0;
  /** Takes a term and all that binds at least as strongly as `loosest`. */
  const take = (loosest: number): Group => {
    const term = terms[next++]!;
    const operand: Group = { kind: 'operand', ...term };
    if (term.signs.length === 0) return grow(operand, loosest);
    const power = grow(operand, NEGATION_PRECEDENCE + 1);
    return grow(
      term.signs.reduceRight<Group>((of, sign) => ({ kind: 'signed', sign, of }), power),
      loosest,
    );
  };
  const grow = (start: Group, loosest: number): Group => {
    let left = start;
    for (
      let joint = terms[next]?.joint;
      joint !== undefined && PRECEDENCE[joint.operator] >= loosest;
      joint = terms[next]?.joint
    ) {
      const strength = PRECEDENCE[joint.operator];
      left = {
        kind: 'joined',
        joint,
        left,
        right: take(associatesRight(joint.operator) ? strength : strength + 1),
      };
    }
    return left;
  };
  return take(0);
}
