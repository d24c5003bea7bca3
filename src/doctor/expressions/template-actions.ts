import { lexAction, type Token } from './template-lexer';
import { PROMETHEUS, templateError } from './template-syntax';

/** One `{{ ... }}` of a template. */
export interface Action {
  /** Its items, blanks included, with an `end` last. */
  readonly tokens: readonly Token[];
  readonly start: number;
  /** The index after it. */
  readonly end: number;
}

/** The actions of a valid template in order, without comments; none of an invalid one. */
export function actionsOf(text: string, language = PROMETHEUS): readonly Action[] {
  if (!text.includes('{{') || templateError(text, language) !== undefined) return [];
  const actions: Action[] = [];
  for (let start = text.indexOf('{{'); start >= 0;) {
    if (/^\{\{(-\s)?\/\*/.test(text.slice(start, start + 5))) {
      start = text.indexOf('{{', text.indexOf('}}', text.indexOf('*/', start)));
      continue;
    }
    const { tokens, end } = lexAction(text, start + (/^\{\{-\s/.test(text.slice(start, start + 4)) ? 3 : 2));
    actions.push({ tokens, start, end });
    start = text.indexOf('{{', end);
  }
  return actions;
}

export const withoutBlanks = ({ tokens }: Action): readonly Token[] =>
  tokens.filter(({ kind }) => kind !== 'space');
