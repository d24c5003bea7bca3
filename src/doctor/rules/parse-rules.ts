import type { Manifests } from '../../kubernetes/manifests';
import { OPERATOR_GROUP } from '../../kubernetes/manifests';
import { labelsOf, listOf, mapOf, textOf, type Fields, type KubernetesObject } from '../../kubernetes/object';
import type { PrometheusSettings } from '../../operator/settings';
import type { Expr } from '../../promql/expr';
import { ExprParser, type Parsed } from '../../promql/expr-parser';
import { tryMilliseconds } from '../../promql/window';
import type { ParsedRule } from './parsed-rule';

/** Every rule of every PrometheusRule. An expression is parsed when it is first read. */
export function parsedRules(
  manifests: Manifests,
  settings: Pick<PrometheusSettings, 'evaluationInterval'>,
): readonly ParsedRule[] {
  const parser = new ExprParser();
  return manifests
    .kind('PrometheusRule')
    .filter(({ apiVersion }) => apiVersion.startsWith(`${OPERATOR_GROUP}/`))
    .flatMap((object) =>
      listOf(mapOf(object.fields['spec'])['groups']).flatMap((item, index) =>
        rulesOf(object, mapOf(item), `spec.groups[${index}]`, settings.evaluationInterval, parser),
      ),
    );
}

function rulesOf(
  object: KubernetesObject,
  group: Fields,
  place: string,
  evaluationInterval: number,
  parser: ExprParser,
): readonly ParsedRule[] {
  const interval = tryMilliseconds(textOf(group['interval']) ?? '');
  const common = {
    object,
    group: textOf(group['name']) ?? '',
    interval: interval ? interval / 1000 : evaluationInterval,
  };
  const groupLabels = labelsOf(group['labels']);
  return listOf(group['rules']).flatMap((item, index) => {
    const rule = mapOf(item);
    const { record, alert, expr } = rule;
    const name = textOf(record) || textOf(alert);
    // The CRD also allows a number as expression.
    const text = typeof expr === 'number' ? String(expr) : textOf(expr);
    if (name === undefined || name === '' || text === undefined) return [];
    return [
      new LazilyParsedRule(parser, {
        ...common,
        field: `${place}.rules[${index}]`,
        kind: textOf(record) ? 'record' : 'alert',
        name,
        text,
        labels: { ...groupLabels, ...labelsOf(rule['labels']) },
        annotations: labelsOf(rule['annotations']),
      }),
    ];
  });
}

class LazilyParsedRule implements ParsedRule {
  readonly object!: KubernetesObject;
  readonly group!: string;
  readonly interval!: number;
  readonly field!: string;
  readonly kind!: ParsedRule['kind'];
  readonly name!: string;
  readonly text!: string;
  readonly labels!: ParsedRule['labels'];
  readonly annotations!: ParsedRule['annotations'];

  private read: Parsed | undefined;

  constructor(
    private readonly parser: ExprParser,
    rule: Omit<ParsedRule, 'expr' | 'error'>,
  ) {
    Object.assign(this, rule);
  }

  get expr(): Expr | undefined {
    return 'expr' in this.parsed ? this.parsed.expr : undefined;
  }

  get error(): string | undefined {
    return 'error' in this.parsed ? this.parsed.error : undefined;
  }

  private get parsed(): Parsed {
    return (this.read ??= this.parser.parse(this.text));
  }
}
