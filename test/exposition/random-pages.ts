import type { PageFormat } from '../../src/exposition/page';
import { seeded } from '../../src/findings/seeded';

/** A page as it goes over the wire, with the format that its Content-Type names. */
export interface RandomPage {
  readonly format: PageFormat;
  readonly text: string;
}

type Random = () => number;

/** Entries that readers treat differently; the usual ones are repeated, so that most lines are good. */
const WORDS = {
  name: ['a', 'b_total', 'h', 'h_bucket', 'h_bucket', 'h_count', 'h_sum', 's', 'i_info', 'c:d', '_e'],
  oddName: ['"x.y"', '1a', 'a.b', 'é', '"é"', '"a"', ''],
  label: ['l', 'm', 'le', 'le', 'quantile', '_n'],
  oddLabel: ['"x.y"', '"le"', 'a-b', 'l:m', '__name__', '"__name__"', '"x"', '""', '1'],
  value: ['v', '', '1', '1.0', '0.01', '1e-2', '+Inf', 'é', '100000', '1e6', '1e21'],
  oddValue: [
    String.raw`\n`,
    String.raw`\"`,
    String.raw`\\`,
    String.raw`\d`,
    '\u2028',
    '\n',
    '\u0001',
    '{',
    '}',
    ',',
    '#',
    '\r',
    'nan',
    '0x1p3',
    '-0',
  ],
  number: ['0', '1', '2', '1.5', '1e3', 'NaN', '+Inf', '-inf', '.5', '5.', '-2'],
  oddNumber: [
    '0x10',
    '1_000',
    '1e999',
    '1e-400',
    'one',
    '',
    '+NaN',
    'infinity',
    '++1',
    '1e',
    '-',
    '٣',
    '0b1',
    '1e5f',
    '1\r',
  ],
  time: ['1', '1500', '0', '007', '9223372036854775807'],
  oddTime: [
    '-5',
    '1.5',
    '9223372036854775808',
    '99999999999999999999',
    'NaN',
    '+Inf',
    '1e3',
    '0x10',
    'x',
    '1_0',
    '1.',
  ],
  type: ['counter', 'gauge', 'histogram', 'histogram', 'summary', 'untyped', 'unknown'],
  oddType: ['info', 'stateset', 'gaugehistogram', 'Counter', '', 'x', 'gauge ', '"gauge"'],
  text: ['A text', '', 'é', String.raw`a \n \\ "b"`, String.raw`\d`, 'a  b '],
  between: ['', '', '', ' ', '\t', '  '],
  comma: [',', ',', ',', ', ', ' ,', ',,', '', ' '],
  character: [' ', '\t', '\n', '"', '{', '}', '=', ',', '#', '\\', '\r', '1', 'a', 'é', '.', '-', '\u0000'],
} as const satisfies Readonly<Record<string, readonly string[]>>;

/** Writes lines by the grammar of a format, with an odd part in some, and a changed character in some pages. */
class Writer {
  constructor(
    private readonly random: Random,
    private readonly strict: boolean,
  ) {}

  page(): string {
    const lines = Array.from({ length: 1 + this.upTo(6) }, () => this.line());
    const end = this.strict && !this.odd(0.06) ? ['# EOF'] : [];
    const text = [...lines, ...end].join('\n') + (this.odd(0.06) ? '' : '\n');
    return this.odd(0.3) ? this.changed(text) : text;
  }

  private line(): string {
    const kind = this.random();
    if (kind < 0.22) return this.comment();
    if (kind < 0.26)
      return this.strict && !this.odd(0.1) ? this.sample() : this.pick(['', ' ', '#', '# by hand', '\t#x']);
    return this.sample();
  }

