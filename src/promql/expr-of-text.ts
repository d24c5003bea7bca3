import type { Expr } from './expr';
import { skeletonOf } from './skeleton';

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
  if (skeleton === undefined) return parseText(text);
  const known = SKELETONS.get(skeleton.text) ?? parseText(skeleton.text);
  SKELETONS.set(skeleton.text, known);
  // An error says where it is in the text, and cites it.
  return 'expr' in known ? { expr: skeleton.fill(known.expr) } : parseText(text);
}

function parseText(text: string): Parsed {
  // The grammar takes longer to load than synthesis has to spare, and what synthesis printed needs none.
  const { tryParse } = require('./try-parse') as typeof import('./try-parse');
  return tryParse(text);
}
