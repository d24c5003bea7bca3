import type { WatchedAlert } from '../certify/alert';
import { satisfies } from '../certify/engine/matchers';
import { grouped } from '../findings/group-by';
import { children, walk, type Expr, type Selector } from '../promql/expr';
import { format } from '../promql/print';
import { duration, seconds } from '../promql/window';
import { isAlert, type PrintedRule, type RecordingRule, type Rule, type RuleGroup } from '../rules/rule';

/** The rules that one promtool evaluates, for the alerts of one interval. */
export interface EvaluatedGroups {
  readonly groups: readonly RuleGroup[];
  /** Seconds between two evaluations of promtool: the shortest interval of the groups. */
  readonly step: number;
  /** How far the alerts look back in seconds, through what the groups record. */
  readonly reach: number;
}

/** Which rules of a service record what others read. */
export class RecordedReads {
  private readonly reaches = new Map<Rule, number>();
  private readonly recordings: ReadonlyMap<string, readonly RecordingRule[]>;

  /** @param groups in the order of their evaluation */
  constructor(private readonly groups: readonly RuleGroup[]) {
    this.recordings = grouped(
      groups.flatMap(({ rules }) =>
        rules.flatMap((rule) => (isAlert(rule) ? [] : [[rule.record, rule] as const])),
      ),
    );
  }

  /** The rules of alerts of one interval, and all that they need. */
  evaluated(alerts: readonly WatchedAlert[]): EvaluatedGroups {
    const found = new Set<Rule>();
    const add = (rule: Rule): void => {
      if (found.has(rule)) return;
      found.add(rule);
      for (const node of walk(rule.expr.expr))
        if (node.node === 'selector') this.recordedAs(node).forEach(add);
    };
    for (const { rules } of this.groups)
      for (const rule of rules) if (alerts.some((alert) => isRuleOf(rule, alert))) add(rule);
    const needed = this.groups
      .map((group) => ({ ...group, rules: group.rules.filter((rule) => found.has(rule)) }))
      .filter(({ rules }) => rules.length > 0);
    return {
      groups: needed,
      step: Math.min(...needed.map(({ interval }) => seconds(interval))),
      reach: Math.max(0, ...alerts.map(({ expr }) => this.reachOf(expr))),
    };
  }

  /**
   * How far an expression looks back in seconds, by itself and through what rules record. The newest sample of a window
   * is taken for fresh: it is, before the fault.
   */
  reachOf(expr: Expr): number {
    if (expr.node === 'selector') {
      const recorded = this.recordedAs(expr).map((rule) => this.reachOfRule(rule));
      return (expr.offset ?? 0) + Math.max(0, ...recorded);
    }
    const below = Math.max(0, ...children(expr).map((each) => this.reachOf(each)));
    if (expr.node === 'call' && expr.name === 'last_over_time')
      return Math.max(...expr.args.map((arg) => (arg.node === 'range' ? this.reachOf(arg.selector) : below)));
    if (expr.node === 'range') return below + expr.window;
    return expr.node === 'subquery' ? below + expr.window + (expr.offset ?? 0) : below;
  }

  private reachOfRule(rule: Rule): number {
    const known = this.reaches.get(rule);
    if (known !== undefined) return known;
    // A rule that reads what it recorded before looks no further back.
    this.reaches.set(rule, 0);
    const reach = this.reachOf(rule.expr.expr);
    this.reaches.set(rule, reach);
    return reach;
  }

  private recordedAs({ name = '', matchers }: Selector): readonly RecordingRule[] {
    return (this.recordings.get(name) ?? []).filter(({ labels = {} }) => satisfies(matchers, labels));
  }
}

/** Alerts on error budgets share a name. */
const isRuleOf = (rule: Rule, { name, labels }: WatchedAlert): boolean =>
  isAlert(rule) &&
  rule.alert === name &&
  ['slo', 'long'].every((label) => rule.labels[label] === labels[label]);

/** What an alert of a slower group had as results, at each evaluation of its group. */
const RESULTS = 'simulated_results';

/**
 * A rule of a group whose interval is longer than the step of promtool, which evaluates every group at each step: it has
 * results at whole intervals alone. Alerts count theirs for as long as they wait, as they would be resolved in between.
 * Series that the group records end in between, so that nothing but windows and the group itself may read them.
 */
export function slowedRules(rule: Rule, every: number, index: number): readonly PrintedRule[] {
  const isTime = `on () (vector(time() % ${every}) == 0)`;
  const expr = `(${format(rule.expr.expr)}) and ${isTime}`;
  const { labels = {} } = rule;
  if (!isAlert(rule)) return [{ record: rule.record, expr, labels }];
  const name = `${RESULTS}_${index}`;
  const times = Math.ceil(seconds(rule.for) / every) + 1;
  const held = `count_over_time(${name}[${duration(times * every - 1)}]) >= ${times}`;
  return [
    { record: name, expr },
    { alert: rule.alert, expr: `(${held}) and ${isTime}`, labels },
  ];
}