  private comment(): string {
    const keyword = this.pick([
      'TYPE',
      'TYPE',
      'TYPE',
      'HELP',
      this.strict ? 'UNIT' : 'HELP',
      this.odd(0.1) ? 'type' : 'TYPE',
    ]);
    const text =
      keyword === 'TYPE'
        ? this.one('type')
        : keyword === 'UNIT'
          ? this.pick(['', 'total', 's'])
          : this.pick(WORDS.text);
    const blank = () => (this.odd(0.06) ? this.pick(['  ', '\t', '']) : ' ');
    return `${this.odd(0.03) ? ' ' : ''}#${blank()}${keyword}${blank()}${this.one('name')}${blank()}${text}`;
  }

  private sample(): string {
    const name = this.one('name');
    const quoted = name.startsWith('"');
    const labels = Array.from({ length: this.random() < 0.3 ? 0 : this.upTo(3) }, () => this.labelPair());
    const inside = quoted && !this.odd(0.1) ? [...labels.slice(0, 0), name, ...labels] : labels;
    const braces = inside.length > 0 || this.odd(0.1);
    const before = quoted && braces ? '' : name;
    const commas = inside.map((part, index) => (index === 0 ? part : this.comma() + part)).join('');
    const body = braces
      ? `${this.between()}{${this.between()}${commas}${this.odd(0.1) ? this.comma() : ''}${this.between()}}`
      : '';
    return `${this.odd(0.03) ? ' ' : ''}${before}${body}${this.blank()}${this.one('number')}${this.time()}${this.exemplar()}${this.odd(0.04) ? ' ' : ''}`;
  }

  private labelPair(): string {
    const odd = this.odd(0.02);
    const value = odd ? this.pick(['x', '"x', "'x'", '']) : `"${this.one('value')}"`;
    return `${this.one('label')}${this.between()}${this.odd(0.02) ? '' : '='}${this.between()}${value}`;
  }

  private time(): string {
    return this.random() < 0.85 ? '' : `${this.blank()}${this.one('time')}`;
  }

  private exemplar(): string {
    if (this.random() > (this.strict ? 0.12 : 0.02)) return '';
    const long = this.odd(0.1) ? [`t="${'x'.repeat(130)}"`] : [];
    const labels = [...Array.from({ length: this.upTo(2) }, () => this.labelPair()), ...long].join(',');
    return `${this.odd(0.1) ? this.pick(['', '  ']) : ' '}#${this.odd(0.1) ? '' : ' '}{${labels}} ${this.one('number')}${this.time()}`;
  }

  private changed(text: string): string {
    const at = this.upTo(text.length);
    return text.slice(0, at) + this.pick(['', this.pick(WORDS.character)]) + text.slice(at + this.upTo(1));
  }

  private one(kind: 'name' | 'label' | 'value' | 'number' | 'time' | 'type'): string {
    const odd = (
      {
        name: 'oddName',
        label: 'oddLabel',
        value: 'oddValue',
        number: 'oddNumber',
        time: 'oddTime',
        type: 'oddType',
      } as const
    )[kind];
    return this.pick(this.odd(kind === 'time' ? 0.4 : 0.06) ? WORDS[odd] : WORDS[kind]);
  }

  private comma = (): string => (this.odd(0.1) ? this.pick(WORDS.comma) : ',');
  private between = (): string => (this.strict && !this.odd(0.02) ? '' : this.pick(WORDS.between));
  private blank = (): string => (this.odd(0.06) ? this.pick(WORDS.between) : ' ');
  private odd = (share: number): boolean => this.random() < share;
  /** A whole number from 0 to this one. */
  private upTo = (most: number): number => Math.floor(this.random() * (most + 1));
  private pick<T>(list: readonly T[]): T {
    return list[Math.floor(this.random() * list.length)]!;
  }
}

/** Pages of both formats, the same for the same seed. */
export function randomPages(seed: number, count: number): readonly RandomPage[] {
  const random = seeded(seed);
  return Array.from({ length: count }, () => {
    const format = random() < 0.5 ? 'text' : 'openmetrics';
    return { format, text: new Writer(random, format === 'openmetrics').page() };
  });
}
