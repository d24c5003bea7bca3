import type { Report } from '../../findings/report';
import { nameOf, type KubernetesObject } from '../../kubernetes/object';
import type { ExprParser } from '../../promql/expr-parser';
import type { Facts } from '../check';
import { isolate, type Fault } from '../isolate';
import { parsedRules } from '../rules/parse-rules';
import { groupsOf } from '../rules/raw-rules';
import { Analysis } from './analysis';
import { ruleExpression, type Expression } from './expression';
import { namesRead } from './metric-names';
import { dashboardsIn, panelsOf } from './panels';
import { nameOfSelector, type SeriesCatalog } from './series-catalog';

/** The rules and panels of some objects, which are forgotten once they are checked. */
export type Part = Pick<Facts, 'rules' | 'analysis'>;

/** What remains of all expressions. */
export interface ReadExpressions {
  readonly count: number;
  /** Names of all series that they read. */
  readonly names: ReadonlySet<string>;
  /** Those that no check could judge. */
  readonly unchecked: NonNullable<Report['unchecked']>;
  /** What failed while they were read. */
  readonly faults: readonly Fault[];
}

/** PrometheusRules and dashboards: so few that the garbage collector frees what was read of them while it is young. */
const OBJECTS_IN_PART = 2;

/** The rules and panels of all objects, some at a time: parsed expressions take several times the memory of their text. */
export class Parts implements Iterable<Part> {
  private read: ReadExpressions | undefined;
  /** Arguments of {@link isMatched} for which it is true. */
  private matched: ReadonlySet<string> | undefined;

  /** @param catalog of the series of all objects */
  constructor(
    private readonly facts: Pick<Facts, 'manifests' | 'prometheus'> & { readonly parser: ExprParser },
    private readonly catalog: () => SeriesCatalog,
  ) {}

  *[Symbol.iterator](): Generator<Part> {
    const { manifests } = this.facts;
    const objects = [...manifests.operator('PrometheusRule'), ...dashboardsIn(manifests)];
    const names = new Set<string>();
    const unchecked: ReadExpressions['unchecked'][number][] = [];
    const faults: Fault[] = [];
    let count = 0;
    for (let start = 0; start < objects.length; start += OBJECTS_IN_PART) {
      const read = isolate(objects.slice(start, start + OBJECTS_IN_PART), (some) => this.part(some));
      faults.push(...read.faults);
      if (read.value === undefined) continue;
      const { expressions } = read.value.analysis;
      count += expressions.length;
      for (const name of namesRead(expressions)) names.add(name);
      for (const { object, path, unread } of expressions)
        if (unread !== undefined)
          unchecked.push({
            what: 'expression',
            reason: unread,
            resource: nameOf(object),
            path,
            at: object.at,
          });
      yield read.value;
      this.catalog().forgetExpressions();
    }
    this.read = { count, names, unchecked, faults };
  }

  /** Reads what no check has read. */
  get expressions(): ReadExpressions {
    // To the end, where all is known.
    if (this.read === undefined) Array.from(this, () => undefined);
    return this.read!;
  }

  /** Every expression, read anew at each pass. */
  eachExpression(): Iterable<Expression> {
    return { [Symbol.iterator]: () => this.readEach() };
  }

  private *readEach(): Generator<Expression> {
    for (const { analysis } of this) yield* analysis.expressions;
  }

  readonly isMatched: Facts['isMatched'] = (...place) => {
    this.matched ??= new Set(Array.from(this, matchersIn).flat());
    return this.matched.has(JSON.stringify(place));
  };

  private part(objects: readonly KubernetesObject[]): Part {
    const rules = parsedRules(
      objects.filter(({ kind }) => kind === 'PrometheusRule').flatMap(groupsOf),
      this.facts.prometheus,
      this.facts.parser,
    );
    const expressions = [
      ...rules.map(ruleExpression),
      ...objects
        .filter(({ kind }) => kind === 'ConfigMap')
        .flatMap((object) => panelsOf(object, this.facts.parser)),
    ];
    return { rules, analysis: new Analysis(this.catalog(), () => expressions) };
  }
}

const matchersIn = ({ analysis }: Part): readonly string[] =>
  analysis.selectors.flatMap(({ node }) =>
    node.matchers.flatMap(({ label, operator, value }) =>
      [[label], ...(operator === '=~' || operator === '!~' ? [[label, value]] : [])].map((rest) =>
        JSON.stringify([nameOfSelector(node), ...rest]),
      ),
    ),
  );
