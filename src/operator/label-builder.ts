import type { Labels } from '../kubernetes/object';

/** Mutable labels. An empty value deletes the label. */
export class LabelBuilder {
  private readonly given = new Map<string, string>();
  private readonly added = new Map<string, string>();

  constructor(labels: Labels) {
    for (const name in labels) if (labels[name] !== '') this.given.set(name, labels[name]!);
  }

  get(name: string): string {
    return this.added.get(name) ?? this.given.get(name) ?? '';
  }

  set(name: string, value: string): void {
    if (value === '') return this.delete(name);
    this.given.delete(name);
    this.added.set(name, value);
  }

  delete(name: string): void {
    this.given.delete(name);
    this.added.delete(name);
  }

  /** A copy, in no particular order. */
  names(): readonly string[] {
    return [...this.given.keys(), ...this.added.keys()];
  }

  /**
   * Names in the order of Prometheus: the initial ones sorted, then those that were set. Of two labels mapped to one
   * name, the last one wins.
   */
  orderedNames(): readonly string[] {
    return [...[...this.given.keys()].toSorted(), ...this.added.keys()];
  }

  /** In no particular order. */
  labels(): Labels {
    return Object.fromEntries([...this.given, ...this.added]);
  }

  /** Labels without the internal ones, sorted. */
  visible(): Labels {
    const names = this.names().filter((name) => !name.startsWith('__'));
    return Object.fromEntries(names.toSorted().map((name) => [name, this.get(name)]));
  }
}
