import { ownValue, type Labels } from '../../../../kubernetes/object';
import { nearest } from '../../../expressions/nearest';

interface Labelled {
  readonly namespace: string;
  readonly labels: Labels;
}

export interface NearMiss<T> {
  readonly item: T;
  /** Required labels that differ; `has` is undefined where the label is missing. */
  readonly differing: readonly {
    readonly key: string;
    readonly wanted: string;
    readonly has: string | undefined;
  }[];
}

/** Candidates for each label: enough for a hint, and bounded in clusters of thousands of objects. */
const CANDIDATES = 8;

/** What Services of metrics add to the name of their application. */
const SUFFIXES = ['-metrics', '-headless', '-exporter'];

export const NAMING = ['app.kubernetes.io/name', 'app', 'k8s-app'];

/** Finds the object whose labels come closest to a selector without match. */
export class NearMisses<T extends Labelled> {
  private readonly byLabel = new Map<string, T[]>();
  private readonly byName = new Map<string, T>();
  /** By the value of a label that identifies an application, under whatever key. */
  private readonly byApplication = new Map<string, T>();

  /** @param nameOf name of an item, to compare with that of the monitor */
  constructor(
    items: readonly T[],
    private readonly nameOf: (item: T) => string,
  ) {
    for (const item of items) {
      this.byName.set(`${item.namespace}/${nameOf(item)}`, item);
      for (const [key, value] of Object.entries(item.labels)) {
        if (NAMING.includes(key)) this.byApplication.set(`${item.namespace}/${value}`, item);
        const place = placeOf(item.namespace, key, value);
        const some = this.byLabel.get(place);
        if (some === undefined) this.byLabel.set(place, [item]);
        else if (some.length < CANDIDATES) some.push(item);
      }
    }
  }

  /**
   * The object with the most of these labels; else the one of that name, if it has the labels with other values, or all
   * values in other labels. An object of another name whose labels identify another application is not a candidate.
   */
  closest(labels: Labels, namespaces: 'any' | readonly string[], name: string): NearMiss<T> | undefined {
    if (namespaces === 'any') return undefined;
    const values = Object.values(labels);
    // Most objects have the name of their application, which selectors have as a value.
    const names = [
      ...new Set(
        [name, ...values].flatMap((each) => [
          each,
          ...SUFFIXES.map((end) => `${each}${end}`),
          ...SUFFIXES.filter((end) => each.endsWith(end)).map((end) => each.slice(0, -end.length)),
        ]),
      ),
    ];
    const namesake = namespaces
      .flatMap((namespace) => names.map((each) => this.byName.get(`${namespace}/${each}`)))
      .find(
        (item) =>
          item !== undefined &&
          ((this.nameOf(item) === name &&
            Object.keys(labels).some((key) => Object.hasOwn(item.labels, key))) ||
            hasValues(item.labels, values) ||
            this.isNamedBy(item, labels) ||
            hasWithEnding(item.labels, labels)),
      );
    const candidates = namespaces.flatMap((namespace) =>
      Object.entries(labels).flatMap(
        ([key, value]) => this.byLabel.get(placeOf(namespace, key, value)) ?? [],
      ),
    );
    const application = namespaces
      .flatMap((namespace) => values.map((value) => this.byApplication.get(`${namespace}/${value}`)))
      .find((item) => item !== undefined && hasValues(item.labels, values));
    return [...candidates, ...[namesake, application].filter((item) => item !== undefined)]
      .map((item) => ({ item, differing: differences(labels, item.labels) }))
      .filter(
        ({ item, differing }) =>
          this.nameOf(item) === name || this.isNamedBy(item, labels) || !differing.some(isAnother),
      )
      .reduce<NearMiss<T> | undefined>(
        (best, next) => (best === undefined || next.differing.length < best.differing.length ? next : best),
        undefined,
      );
  }

  /** Whether a selector has the name of an item where its label has another value. */
  private isNamedBy(item: T, labels: Labels): boolean {
    const name = this.nameOf(item);
    return NAMING.some((key) => labels[key] === name && Object.hasOwn(item.labels, key));
  }
}

const hasValues = (labels: Labels, values: readonly string[]): boolean => {
  const own = Object.values(labels);
  return values.length > 0 && values.every((value) => own.includes(value));
};

/** Whether every value of a selector is there, or is there with or without such an ending. */
const hasWithEnding = (labels: Labels, wanted: Labels): boolean =>
  Object.entries(wanted).length > 0 &&
  Object.entries(wanted).every(([key, value]) => {
    const has = ownValue(labels, key);
    return has === value || isWithEnding(value, has);
  });

const isWithEnding = (value: string, has: string | undefined): boolean =>
  has !== undefined && SUFFIXES.some((end) => has === `${value}${end}` || value === `${has}${end}`);

/** Another application, and not a misspelt name. */
const isAnother = ({ key, wanted, has }: NearMiss<unknown>['differing'][number]): boolean =>
  NAMING.includes(key) &&
  has !== undefined &&
  !isWithEnding(wanted, has) &&
  nearest(wanted, [has]) === undefined;

/** The wanted labels that are missing or have another value. */
const differences = (wanted: Labels, has: Labels): NearMiss<unknown>['differing'] =>
  Object.entries(wanted)
    .map(([key, wanted]) => ({ key, wanted, has: ownValue(has, key) }))
    .filter((label) => label.has !== label.wanted);

/** E.g. `app is web, not api`. */
export const showDifferences = (differing: NearMiss<unknown>['differing']): string =>
  differing
    .map(({ key, wanted, has }) =>
      has === undefined ? `${key} is missing` : `${key} is ${has}, not ${wanted}`,
    )
    .join(', ');

const placeOf = (namespace: string, key: string, value: string): string => `${namespace}\n${key}\n${value}`;
