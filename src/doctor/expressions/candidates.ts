import type { Matcher } from '../../promql/expr';
import { possible } from './matchers';
import { factOf, type Shape } from './shape';

/** Series that have one origin: a metric of one target, or a recording rule. */
export interface Origin {
  readonly shape: Shape;
}

interface ByValue<T> {
  readonly one: ReadonlyMap<string, readonly T[]>;
  /** Origins without a single certain value. */
  readonly rest: readonly T[];
}

/**
 * All origins of the series of one name. A thousand services may share the name, so origins are indexed by the values
 * that a selector matches.
 */
export class Candidates<T extends Origin> {
  private readonly byLabel = new Map<string, ByValue<T>>();

  constructor(readonly all: readonly T[]) {}

  /** Origins whose series can satisfy all matchers. */
  matching(matchers: readonly Matcher[]): readonly T[] {
    const few = matchers.reduce((fewest, matcher) => {
      const some = this.among(matcher);
      return some.length < fewest.length ? some : fewest;
    }, this.all);
    const tests = matchers
      .filter(({ label }) => label !== '__name__')
      .map((matcher) => [matcher.label, possible(matcher)] as const);
    return few.filter(({ shape }) => tests.every(([label, isPossible]) => isPossible(factOf(shape, label))));
  }

  private among({ label, operator, value }: Matcher): readonly T[] {
    if (operator !== '=' || value === '' || this.all.length < 8) return this.all;
    let values = this.byLabel.get(label);
    if (values === undefined) {
      values = byValue(this.all, label);
      this.byLabel.set(label, values);
    }
    const exact = values.one.get(value) ?? [];
    return values.rest.length === 0 ? exact : [...exact, ...values.rest];
  }
}

function byValue<T extends Origin>(origins: readonly T[], label: string): ByValue<T> {
  const one = new Map<string, T[]>();
  const rest: T[] = [];
  for (const origin of origins) {
    const { presence, values } = factOf(origin.shape, label);
    if (presence === 'never') continue;
    const [value] = values ?? [];
    if (presence !== 'always' || values?.size !== 1 || value === undefined) {
      rest.push(origin);
      continue;
    }
    const same = one.get(value);
    if (same === undefined) one.set(value, [origin]);
    else same.push(origin);
  }
  return { one, rest };
}
