import { nearest } from './nearest';
import { ActionParser } from './template-parser';
import { lexAction, TemplateSyntax, type Token } from './template-lexer';

/** Why Prometheus rejects a template. */
export interface TemplateError {
  readonly message: string;
  /** The part that is wrong. */
  readonly found: string;
  /** The name of an unknown function, or of a variable with its $. @default another kind of error */
  readonly unknownName?: string;
}

/** A program that expands templates. */
export interface TemplateLanguage {
  readonly functions: ReadonlySet<string>;
  /** Variables that it declares. */
  readonly variables: readonly string[];
}

const OF_GO = 'and or not len index slice print printf println html js urlquery call eq ne lt le gt ge';

const language = (functions: string, variables: readonly string[]): TemplateLanguage => ({
  functions: new Set(`${OF_GO} ${functions}`.split(' ')),
  variables: ['$', ...variables],
});

/** Up to 3.x. */
export const PROMETHEUS = language(
  'query first label value strvalue args reReplaceAll safeHtml match title toUpper toLower graphLink tableLink ' +
    'sortByLabel stripPort stripDomain humanize humanize1024 humanizeDuration humanizePercentage humanizeTimestamp ' +
    'toTime toDuration now pathPrefix externalURL parseDuration tmpl urlQueryEscape',
  ['$labels', '$externalLabels', '$externalURL', '$value'],
);

/**
 * With the variables of Prometheus, which are reported by name.
 * @see https://prometheus.io/docs/alerting/latest/notifications/#functions
 */
export const ALERTMANAGER = language(
  'toUpper toLower title trimSpace join match safeHtml safeUrl urlUnescape reReplaceAll stringSlice date tz since ' +
    'humanizeDuration toJson list append dict',
  PROMETHEUS.variables.slice(1),
);

/** The name that was likely meant by an unknown one, and the template with it. */
export function corrected(
  text: string,
  unknownName: string | undefined,
  { functions, variables }: TemplateLanguage,
): { readonly meant: string; readonly text: string } | undefined {
  if (unknownName === undefined) return undefined;
  const isVariable = unknownName.startsWith('$');
  const meant = nearest(unknownName, isVariable ? variables : functions);
  if (meant === undefined) return undefined;
  const wrong = new RegExp(`${isVariable ? '\\' : '\\b'}${unknownName}(?!\\w)`, 'g');
  return { meant, text: text.replace(wrong, () => meant) };
}

const COMMENT = /\{\{(?:-[ \t\r\n])?\/\*[\s\S]*?\*\/(?:[ \t\r\n]-)?\}\}/y;

/** An open block, with the variables that were in scope before it. */
interface Block {
  readonly word: string;
  readonly variables: readonly string[];
  readonly hasElse: boolean;
  /** Of define and block. */
  readonly name?: string;
}

/** @see https://pkg.go.dev/text/template and https://prometheus.io/docs/prometheus/latest/configuration/template_reference/ */
export function templateError(text: string, language = PROMETHEUS): TemplateError | undefined {
  const reader = new TemplateReader(language);
  let at = text.indexOf('{{');
  let last = 0;
  while (at >= 0) {
    COMMENT.lastIndex = at;
    const comment = COMMENT.exec(text)?.[0];
    reader.content(text.slice(last, at));
    if (comment === undefined) {
      const read = readAction(text, at, reader);
      if (typeof read !== 'number') return read;
      at = read;
    } else at += comment.length;
    last = at;
    at = text.indexOf('{{', at);
  }
  const open = reader.open;
  return open === undefined ? undefined : { message: `{{ ${open} }} without {{ end }}`, found: text };
}

