import type { Labels } from './object';
import { selects, type LabelSelector } from './selector';

interface Labelled {
  readonly namespace: string;
  readonly labels: Labels;
}

/** Finds objects by labels without a full scan: a selector compares only objects with its rarest label. */
export class LabelIndex<T extends Labelled> {
  private readonly byLabel = new Map<string, T[]>();
  private readonly byNamespace = new Map<string, T[]>();

  constructor(readonly all: readonly T[]) {
    for (const item of all) {
      push(this.byNamespace, item.namespace, item);
      for (const [key, value] of Object.entries(item.labels)) {
        push(this.byLabel, pair(key, value), item);
        push(this.byLabel, inNamespace(item.namespace, key, value), item);
      }
    }
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

function push<T>(map: Map<string, T[]>, key: string, item: T): void {
  const items = map.get(key);
  if (items === undefined) map.set(key, [item]);
  else items.push(item);
}
