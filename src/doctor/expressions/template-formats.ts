import { unquote } from '../../promql/unquote';
import { actionsOf, withoutBlanks } from './template-actions';
import type { Token } from './template-lexer';

/** A verb of printf for another type than that of its value: Go prints `%!d(float64=5)` then. */
export interface WrongVerb {
  /** E.g. `%d`. */
  readonly verb: string;
  readonly variable: string;
  readonly type: 'a float' | 'a string';
  /** The whole template with a verb that fits. */
  readonly corrected: string;
}

const OF_FLOATS = /^[vbeEfFgGxX%]$/;
const OF_STRINGS = /^[vsqxX%]$/;

/** One `$value` or `$labels.name`, as the last operand. */
function variableAt(tokens: readonly Token[], at: number): Pick<WrongVerb, 'variable' | 'type'> | undefined {
  const [token, field, after] = tokens.slice(at);
  if (token?.kind !== 'variable') return undefined;
  if (token.text === '$value' && field?.kind !== 'field') return { variable: '$value', type: 'a float' };
  return token.text === '$labels' && field?.kind === 'field' && after?.kind !== 'field'
    ? { variable: `$labels${field.text}`, type: 'a string' }
    : undefined;
}

/** Calls of printf with one verb and one variable, given to it or piped into it. */
export const wrongVerbs = (text: string): readonly WrongVerb[] =>
  actionsOf(text).flatMap((action): readonly WrongVerb[] => {
    const tokens = withoutBlanks(action);
    const at = tokens.findIndex(({ kind, text: word }) => kind === 'word' && word === 'printf');
    const format = tokens[at + 1];
    if (at < 0 || format?.kind !== 'string') return [];
    const piped = at === 3 || at === 2 ? tokens[at - 1]?.kind === 'pipe' : false;
    const value = piped ? variableAt(tokens.slice(0, at - 1), 0) : variableAt(tokens, at + 2);
    const [, , ...rest] = tokens.slice(at);
    // More operands, or a pipe behind a variable that is changed before it is printed.
    const operands = rest.filter(({ kind }) => kind !== 'end' && kind !== 'field');
    if (value === undefined || operands.length !== (piped ? 0 : 1)) return [];
    const verbs = [...(unquote(format.text) ?? '').matchAll(/%[-+# 0]*\d*(?:\.\d+)?([a-zA-Z%])/g)].filter(
      ([, verb]) => verb !== '%',
    );
    const [verb] = verbs;
    if (verbs.length !== 1 || verb === undefined) return [];
    const fits = value.type === 'a float' ? OF_FLOATS : OF_STRINGS;
    if (fits.test(verb[1]!)) return [];
    const right = value.type === 'a float' ? (verb[1] === 'd' ? '%.0f' : '%g') : '%s';
    const literal = format.text.replace(verb[0], right);
    return [
      {
        verb: verb[0],
        ...value,
        corrected: text.slice(0, format.at) + literal + text.slice(format.at + format.text.length),
      },
    ];
  });
