/** Why Prometheus rejects a template. */
export interface TemplateError {
  readonly message: string;
  /** The part that is wrong. */
  readonly found: string;
  /** The name of an unknown function. @default another kind of error */
  readonly unknownFunction?: string;
}

/** Of Go, and of Prometheus up to 3.x. */
export const TEMPLATE_FUNCTIONS: readonly string[] = (
  'and or not len index slice print printf println html js urlquery call eq ne lt le gt ge ' +
  'query first label value strvalue args reReplaceAll safeHtml match title toUpper toLower graphLink tableLink ' +
  'sortByLabel stripPort stripDomain humanize humanize1024 humanizeDuration humanizePercentage humanizeTimestamp ' +
  'toTime toDuration now pathPrefix externalURL parseDuration tmpl urlQueryEscape'
).split(' ');

const KEYWORDS = 'if else end range with define block template break continue nil true false'.split(' ');
const BLOCKS = ['if', 'range', 'with', 'define', 'block'];

/** Variables that Prometheus declares. */
const VARIABLES = ['$', '$labels', '$externalLabels', '$externalURL', '$value'];

const TOKEN =
  /\s+|"(?:[^"\\\n]|\\.)*"|`[^`]*`|'(?:[^'\\\n]|\\.)+'|\$[\p{L}\p{N}_]*|\.[\p{L}\p{N}_]*|\d[\w.]*|[\p{L}_][\p{L}\p{N}_]*|:=|[=,|()+-]/uy;
const COMMENT = /\{\{(?:-\s)?\/\*[\s\S]*?\*\/(?:\s-)?\}\}/y;
const DECLARED = /(\$\w+)\s*(?:,\s*(\$\w+)\s*)?:=/g;

/** @see https://pkg.go.dev/text/template and https://prometheus.io/docs/prometheus/latest/configuration/template_reference/ */
export function templateError(text: string): TemplateError | undefined {
  const declared = new Set(VARIABLES);
  const open: string[] = [];
  let at = text.indexOf('{{');
  while (at >= 0) {
    COMMENT.lastIndex = at;
    const comment = COMMENT.exec(text);
    const action = comment === null ? actionAt(text, at) : { tokens: undefined, end: at + comment[0].length };
    if ('message' in action) return action;
    const error = action.tokens === undefined ? undefined : errorIn(action.tokens, declared, open);
    if (error !== undefined) return { found: text.slice(at, action.end), ...error };
    at = text.indexOf('{{', action.end);
  }
  const [block] = open;
  return block === undefined ? undefined : { message: `{{ ${block} }} without {{ end }}`, found: text };
}

interface Action {
  readonly tokens: readonly string[];
  /** Index after the action. */
  readonly end: number;
}

function actionAt(text: string, start: number): Action | TemplateError {
  const tokens: string[] = [];
  let at = start + (/^\{\{-\s/.test(text.slice(start, start + 4)) ? 3 : 2);
  for (;;) {
    const closing = /^(\s-)?\}\}/.exec(text.slice(at, at + 4));
    if (closing !== null) return { tokens, end: at + closing[0].length };
    TOKEN.lastIndex = at;
    const token = TOKEN.exec(text)?.[0];
    if (token === undefined) {
      const found = text.slice(start, at + 1);
      return at >= text.length
        ? { message: 'an action is not closed with }}', found: text.slice(start) }
        : { message: `unexpected ${JSON.stringify(text[at])}`, found };
    }
    if (token.trim() !== '') tokens.push(token);
    at += token.length;
    // The blank before a trim marker belongs to the marker.
    if (/^\s+$/.test(token) && text.startsWith('-}}', at)) at -= 1;
  }
}

type Error = Omit<TemplateError, 'found'>;

function errorIn(tokens: readonly string[], declared: Set<string>, open: string[]): Error | undefined {
  const [first, second] = tokens;
  if (first === undefined) return { message: 'empty action' };
  if (count(tokens, '(') !== count(tokens, ')')) return { message: 'unbalanced parentheses' };
  for (const [, one, other] of tokens.join(' ').matchAll(DECLARED))
    for (const name of [one, other]) if (name !== undefined) declared.add(name);
  const message = nesting(first, open);
  if (message !== undefined) return { message };
  if (BLOCKS.includes(first) && second === undefined) return { message: `{{ ${first} }} without a value` };
  for (const token of tokens) {
    if (token.startsWith('$') && !declared.has(token)) return { message: `undefined variable ${token}` };
    // A name after a dot is a field, and part of the dot's token.
    if (/^[\p{L}_]/u.test(token) && !KEYWORDS.includes(token) && !TEMPLATE_FUNCTIONS.includes(token))
      return { message: `unknown template function ${token}`, unknownFunction: token };
  }
  return undefined;
}

/** Opens and closes blocks. */
function nesting(first: string, open: string[]): string | undefined {
  if (BLOCKS.includes(first)) open.push(first);
  if (first === 'end' && open.pop() === undefined) return '{{ end }} without an open block';
  if (first === 'else' && !['if', 'range', 'with'].includes(open.at(-1) ?? ''))
    return '{{ else }} outside of if, range and with';
  return undefined;
}

const count = (tokens: readonly string[], wanted: string): number =>
  tokens.filter((token) => token === wanted).length;
