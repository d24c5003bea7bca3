import { labelsOf, textOf, type Fields, type KubernetesObject, type Labels } from '../../kubernetes/object';
import type { PrometheusSettings } from '../../operator/settings';
import type { Expr } from '../../promql/expr';
import { ExprParser, type Parsed } from '../../promql/expr-parser';
import { tryMilliseconds } from '../../promql/window';
import type { ParsedRule } from './parsed-rule';
import { alertOf, recordOf, type RawGroup, type RawRule } from './raw-rules';

/** Every rule with a name and an expression. */
export function parsedRules(
  groups: readonly RawGroup[],
  { evaluationInterval }: Pick<PrometheusSettings, 'evaluationInterval'>,
  parser: ExprParser = new ExprParser(),
): readonly ParsedRule[] {
  return groups.flatMap((group) => {
    const interval = tryMilliseconds(textOf(group.fields['interval']) ?? '');
    const of: GroupOfRule = {
      name: textOf(group.fields['name']) ?? '',
      interval: interval ? interval / 1000 : evaluationInterval,
      labels: labelsOf(group.fields['labels']),
    };
    return group.rules.flatMap((raw): readonly ParsedRule[] => {
      const name = recordOf(raw) ?? alertOf(raw);
      const { expr } = raw.fields;
      // The CRD also allows a number as expression.
      const text = typeof expr === 'number' ? String(expr) : textOf(expr);
      return name === undefined || text === undefined ? [] : [new LazyRule(raw, of, name, text, parser)];
    });
  });
}

interface GroupOfRule {
  readonly name: string;
  readonly interval: number;
  readonly labels: Labels;
}

/** Parses its expression when it is first read: of most rules only the names are, once their object was checked. */
class LazyRule implements ParsedRule {
  readonly object: KubernetesObject;
  readonly path: string;
  readonly group: string;
  readonly interval: number;
  readonly kind: ParsedRule['kind'];
  private readonly fields: Fields;
  private known: Parsed | undefined;

  constructor(
    raw: RawRule,
    private readonly of: GroupOfRule,
    readonly name: string,
    readonly text: string,
    private readonly parser: ExprParser,
  ) {
    this.object = raw.object;
    this.path = raw.path;
    this.fields = raw.fields;
    this.group = of.name;
    this.interval = of.interval;
    this.kind = recordOf(raw) === undefined ? 'alert' : 'record';
  }

  get pending(): number {
    return (tryMilliseconds(textOf(this.fields['for']) ?? '') ?? 0) / 1000;
  }

  get labels(): Labels {
    const own = labelsOf(this.fields['labels']);
    return Object.keys(this.of.labels).length === 0 ? own : { ...this.of.labels, ...own };
  }

  get annotations(): Labels {
    return labelsOf(this.fields['annotations']);
  }

  get expr(): Expr | undefined {
    return 'expr' in this.parsed ? this.parsed.expr : undefined;
  }

  get error(): string | undefined {
    return 'error' in this.parsed ? this.parsed.error : undefined;
  }

  get feature(): string | undefined {
    return 'feature' in this.parsed ? this.parsed.feature : undefined;
  }

  private get parsed(): Parsed {
    this.known ??= this.parser.parse(this.text);
    return this.known;
  }
}
