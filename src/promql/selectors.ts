import { isUnlistable, isUnselectable } from '../metrics/names';
import type { Matcher, MatchOperator, Selector } from './expr';
import { UNSUPPORTED, type Source, type Token } from './source';

const LABEL = /[a-zA-Z_]\w*/y;
const MATCH_OPERATOR = /=~|!~|!=|=/y;

const QUOTED = 'names in quotes';

/** Selectors and lists of labels. */
export class Selectors {
  constructor(private readonly source: Source) {}

  /** @param bare the name in front of the braces @default none */
  selector(bare?: Token): Selector {
    const matchers: Matcher[] = [];
    let quoted: string | undefined;
    if (this.source.accept('{'))
      this.list('}', () => {
        const label = this.source.take(LABEL);
        const name = label === undefined ? (this.source.string() ?? this.source.unexpected()) : undefined;
        const operator = this.source.take(MATCH_OPERATOR);
        if (operator !== undefined) {
          const value = this.source.string() ?? this.source.unexpected();
          matchers.push({
            label: label?.text ?? this.quotedName(name!),
            operator: operator.text as MatchOperator,
            value: this.source.valueOf(value),
          });
          return;
        }
        // `{"http.server.duration", a="b"}`: a part without an operator is the name.
        if (name === undefined) return this.source.unexpected();
        if (bare !== undefined) this.source.problem(name.from, 'duplicate metric name');
        else if (quoted !== undefined) this.source.unsupported(name.from, name.text, QUOTED);
        quoted ??= this.quotedName(name);
      });
    const name = bare?.text ?? quoted;
    return { node: 'selector', ...(name !== undefined && { name }), matchers };
  }

  /** Labels in brackets. */
  labels(): readonly string[] {
    const labels: string[] = [];
    this.source.expect('(');
    this.list(')', () => {
      const label = this.source.word();
      labels.push(label?.text ?? this.quotedName(this.source.string() ?? this.source.unexpected()));
      // Prometheus 3 takes `by (a:b)`, although elsewhere only names of metrics have colons.
      const colon = label?.text.indexOf(':') ?? -1;
      if (colon >= 0)
        this.source.problem(label!.from + colon, 'label with a colon', UNSUPPORTED, 'labels with a colon');
    });
    return labels;
  }

  /** Parts with commas between them, and perhaps one behind the last. */
  private list(end: string, part: () => void): void {
    while (!this.source.accept(end)) {
      part();
      if (!this.source.accept(',') && this.source.next() !== end) this.source.unexpected();
    }
  }

  /** A name of a metric or label, as Prometheus 3 reads it. Keywords stay out: without quotes they are not names. */
  private quotedName(literal: Token): string {
    const name = this.source.valueOf(literal);
    if (name === '' || isUnselectable(name) || isUnlistable(name))
      this.source.unsupported(literal.from, literal.text, QUOTED);
    return name;
  }
}
