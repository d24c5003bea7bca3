import { RE2JS } from 're2js';
import { mapOf, textsOf } from '../../../kubernetes/object';
import { walk, type Expr } from '../../../promql/expr';
import { aboutExpression } from '../../expressions/report';
import { nameOfSelector } from '../../expressions/series-catalog';
import { aboutValues } from '../shared/given-values';
import { defineCheck, type Facts, type Reported } from '../../check';

// Certain where the arguments of kube-state-metrics or its values were read, as every kube_ series comes from it.
export const check = defineCheck({
  id: 'metric-allowlist',
  severity: 'error',
  question: 'Does kube-state-metrics expose the metrics that expressions read?',
  symptom:
    'An alert on a kube_ metric never fires, or a panel of it is empty, although kube-state-metrics runs.',
  why: 'With `--metric-allowlist`, kube-state-metrics exposes only what one of its regular expressions matches, and with `--metric-denylist` all the rest. It does not log which metrics it leaves out.',
  remedy: 'Add the metric to the allowlist, or remove the expression that matches it from the denylist.',
  see: 'https://github.com/kubernetes/kube-state-metrics/blob/main/docs/developer/cli-arguments.md',
  needs: ['analysis', 'stateMetricsArguments', 'prometheus'],
  inParts: true,
  find: (facts) => {
    const list = listIn(facts);
    if (list === undefined) return undefined;
    const { recordings } = facts.analysis.catalog;
    return facts.analysis.expressions.flatMap((expression): readonly Reported[] =>
      (expression.expr === undefined ? [] : namesIn(expression.expr))
        .filter((name) => recordings.rulesOf(name).length === 0 && isHidden(name, list))
        .map((name) => ({
          ...aboutExpression(expression, {
            ...('panel' in expression.of ? { severity: 'warning' as const } : {}),
            message: `kube-state-metrics does not expose ${name}, because ${list.allows ? 'its allowlist does not match it' : 'its denylist matches it'}`,
            found: name,
            expected: list.allows ? `${name} in ${list.name}` : `no match of ${name} in ${list.name}`,
            fix: fixFor(name, list),
          }),
          once: name,
        })),
    );
  },
});

interface MetricList {
  /** The argument, or the key of the values. */
  readonly name: string;
  readonly patterns: readonly string[];
  /** Whether what matches is exposed, and not what is left. */
  readonly allows: boolean;
}

function listIn({
  stateMetricsArguments: args,
  prometheus,
}: Pick<Facts, 'stateMetricsArguments' | 'prometheus'>): MetricList | undefined {
  const section = mapOf(mapOf(aboutValues(prometheus)?.values)['kube-state-metrics']);
  const found = (['allow', 'deny'] as const).map((kind): MetricList => {
    const flag = `--metric-${kind}list`;
    const given = args?.find((arg) => arg.startsWith(`${flag}=`))?.slice(flag.length + 1);
    return {
      name: args === undefined ? `metric${kind === 'allow' ? 'Allow' : 'Deny'}list` : flag,
      patterns:
        args === undefined
          ? textsOf(section[`metric${kind === 'allow' ? 'Allow' : 'Deny'}list`])
          : (given ?? '').split(',').flatMap((pattern) => pattern.trim() || []),
      allows: kind === 'allow',
    };
  });
  return found.find(({ patterns }) => patterns.length > 0);
}

/** Names of series that the result depends on: a side of `or` and `unless` may be missing on purpose. */
function namesIn(expr: Expr): readonly string[] {
  const optional = new Set(
    [...walk(expr)].flatMap((node) =>
      node.node === 'binary' && (node.operator === 'unless' || node.operator === 'or')
        ? [...walk(node.right)]
        : [],
    ),
  );
  const names = [...walk(expr)].flatMap((node) =>
    node.node === 'selector' && !optional.has(node) ? (nameOfSelector(node) ?? []) : [],
  );
  return [...new Set(names)].filter((name) => /^kube_(?!state_metrics_)[a-z_]+$/.test(name));
}

function isHidden(name: string, { patterns, allows }: MetricList): boolean {
  try {
    return patterns.some((pattern) => RE2JS.compile(pattern).matcher(name).find()) !== allows;
  } catch {
    // kube-state-metrics does not start with such a list.
    return false;
  }
}

function fixFor(name: string, { name: of, patterns, allows }: MetricList): string {
  const left = allows
    ? [...patterns, `^${name}$`]
    : patterns.filter((pattern) => !RE2JS.compile(pattern).matcher(name).find());
  return of.startsWith('--')
    ? `in the arguments of kube-state-metrics: ${of}=${left.join(',')}`
    : `kube-state-metrics: { ${of}: ${JSON.stringify(left)} }`;
}
