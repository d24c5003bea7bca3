import { grouped } from '../findings/group-by';
import type { Labels } from './object';
import { selects, type LabelSelector } from './selector';

interface Selecting {
  readonly namespace: string;
  readonly selector: LabelSelector;
}

/** Finds the selectors that match given labels without trying every one: each is indexed by its rarest label. */
export class SelectorIndex<T> {
  /** By the rarest label; those without matchLabels by namespace. */
  private readonly byKey: ReadonlyMap<string, readonly (readonly [T, LabelSelector])[]>;

  constructor(items: readonly T[], read: (item: T) => Selecting) {
    const selecting = items.map((item) => [item, read(item)] as const);
    const uses = new Map<string, number>();
    for (const [, { namespace, selector }] of selecting)
      for (const key of keysOf(namespace, selector.matchLabels ?? {}))
        uses.set(key, (uses.get(key) ?? 0) + 1);
    this.byKey = grouped(
      selecting.map(([item, { namespace, selector }]) => {
        const rarest = keysOf(namespace, selector.matchLabels ?? {}).reduce<string | undefined>(
          (best, key) => (best === undefined || uses.get(key)! < uses.get(best)! ? key : best),
          undefined,
        );
        return [rarest ?? namespace, [item, selector]] as const;
      }),
    );
  }

  /** Everything in a namespace whose selector matches these labels. */
  selecting(namespace: string, labels: Labels): readonly T[] {
    return [namespace, ...keysOf(namespace, labels)]
      .flatMap((key) => this.byKey.get(key) ?? [])
      .filter(([, selector]) => selects(selector, labels))
      .map(([item]) => item);
  }
}

const keysOf = (namespace: string, labels: Labels): readonly string[] =>
  Object.entries(labels).map(([key, value]) => `${namespace}\n${key}\n${value}`);
