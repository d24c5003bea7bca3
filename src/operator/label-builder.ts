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
    const labels: Record<string, string> = {};
    for (const [name, value] of this.given) labels[name] = value;
    for (const [name, value] of this.added) labels[name] = value;
    return labels;
  }

  /** Labels without the internal ones, sorted. */
  visible(): Labels {
    const labels: Record<string, string> = {};
    for (const name of this.names().toSorted()) if (!name.startsWith('__')) labels[name] = this.get(name);
    return labels;
  }
}