/** @returns the index after the action */
function readAction(text: string, start: number, reader: TemplateReader): number | TemplateError {
  let end: number | undefined;
  try {
    const trimmed = /^\{\{-[ \t\r\n]/.test(text.slice(start, start + 4));
    const action = lexAction(text, start + (trimmed ? 3 : 2));
    end = action.end;
    reader.action(action.tokens);
    return end;
  } catch (error) {
    if (!(error instanceof TemplateSyntax)) throw error;
    const { message, at, unknownName } = error;
    return {
      message,
      found: text.slice(start, end ?? at + 1),
      ...(unknownName === undefined ? {} : { unknownName }),
    };
  }
}

/** Reads the actions of one template in order, with their blocks and variables. */
class TemplateReader {
  private readonly blocks: Block[] = [];
  private readonly variables: string[];
  /** Names of templates with content; Go lets an empty definition be replaced. */
  private readonly defined = new Set<string>();
  private readonly written = new Set<Block>();

  constructor(private readonly language: TemplateLanguage) {
    this.variables = [...language.variables];
  }

  /** The word of the innermost open block. */
  get open(): string | undefined {
    return this.blocks.at(-1)?.word;
  }

  /** Text between actions. */
  content(text: string): void {
    const named = text.trim() === '' ? undefined : this.blocks.findLast(({ name }) => name !== undefined);
    if (named !== undefined) this.written.add(named);
  }

  action(tokens: readonly Token[]): void {
    const parser = new ActionParser(tokens, this.language.functions, this.variables);
    const first = parser.peek();
    if (first.kind === 'end') throw new TemplateSyntax('empty action', first.at);
    if (!['end', 'else', 'define'].includes(first.text)) this.content(first.text);
    if (first.kind !== 'word') {
      parser.pipeline('an action');
      return;
    }
    switch (first.text) {
      case 'if':
      case 'with':
      case 'range':
        parser.take();
        this.begin(first.text);
        this.condition(parser, first.text);
        break;
      case 'define':
      case 'block':
      case 'template':
        parser.take();
        this.named(parser, first);
        break;
      case 'else':
        parser.take();
        this.otherwise(parser, first.at);
        break;
      case 'end': {
        parser.take();
        const block = this.blocks.pop();
        if (block === undefined) throw new TemplateSyntax('{{ end }} without an open block', first.at);
        this.variables.splice(0, this.variables.length, ...block.variables);
        parser.end('end');
        this.defines(block, first.at);
        break;
      }
      case 'break':
      case 'continue':
        parser.take();
        if (!this.blocks.some(({ word }) => word === 'range'))
          throw new TemplateSyntax(`{{ ${first.text} }} outside of range`, first.at);
        parser.end(first.text);
        break;
      default:
        parser.pipeline('an action');
    }
  }

  private begin(word: string, name?: string): void {
    const named = name === undefined ? {} : { name };
    this.blocks.push({ word, variables: [...this.variables], hasElse: false, ...named });
  }

  private defines(block: Block, at: number): void {
    const { name } = block;
    if (name === undefined || !this.written.has(block)) return;
    if (this.defined.has(name)) throw new TemplateSyntax(`template ${name} is defined twice`, at);
    this.defined.add(name);
  }

  private condition(parser: ActionParser, word: string): void {
    const next = parser.peek();
    if (next.kind === 'end') throw new TemplateSyntax(`{{ ${word} }} without a value`, next.at);
    parser.pipeline(word, word === 'range' ? 2 : 1);
  }

  /** `define "name"`, `block "name" pipeline` and `template "name" pipeline`. */
  private named(parser: ActionParser, { text: word, at }: Token): void {
    const name = parser.take();
    if (name.kind === 'end') throw new TemplateSyntax(`{{ ${word} }} without a value`, at);
    if (name.kind !== 'string') throw new TemplateSyntax(`{{ ${word} }} needs a name in quotes`, name.at);
    if (word === 'define') {
      if (this.blocks.length > 0) throw new TemplateSyntax('{{ define }} inside another block', at);
      parser.end(word);
      this.begin(word, name.text);
      // A template of its own knows only its argument.
      this.variables.splice(0, this.variables.length, '$');
      return;
    }
    if (word === 'block' || parser.peek().kind !== 'end') parser.pipeline(word);
    if (word !== 'block') return;
    this.begin(word, name.text);
    this.variables.splice(0, this.variables.length, '$');
  }

  private otherwise(parser: ActionParser, at: number): void {
    const block = this.blocks.at(-1);
    if (block === undefined || !['if', 'range', 'with'].includes(block.word))
      throw new TemplateSyntax('{{ else }} outside of if, range and with', at);
    if (block.hasElse) throw new TemplateSyntax('{{ else }} after another {{ else }}', at);
    const next = parser.peek();
    // `else if` and, since Go 1.23, `else with` start a block that the same end closes.
    const nested = next.kind === 'word' && next.text === block.word && next.text !== 'range';
    if (!nested) {
      parser.end('else');
      this.blocks[this.blocks.length - 1] = { ...block, hasElse: true };
      return;
    }
    parser.take();
    this.condition(parser, block.word);
  }
}
