import type { Expr } from './expr';
import { skeletonOf } from './skeleton';
import { tryParse } from './try-parse';

/** What a text is. */
export type Parsed =
  | { readonly expr: Expr }
  /** No PromQL, and why: the rest of a sentence that starts with the expression. */
  | { readonly error: string }
  /** PromQL of some versions of Prometheus, which is not read here. */
  | { readonly unread: string };

const SEEDS = new Map<string, Expr>();
const SKELETONS = new Map<string, Parsed>();

/** Remembers what a text was printed from, so that reading it back costs nothing. */
export function seedExpr(text: string, expr: Expr): void {
  SEEDS.set(text, expr);
}

/** Forgets every text. What is remembered is worth its memory until what was printed has been checked. */
export function forgetExprs(): void {
  SEEDS.clear();
  SKELETONS.clear();
}

/** Reads PromQL that comes from outside. Of texts that differ only in the names of services, one is parsed. */
export function exprOfText(text: string): Parsed {
  const seed = SEEDS.get(text);
  if (seed !== undefined) return { expr: seed };
  const skeleton = skeletonOf(text);
  if (skeleton === undefined) return tryParse(text);
  const known = SKELETONS.get(skeleton.text) ?? tryParse(skeleton.text);
  SKELETONS.set(skeleton.text, known);
  // An error says where it is in the text, and cites it.
  return 'expr' in known ? { expr: skeleton.fill(known.expr) } : tryParse(text);
}
