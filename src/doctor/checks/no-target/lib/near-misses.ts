import type { Labels } from '../../../../kubernetes/object';
import { nearest } from '../../../expressions/nearest';

interface Labelled {
  readonly namespace: string;
  readonly labels: Labels;
}

export interface NearMiss<T> {
  readonly item: T;
  /** Labels that were asked for and differ; `has` is undefined where the label is missing. */
  readonly differing: readonly {
    readonly key: string;
    readonly wanted: string;
    readonly has: string | undefined;
  }[];
}

/** How many objects are looked at for each label: a search that found nothing must not take long to explain. */
const LOOKED_AT = 8;

/** Labels that say what something is. */
const NAMING = ['app.kubernetes.io/name', 'app'];

/** Finds what comes closest to labels that nothing has. */
export class NearMisses<T extends Labelled> {
  private readonly byLabel = new Map<string, T[]>();
  private readonly byName = new Map<string, T>();

  /** @param nameOf what people call it */
  constructor(
    items: readonly T[],
    private readonly nameOf: (item: T) => string,
  ) {
    for (const item of items) {
      this.byName.set(`${item.namespace}/${nameOf(item)}`, item);
      for (const [key, value] of Object.entries(item.labels)) {
        const place = placeOf(item.namespace, key, value);
        const some = this.byLabel.get(place);
        if (some === undefined) this.byLabel.set(place, [item]);
        else if (some.length < LOOKED_AT) some.push(item);
      }
    }
  }

  /**
   * The object with the most of these labels; else the one of that name, if it has the labels with other values. What
   * says that it is something else, and is called otherwise, does not come close, however many labels it shares.
   */
  closest(labels: Labels, namespaces: 'any' | readonly string[], name: string): NearMiss<T> | undefined {
    if (namespaces === 'any') return undefined;
    const namesake = namespaces
      .map((namespace) => this.byName.get(`${namespace}/${name}`))
      .find((item) => item !== undefined && Object.keys(labels).some((key) => key in item.labels));
    const candidates = namespaces.flatMap((namespace) =>
      Object.entries(labels).flatMap(
        ([key, value]) => this.byLabel.get(placeOf(namespace, key, value)) ?? [],
      ),
    );
    return [...candidates, ...(namesake === undefined ? [] : [namesake])]
      .map((item) => ({ item, differing: differences(labels, item.labels) }))
      .filter(({ item, differing }) => this.nameOf(item) === name || !differing.some(isAnother))
      .reduce<NearMiss<T> | undefined>(
        (best, next) => (best === undefined || next.differing.length < best.differing.length ? next : best),
        undefined,
      );
  }
}

/** Another name, and not the same one with a letter wrong. */
const isAnother = ({ key, wanted, has }: NearMiss<unknown>['differing'][number]): boolean =>
  NAMING.includes(key) && has !== undefined && nearest(wanted, [has]) === undefined;

/** Which of some wanted labels others differ in. */
const differences = (wanted: Labels, has: Labels): NearMiss<unknown>['differing'] =>
  Object.entries(wanted)
    .filter(([key, value]) => has[key] !== value)
    .map(([key, value]) => ({ key, wanted: value, has: has[key] }));

/** E.g. `app is web, not api`. */
export const showDifferences = (differing: NearMiss<unknown>['differing']): string =>
  differing
    .map(({ key, wanted, has }) =>
      has === undefined ? `${key} is missing` : `${key} is ${has}, not ${wanted}`,
    )
    .join(', ');

const placeOf = (namespace: string, key: string, value: string): string => `${namespace}\n${key}\n${value}`;
