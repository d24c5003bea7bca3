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

const SKELETONS = new Map<string, Parsed>();

/** Clears the memory of parsed texts. */
export function forgetExprs(): void {
  SKELETONS.clear();
}

/** Reads PromQL that comes from outside. Of texts that differ only in the names of services, one is parsed. */
export function exprOfText(text: string): Parsed {
  const skeleton = skeletonOf(text);
  if (skeleton === undefined) return tryParse(text);
  const known = SKELETONS.get(skeleton.text) ?? tryParse(skeleton.text);
  SKELETONS.set(skeleton.text, known);
  // An error says where it is in the text, and cites it.
  return 'expr' in known ? { expr: skeleton.fill(known.expr) } : tryParse(text);
}
