import { groupBy, grouped } from '../findings/group-by';
import type { Labels } from './object';
import { selects, type LabelSelector } from './selector';

interface Labelled {
  readonly namespace: string;
  readonly labels: Labels;
}

/** Finds objects by labels without a full scan: a selector compares only objects with its rarest label. */
export class LabelIndex<T extends Labelled> {
  private readonly byLabel: ReadonlyMap<string, readonly T[]>;
  private readonly byNamespace: ReadonlyMap<string, readonly T[]>;

  constructor(readonly all: readonly T[]) {
    this.byNamespace = groupBy(all, ({ namespace }) => namespace);
    this.byLabel = grouped(
      all.flatMap((item) =>
        Object.entries(item.labels).flatMap(([key, value]) => [
          [pair(key, value), item] as const,
          [inNamespace(item.namespace, key, value), item] as const,
        ]),
      ),
    );
  }

  in(namespace: string): readonly T[] {
    return this.byNamespace.get(namespace) ?? [];
  }

  /** @param namespaces `any`, or their names */
  find(selector: LabelSelector, namespaces: 'any' | readonly string[]): readonly T[] {
    if (namespaces === 'any') return this.among(selector, this.all, pair);
    return [...new Set(namespaces)].flatMap((namespace) =>
      this.among(selector, this.in(namespace), (key, value) => inNamespace(namespace, key, value)),
    );
  }

  private among(
    selector: LabelSelector,
    everything: readonly T[],
    key: (label: string, value: string) => string,
  ): readonly T[] {
    const candidates = Object.entries(selector.matchLabels ?? {}).reduce<readonly T[]>(
      (fewest, [label, value]) => {
        const sharing = this.byLabel.get(key(label, value)) ?? [];
        return sharing.length < fewest.length ? sharing : fewest;
      },
      everything,
    );
    return candidates.filter(({ labels }) => selects(selector, labels));
  }
}

const pair = (key: string, value: string): string => `${key}\n${value}`;
const inNamespace = (namespace: string, key: string, value: string): string =>
  `${namespace}\n${pair(key, value)}`;
