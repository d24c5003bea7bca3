import { factOf, type LabelFact, type Shape } from '../../doctor/expressions/shape';
import type { AlertmanagerConfig, AlertmanagerRoute } from '../../helm-values/values-schema';
import { parseMatcher } from '../../kubernetes/alertmanager-config';
import type { Delivery, Routing } from '../../outputs/kube-prometheus-stack/routing';
import type { Relabeling } from '../../kubernetes/relabeling';
import { DEFAULT_REGEX, DEFAULT_SEPARATOR } from '../../operator/relabel';
import { seconds } from '../../promql/window';
import { textsMatching } from '../engine/pattern-samples';
import type { Labels } from '../engine/series';

/** Who gets an alert, as far as its labels are known. */
export interface Reached {
  /** Receivers in every case, with the longest time that a route waits. */
  readonly always: readonly Delivery[];
  /** Receivers in some cases, with labels of one of them. */
  readonly sometimes: readonly (Delivery & { readonly when: Labels })[];
  /** Labels with which no receiver gets it. @default there are none */
  readonly lost?: Labels;
}

/** Labels with their possible values; `''` is a missing label. */
export type LabelCases = ReadonlyMap<string, readonly string[]>;

/** Stands for every value that no route names. */
export const ANOTHER = '(another)';

/** More cases are not tried: the first are those that routes name. */
const MOST_CASES = 512;

/** Follows an alert along the routes for every combination of its unknown labels that the routes tell apart. */
export function reached(
  known: Labels,
  cases: LabelCases,
  { deliveriesOf }: Pick<Routing, 'deliveriesOf'>,
  silent: ReadonlySet<string>,
): Reached {
  const tried = combinations(cases).map((varied): Tried => ({
    varied,
    deliveries: deliveriesOf({ ...known, ...varied }).filter(
      ({ receiver }) => !silent.has(receiver) && receiver !== '',
    ),
  }));
  const names = [...new Set(tried.flatMap(({ deliveries }) => deliveries.map(({ receiver }) => receiver)))];
  const found = names.map((receiver) => {
    const isReached = ({ deliveries }: Tried): boolean =>
      deliveries.some((each) => each.receiver === receiver);
    const waits = tried.flatMap(({ deliveries }) =>
      deliveries.flatMap((each) => (each.receiver === receiver ? [each.groupWait] : [])),
    );
    return { delivery: { receiver, groupWait: longest(waits) }, isReached };
  });
  const isAlways = ({ isReached }: (typeof found)[number]): boolean => tried.every(isReached);
  const isLost = ({ deliveries }: Tried): boolean => deliveries.length === 0;
  return {
    always: found.filter(isAlways).map(({ delivery }) => delivery),
    sometimes: found
      .filter((each) => !isAlways(each))
      .map(({ delivery, isReached }) => ({ ...delivery, when: deciding(tried, isReached) })),
    ...(tried.some(isLost) ? { lost: deciding(tried, isLost) } : {}),
  };
}

interface Tried {
  readonly varied: Labels;
  readonly deliveries: readonly Delivery[];
}

/** The labels of the first such case without which another case would differ. */
function deciding(tried: readonly Tried[], isSo: (one: Tried) => boolean): Labels {
  const first = tried.find(isSo)!.varied;
  return Object.fromEntries(
    Object.entries(first).filter(([label]) =>
      tried.some(
        (other) =>
          !isSo(other) &&
          Object.entries(first).every(([name, value]) => name === label || other.varied[name] === value),
      ),
    ),
  );
}

function combinations(cases: LabelCases): readonly Labels[] {
  let all: readonly Labels[] = [{}];
  for (const [label, values] of cases)
    all = all
      .flatMap((labels) => values.map((value) => ({ ...labels, [label]: value })))
      .slice(0, MOST_CASES);
  return all;
}

/** The possible values of a label of an alert: those that routes name, and one that stands for all others. */
export function casesOf(shape: Shape, known: Labels, named: LabelCases): LabelCases {
  return new Map(
    [...named]
      .filter(([label]) => !(label in known))
      .map(([label, values]) => [label, valuesOf(factOf(shape, label), values)]),
  );
}

function valuesOf({ presence, values }: LabelFact, named: readonly string[]): readonly string[] {
  if (presence === 'never') return [''];
  const there = values === undefined ? [...named, ANOTHER] : [...values];
  return presence === 'always' ? there : [...there, ''];
}

/** Labels that routes and relabelings of alerts read, with the values that they tell apart. */
export function namedValues(
  { route = {} }: AlertmanagerConfig,
  relabelings: readonly Relabeling[] = [],
): LabelCases {
  const found = new Map<string, Set<string>>();
  const add = (label: string, values: readonly string[]): void => {
    const before = found.get(label) ?? new Set<string>();
    for (const value of values) if (value !== '') before.add(value);
    found.set(label, before);
  };
  const visit = ({ matchers = [], match = {}, match_re = {}, routes = [] }: AlertmanagerRoute): void => {
    for (const text of matchers) {
      const matcher = parseMatcher(text);
      if (matcher === undefined) continue;
      const { name, matchType, value } = matcher;
      add(name, matchType.endsWith('~') ? textsMatching(value) : [value]);
    }
    for (const [label, value] of Object.entries(match)) add(label, [value]);
    for (const [label, value] of Object.entries(match_re)) add(label, textsMatching(value));
    for (const child of routes) visit(child);
  };
  visit(route);
  for (const [label, values] of relabelledValues(relabelings)) add(label, values);
  return new Map([...found].map(([label, values]) => [label, [...values]]));
}

/** Labels that relabelings read, with values that their expressions match, as far as each label has one of its own. */
export const relabelledValues = (
  steps: readonly Relabeling[],
): readonly (readonly [label: string, values: readonly string[]])[] =>
  steps.flatMap(({ sourceLabels = [], separator = DEFAULT_SEPARATOR, regex = DEFAULT_REGEX }) => {
    const parts = sourceLabels.length === 1 ? [regex] : regex.split(separator);
    return sourceLabels.map(
      (label, index) =>
        [label, parts.length === sourceLabels.length ? textsMatching(parts[index]!) : []] as const,
    );
  });

const longest = (waits: readonly string[]): string => waits.toSorted((a, b) => seconds(b) - seconds(a))[0]!;
