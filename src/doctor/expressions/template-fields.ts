import { actionsOf, type Action } from './template-actions';
import type { Token } from './template-lexer';

/** What Prometheus passes to the templates of a rule. */
export const TEMPLATE_FIELDS: readonly string[] = ['Labels', 'Value', 'ExternalLabels', 'ExternalURL'];

/** What Helm passes to a chart's templates. https://helm.sh/docs/chart_template_guide/builtin_objects/ */
const OF_HELM: readonly string[] = [
  'Values',
  'Release',
  'Chart',
  'Capabilities',
  'Template',
  'Files',
  'Subcharts',
];

/** A field that the data of a rule's template does not have, so that it fails when the alert fires. */
export interface UnknownField {
  /** With what follows it, e.g. `.labels.pod`. */
  readonly found: string;
  readonly name: string;
  readonly rest: string;
  readonly at: number;
  /** Whether a chart's template was not rendered. */
  readonly ofHelm: boolean;
}

/** Blocks inside which the dot is something else than the data of the alert. */
const CHANGING = ['range', 'with', 'define', 'block'];

/** Fields of the alert's data that do not exist, outside of blocks with another dot. */
export function unknownFields(text: string): readonly UnknownField[] {
  const blocks: string[] = [];
  return actionsOf(text).flatMap((action) => {
    const [word] = wordsOf(action);
    const isAlert = !blocks.some((block) => CHANGING.includes(block));
    const found = fieldsIn(action, isAlert && word !== 'define');
    if (word === 'end') blocks.pop();
    else if (word !== undefined && [...CHANGING, 'if'].includes(word)) blocks.push(word);
    return found;
  });
}

const wordsOf = ({ tokens }: Action): readonly string[] => {
  const [first] = tokens.filter(({ kind }) => kind !== 'space');
  return first?.kind === 'word' ? [first.text] : [];
};

function fieldsIn({ tokens }: Action, isAlert: boolean): readonly UnknownField[] {
  return tokens.flatMap((token, index): readonly UnknownField[] => {
    if (token.kind !== 'field') return [];
    const before = tokens[index - 1];
    const isOfDollar = before?.kind === 'variable' && before.text === '$';
    const isOfDot = before === undefined || !['variable', 'field', 'close'].includes(before.kind);
    if (!isOfDollar && !(isOfDot && isAlert)) return [];
    const name = token.text.slice(1);
    if (TEMPLATE_FIELDS.includes(name)) return [];
    const rest = followers(tokens, index);
    const at = isOfDollar ? before.at : token.at;
    const found = `${isOfDollar ? '$' : ''}${token.text}${rest}`;
    return [{ found, name, rest, at, ofHelm: OF_HELM.includes(name) }];
  });
}

function followers(tokens: readonly Token[], index: number): string {
  const end = tokens.findIndex(({ kind }, at) => at > index && kind !== 'field');
  return tokens
    .slice(index + 1, end)
    .map(({ text }) => text)
    .join('');
}
