import { walk, type Expr, type Selector } from '../../promql/expr';
import { labelMatchers, namesOf, satisfies } from '../engine/matchers';
import type { Recording, Samples } from '../engine/series';
import type { Subject } from '../world/subject';

/** Which expressions read anything of one of many workloads: the others cannot notice its faults. */
export class Concern {
  private readonly known = new Map<string, boolean>();

  /** @param jobs labels `job` of all workloads */
  constructor(
    private readonly subject: Subject,
    private readonly samples: Samples,
    private readonly recordings: ReadonlyMap<string, readonly Recording[]>,
    private readonly jobs: ReadonlySet<string>,
  ) {}

  of(expr: Expr): boolean {
    return [...walk(expr)].some((node) => node.node === 'selector' && this.selects(node));
  }

  private selects(selector: Selector): boolean {
    const { name = '' } = selector;
    const recordings = this.recordings.get(name);
    if (recordings === undefined) return this.selectsScraped(selector);
    const known = this.known.get(name) ?? recordings.some(({ expr }) => this.of(expr));
    this.known.set(name, known);
    return known;
  }

  private selectsScraped(selector: Selector): boolean {
    const { byName } = this.samples;
    const matchers = labelMatchers(selector);
    const names = namesOf(selector, byName.keys());
    const found = names.flatMap((name) => byName.get(name) ?? []);
    if (found.length > 0) return found.some(({ labels, lacks }) => satisfies(matchers, labels, lacks));
    if (!this.subject.traits.has('pods')) return false;
    // No fault is known to change the metric, but it may be one of this workload, unless it is of another one.
    return matchers.every(
      ({ label, operator, value }) =>
        label !== 'job' || operator !== '=' || value === this.subject.labels['job'] || !this.jobs.has(value),
    );
  }
}
