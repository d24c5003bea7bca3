import { words } from '../../findings/words';
import { actionsOf, type Action } from './template-actions';
import type { Token } from './template-lexer';
import { PROMETHEUS, type TemplateLanguage } from './template-syntax';

/** What Prometheus passes to the templates of a rule. */
export const TEMPLATE_FIELDS: readonly string[] = ['Labels', 'Value', 'ExternalLabels', 'ExternalURL'];

/** What Helm passes to a chart's templates. https://helm.sh/docs/chart_template_guide/builtin_objects/ */
const OF_HELM = words('Values Release Chart Capabilities Template Files Subcharts');

/** A field that the data of a template does not have, so that it fails when the template runs. */
export interface UnknownField {
  /** With what follows it, e.g. `.labels.pod`. */
  readonly found: string;
  readonly name: string;
  readonly rest: string;
  readonly at: number;
  /** Whether a chart's template was not rendered. */
  readonly ofHelm: boolean;
  /** The fields that there are in this place. */
  readonly fields: readonly string[];
}

/** The fields of the dot. @default not known */
type Dot = readonly string[] | undefined;

/** What a program passes to its templates. */
export interface TemplateData {
  readonly language: TemplateLanguage;
  /** The fields of the data. @default not known */
  readonly fields?: readonly string[];
  /** Those of the dot in the block that an action opens, given those before it. @default not known */
  readonly inside?: (action: Action) => Dot;
}

const OF_RULE: TemplateData = { language: PROMETHEUS, fields: TEMPLATE_FIELDS };

/** Blocks inside which the dot is something else. */
const CHANGING = ['range', 'with', 'define', 'block'];

interface Block {
  readonly word: string;
  readonly dot: Dot;
  /** Of `$`. */
  readonly root: Dot;
}

/** Fields that the data do not have, where the dot is known. */
export function unknownFields(text: string, data: TemplateData = OF_RULE): readonly UnknownField[] {
  const whole: Block = { word: '', dot: data.fields, root: data.fields };
  const blocks: Block[] = [];
  return actionsOf(text, data.language).flatMap((action) => {
    const [word = '', next] = wordsOf(action);
    const block = blocks.at(-1) ?? whole;
    const outer = blocks.at(-2) ?? whole;
    // Behind else, the dot is again what it was before the block.
    const here = word === 'else' && CHANGING.includes(block.word) ? { ...block, dot: outer.dot } : block;
    if (word === 'end') blocks.pop();
    else if (word === 'else')
      blocks[blocks.length - 1] = next === 'with' ? { ...here, dot: undefined } : here;
    else if (CHANGING.includes(word)) {
      const dot = data.inside?.(action);
      const root = word === 'define' || word === 'block' ? dot : block.root;
      blocks.push({ word, dot, root });
    } else if (word === 'if') blocks.push({ ...block, word });
    return fieldsIn(action, here);
  });
}

const wordsOf = ({ tokens }: Action): readonly string[] =>
  tokens.flatMap(({ kind, text }) => (kind === 'space' ? [] : [kind === 'word' ? text : '']));

function fieldsIn({ tokens }: Action, { dot, root }: Block): readonly UnknownField[] {
  return tokens.flatMap((token, index): readonly UnknownField[] => {
    if (token.kind !== 'field') return [];
    const before = tokens[index - 1];
    const isOfDollar = before?.kind === 'variable' && before.text === '$';
    const isOfDot = before === undefined || !['variable', 'field', 'close'].includes(before.kind);
    const fields = isOfDollar ? root : isOfDot ? dot : undefined;
    const name = token.text.slice(1);
    if (fields === undefined || fields.includes(name)) return [];
    const rest = followers(tokens, index);
    const at = isOfDollar ? before.at : token.at;
    const found = `${isOfDollar ? '$' : ''}${token.text}${rest}`;
    return [{ found, name, rest, at, ofHelm: OF_HELM.includes(name), fields }];
  });
}

function followers(tokens: readonly Token[], index: number): string {
  const end = tokens.findIndex(({ kind }, at) => at > index && kind !== 'field');
  return tokens
    .slice(index + 1, end)
    .map(({ text }) => text)
    .join('');
}
