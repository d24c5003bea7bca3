import type { Manifests } from '../../kubernetes/manifests';
import { mapOf, textOf } from '../../kubernetes/object';
import { walk, type Matcher } from '../../promql/expr';
import type { Expression } from './expression';
import { matches } from './matchers';
import { isOneLetterOff, nearest } from './nearest';
import type { ScrapedTarget } from './scraped';

/** Which values of the label `job` targets have, and which ones people expect them to have. */
export class Jobs {
  private readonly byJob = new Map<string, ScrapedTarget>();
  private readonly byOtherName = new Map<string, ScrapedTarget>();
  private readonly intervals = new Map<string, number>();
  private readonly own: ReadonlySet<string>;
  private byVariant: ReadonlyMap<string, readonly string[]> | undefined;

  /** @param elsewhere jobs of targets that no monitor describes */
  constructor(
    targets: readonly ScrapedTarget[],
    private readonly elsewhere: ReadonlySet<string>,
  ) {
    for (const target of targets) {
      const { job = '' } = target.modelled.labels;
      // Relabeling may give each pod its own.
      if (target.modelled.varying.has('job')) continue;
      // One with a contract tells more.
      if (!this.byJob.has(job) || target.contract !== undefined) this.byJob.set(job, target);
      this.intervals.set(job, Math.min(target.interval, this.intervals.get(job) ?? Infinity));
      for (const name of namesOf(target)) if (!this.byOtherName.has(name)) this.byOtherName.set(name, target);
    }
    this.own = new Set(
      targets.flatMap(({ contract, modelled }) =>
        contract === undefined ? [] : (modelled.labels['job'] ?? []),
      ),
    );
  }

  /** A target with this job. */
  of(job: string): ScrapedTarget | undefined {
    return this.byJob.get(job);
  }

  /** Seconds between scrapes, the shortest of all targets with this job. */
  intervalOf(job: string): number | undefined {
    return this.intervals.get(job);
  }

  /**
   * The job that targets have which somebody looks for under another name: that of their Service or monitor, or one
   * with a letter wrong. Any other job may be that of targets which were not read.
   */
  insteadOf(job: string, matchers: readonly Matcher[]): string | undefined {
    if (this.byJob.has(job) || this.elsewhere.has(job)) return undefined;
    const target = this.byOtherName.get(job);
    if (target === undefined) return nearest(job, this.own);
    const { labels } = target.modelled;
    const elsewhere = matchers.some(
      (matcher) => matcher.label === 'namespace' && !matches(matcher, labels['namespace'] ?? ''),
    );
    return elsewhere ? undefined : labels['job'];
  }

  /** The only job that differs from this one in a letter. It may still be that of targets which were not read. */
  misspelt(job: string): string | undefined {
    if (this.byJob.has(job) || this.elsewhere.has(job)) return undefined;
    this.byVariant ??= variants([...this.byJob.keys(), ...this.elsewhere]);
    const near = new Set(
      shortened(job)
        .flatMap((variant) => this.byVariant?.get(variant) ?? [])
        .filter((known) => isOneLetterOff(job, known)),
    );
    return near.size === 1 ? [...near][0] : undefined;
  }
}

/** A name as it is, and without each one of its letters: names that differ in a letter have one of these in common. */
const shortened = (name: string): readonly string[] => [
  name,
  ...Array.from(name, (_, index) => name.slice(0, index) + name.slice(index + 1)),
];

function variants(names: readonly string[]): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>();
  for (const name of names)
    for (const variant of new Set(shortened(name))) {
      const same = found.get(variant);
      if (same === undefined) found.set(variant, [name]);
      else same.push(name);
    }
  return found;
}

function namesOf({ path: { monitor }, link: { service } }: ScrapedTarget): readonly string[] {
  const labels = service?.labels ?? {};
  return [
    service?.name,
    monitor.name,
    monitor.jobLabel,
    labels['app'],
    labels['app.kubernetes.io/name'],
  ].filter((name) => name !== undefined);
}

/** Jobs that expressions ask for by name. */
export const jobsAsked = (expressions: readonly Pick<Expression, 'expr'>[]): ReadonlySet<string> =>
  new Set(
    expressions.flatMap(({ expr }) =>
      expr === undefined
        ? []
        : [...walk(expr)].flatMap((node) =>
            node.node === 'selector'
              ? node.matchers.flatMap(({ label, operator, value }) =>
                  label === 'job' && operator === '=' ? [value] : [],
                )
              : [],
          ),
    ),
  );

/** Jobs that Probes and ScrapeConfigs name. */
export const jobsNamed = (manifests: Manifests): ReadonlySet<string> =>
  new Set(
    ['Probe', 'ScrapeConfig'].flatMap((kind) =>
      manifests.kind(kind).flatMap(({ fields }) => textOf(mapOf(fields['spec'])['jobName']) ?? []),
    ),
  );
