import type { Expr } from './expr';
import { templateOf } from './service-template';
import { tryParse } from './try-parse';

/** The result of parsing a text from outside. */
export type Parsed =
  | { readonly expr: Expr }
  /** The text is not PromQL, for this reason. */
  | { readonly error: string }
  /** The text is PromQL of some versions of Prometheus, and is not checked here, for this reason: a feature, e.g. `function limitk`. */
  | { readonly unread: string; readonly feature: string };

/**
 * Parses many expressions. Of texts that differ only in the names of services, one is parsed: `npm run bench -- doctor`
 * shows what that saves for a thousand services.
 */
export class ExprParser {
  private readonly templates = new Map<string, Parsed>();

  parse(text: string): Parsed {
    const template = templateOf(text);
    if (template === undefined) return tryParse(text);
    const known = this.templates.get(template.text) ?? tryParse(template.text);
    this.templates.set(template.text, known);
    // An error states its position in the text and quotes it.
    return 'expr' in known ? { expr: template.fill(known.expr) } : tryParse(text);
  }
}
