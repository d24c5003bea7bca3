import { grouped } from '../../findings/group-by';
import type { Manifests } from '../../kubernetes/manifests';
import { mapOf, textOf } from '../../kubernetes/object';
import { walk, type Matcher } from '../../promql/expr';
import type { Expression } from './expression';
import { matches } from './matchers';
import { isOneLetterOff, nearest } from './nearest';
import type { MonitorTarget, ScrapedTarget } from './scraped';

/** The values of the label `job`, and the names that are mistaken for them. */
export class Jobs {
  private readonly byJob = new Map<string, ScrapedTarget>();
  private readonly byOtherName = new Map<string, ScrapedTarget>();
  private readonly intervals = new Map<string, number>();
  private readonly own: ReadonlySet<string>;
  private byVariant: ReadonlyMap<string, readonly string[]> | undefined;

  /**
   * @param elsewhere jobs of Probes and ScrapeConfigs
   * @param missed jobs of endpoints that find no target
   */
  constructor(
    targets: readonly ScrapedTarget[],
    private readonly elsewhere: ReadonlySet<string>,
    private readonly missed: ReadonlySet<string>,
  ) {
    for (const target of targets) {
      const { job = '' } = target.modelled.labels;
      // Relabeling can give each pod a different job.
      if (target.modelled.varying.has('job')) continue;
      // A target with a contract is more useful.
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

  of(job: string): ScrapedTarget | undefined {
    return this.byJob.get(job);
  }

  /** Seconds between scrapes, the shortest of all targets with this job. */
  intervalOf(job: string): number | undefined {
    return this.intervals.get(job);
  }

  /**
   * The real job of targets that an expression selects by another name: that of their Service or monitor, or a typo.
   * Any other job may belong to targets that were not read.
   */
  insteadOf(job: string, matchers: readonly Matcher[]): string | undefined {
    if (this.mayExist(job)) return undefined;
    const target = this.byOtherName.get(job);
    if (target === undefined) return nearest(job, this.own);
    const { labels } = target.modelled;
    const elsewhere = matchers.some(
      (matcher) => matcher.label === 'namespace' && !matches(matcher, labels['namespace'] ?? ''),
    );
    return elsewhere ? undefined : labels['job'];
  }

  /** The only job that differs in the case of letters, or in a word that is often added. */
  alike(job: string): string | undefined {
    if (this.mayExist(job)) return undefined;
    const known = [...this.byJob.keys(), ...this.elsewhere];
    const alike = known.filter((one) => differsInCase(job, one));
    const some = alike.length > 0 ? alike : known.filter((one) => differsInWord(job, one));
    return some.length === 1 ? some[0] : undefined;
  }

  /** The only job that differs in the case of letters. */
  inOtherCase(job: string): string | undefined {
    const other = this.alike(job);
    return other !== undefined && differsInCase(job, other) ? other : undefined;
  }

  /** The only job that differs in one letter. The given one may still belong to targets that were not read. */
  misspelt(job: string): string | undefined {
    if (this.mayExist(job)) return undefined;
    this.byVariant ??= variants([...this.byJob.keys(), ...this.elsewhere]);
    const near = new Set(
      shortened(job)
        .flatMap((variant) => this.byVariant?.get(variant) ?? [])
        .filter((known) => isOneLetterOff(job, known)),
    );
    return near.size === 1 ? [...near][0] : undefined;
  }

  private mayExist(job: string): boolean {
    return this.byJob.has(job) || this.elsewhere.has(job) || this.missed.has(job);
  }
}

const differsInCase = (name: string, other: string): boolean =>
  name !== other && name.toLowerCase() === other.toLowerCase();

/** Words that charts append to the name of a Service. */
const WORDS = /[-_](metrics|exporter|service|svc|headless|monitoring|prometheus)$/;

/** Whether two names differ in one letter, in the case of letters, or in a word that is often added. */
export const isAlike = (name: string, other: string): boolean =>
  differsInCase(name, other) || differsInWord(name, other) || isOneLetterOff(name, other);

const differsInWord = (name: string, other: string): boolean =>
  name !== other && name.replace(WORDS, '') === other.replace(WORDS, '');

/** A name, and the name without each of its letters: names that differ in one letter share one of these. */
const shortened = (name: string): readonly string[] => [
  name,
  ...Array.from(name, (_, index) => name.slice(0, index) + name.slice(index + 1)),
];

const variants = (names: readonly string[]): ReadonlyMap<string, readonly string[]> =>
  grouped(
    names.flatMap((name) => Array.from(new Set(shortened(name)), (variant) => [variant, name] as const)),
  );

function namesOf(target: ScrapedTarget | MonitorTarget): readonly string[] {
  const { service, jobLabel } = 'link' in target ? { ...target.link, ...target.path.monitor } : {};
  const labels = service?.labels ?? {};
  return [
    service?.name,
    target.scrape.name,
    jobLabel,
    labels['app'],
    labels['app.kubernetes.io/name'],
  ].filter((name) => name !== undefined);
}

/** Jobs that expressions match with `=`. */
export function queriedJobs(expressions: Iterable<Pick<Expression, 'expr'>>): ReadonlySet<string> {
  const jobs = new Set<string>();
  for (const { expr } of expressions)
    for (const node of expr === undefined ? [] : walk(expr))
      if (node.node === 'selector')
        for (const { label, operator, value } of node.matchers)
          if (label === 'job' && operator === '=') jobs.add(value);
  return jobs;
}

export const namedJobs = (manifests: Manifests): ReadonlySet<string> =>
  new Set(
    manifests
      .kind('Probe', 'ScrapeConfig')
      .flatMap(({ fields }) => textOf(mapOf(fields['spec'])['jobName']) ?? []),
  );
