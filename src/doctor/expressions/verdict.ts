import { groupBy } from '../../findings/group-by';
import type { KubernetesObject } from '../../kubernetes/object';
import type { Matcher, Selector } from '../../promql/expr';
import { Candidates } from './candidates';
import { nameOfSelector, type SeriesCatalog, type KnownSeries, type SeriesOrigin } from './series-catalog';
import { asRegex, listed, matches } from './matchers';
import { isAlike } from './jobs';
import { nearest } from './nearest';
import type { PlainJobs } from './plain-jobs';
import { factOf, labelsThere } from './shape';

/** Why a selector selects nothing, or has a useless matcher. */
export type Verdict =
  /** No series has the name. */
  | { readonly kind: 'metric'; readonly name: string; readonly service: string; readonly meant?: string }
  /** The service exposes it, and a relabeling drops it. */
  | { readonly kind: 'dropped'; readonly name: string; readonly by: KubernetesObject }
  /** No series of the name has the label. */
  | {
      readonly kind: 'label';
      readonly matcher: Matcher;
      readonly there: readonly string[];
      readonly because?: string;
      readonly recorded: boolean;
      /** A matcher like `label!="x"` matches every series without the label. */
      readonly selects: 'nothing' | 'everything';
    }
  /** The label never has such a value. */
  | {
      readonly kind: 'value' | 'bucket';
      readonly matcher: Matcher;
      readonly values: readonly string[];
      readonly pattern?: string;
      readonly recorded: boolean;
    }
  /** No target that has the metric has the label's value. */
  | {
      readonly kind: 'target';
      readonly matcher: Matcher;
      readonly values: readonly string[];
      /** It may be the value of targets that were not read. @default false */
      readonly uncertain?: boolean;
    }
  /** No job of prometheus.yml has the name. */
  | { readonly kind: 'job'; readonly matcher: Matcher; readonly jobs: PlainJobs }
  /** Matchers of one label that no value meets, whatever series there are. */
  | { readonly kind: 'contradiction'; readonly matchers: readonly Matcher[] }
  /** Each matcher matches some series, but no series matches all of them. */
  | { readonly kind: 'combination'; readonly recorded: boolean };

/** Compares a selector with the known series; undefined if it may select something. */
export function judge(selector: Selector, catalog: SeriesCatalog): Verdict | undefined {
  const contradicting = contradiction(selector);
  if (contradicting !== undefined) return { kind: 'contradiction', matchers: contradicting };
  const verdict = judgeByKnown(selector, catalog);
  const isAboutTargets = verdict?.kind === 'target' || verdict?.kind === 'combination';
  return isAboutTargets && ofUnreadTargets(selector, catalog) ? undefined : verdict;
}

/** The matchers of a label of which one lists its values, and the others match none of these. */
function contradiction({ matchers }: Selector): readonly Matcher[] | undefined {
  const byLabel = groupBy(matchers, ({ label }) => label).values();
  return [...byLabel].find((ofLabel) => {
    const values = ofLabel.length < 2 ? undefined : ofLabel.map(listed).find((some) => some !== undefined);
    return values?.every((value) => !ofLabel.every((matcher) => matches(matcher, value)));
  });
}

/** Whether a selector is about a namespace with targets of a service of the catalog that were not read. */
const ofUnreadTargets = ({ matchers }: Selector, { unread }: SeriesCatalog): boolean =>
  matchers.some(
    ({ label, operator, value }) => label === 'namespace' && operator === '=' && unread.has(value),
  );

function judgeByKnown(selector: Selector, catalog: SeriesCatalog): Verdict | undefined {
  const name = nameOfSelector(selector);
  if (name === undefined) return undefined;
  const job = unknownJob(name, selector, catalog);
  if (job !== undefined) return job;
  const known = catalog.of(name);
  if (known === undefined) return unknownName(name, selector, catalog);
  const matchers = selector.matchers.filter(({ label }) => label !== '__name__');
  const by = dropping(matchers, known);
  if (by !== undefined) return { kind: 'dropped', name, by };
  if (!known.complete) return sharedTarget(name, matchers, known, catalog);
  if (known.origins.matching(matchers).length > 0) return uselessMatcher(matchers, known.origins);
  for (const matcher of matchers)
    if (known.origins.matching([matcher]).length === 0) return culprit(matcher, known.origins, name);
  return { kind: 'combination', recorded: areRecorded(known.origins) };
}

/** A job that the configuration of a Prometheus without an operator does not have. */
function unknownJob(
  name: string,
  { matchers }: Selector,
  { plainJobs: jobs, recordings }: SeriesCatalog,
): Verdict | undefined {
  if (jobs === undefined || name === 'ALERTS' || recordings.rulesOf(name).length > 0) return undefined;
  const matcher = matchers.find(
    (one) =>
      one.label === 'job' &&
      (one.operator === '=' || one.operator === '=~') &&
      // selector-without-regex reports a pattern that is compared as it is.
      asRegex(one) === undefined &&
      !['', ...jobs.names].some((job) => matches(one, job)),
  );
  return matcher && { kind: 'job', matcher, jobs };
}

/**
 * What drops the series that a selector is about. Where others may exist, the selector has to name the job of these, and
 * no target of the job keeps them.
 */
function dropping(
  matchers: readonly Matcher[],
  { origins, dropped, complete }: KnownSeries,
): KubernetesObject | undefined {
  if (complete && origins.all.length === 0) return dropped.all[0]?.from.scrape;
  const job = matchers.filter(({ label, operator, value }) => label === 'job' && operator === '=' && value);
  return job.length === 0 || origins.matching(job).length > 0
    ? undefined
    : dropped.matching(matchers)[0]?.from.scrape;
}

/** A name in no contract, with the prefix of a service or a matcher for one of its targets. */
function unknownName(name: string, { matchers }: Selector, catalog: SeriesCatalog): Verdict | undefined {
  if (catalog.metric(name) !== undefined || catalog.recordings.rulesOf(name).length > 0) return undefined;
  if (catalog.isNative(name)) return undefined;
  const base = name.replace(/_created$/, '');
  const owner = catalog.contracts.ofName(name);
  if (owner !== undefined) {
    // OpenMetrics libraries expose a _created series beside each series.
    if (base !== name && [...owner.series.keys()].some((series) => series.startsWith(base))) return undefined;
    const recorded = name.includes(':') ? catalog.recordings.names() : [];
    const meant = nearest(name, [...recorded, ...owner.series.keys()]);
    return { kind: 'metric', name, service: owner.service, ...(meant === undefined ? {} : { meant }) };
  }
  // Services expose more than their contract, so of other names only typos are certain.
  const job = matchers.find(({ label, operator }) => label === 'job' && operator === '=')?.value;
  const target = job === undefined ? undefined : catalog.jobs.of(job);
  const otherCase = job === undefined ? undefined : catalog.jobs.inOtherCase(job);
  if (otherCase !== undefined) {
    const matcher = matchers.find(({ label }) => label === 'job')!;
    return { kind: 'target', matcher, values: [otherCase], uncertain: true };
  }
  const meant = target?.contract && nearest(name, catalog.contracts.of(target.contract)?.series.keys() ?? []);
  return meant === undefined ? undefined : { kind: 'metric', name, service: job!, meant };
}

/** `up` and similar series, which targets that were not read have too: only known jobs are compared. */
function sharedTarget(
  name: string,
  matchers: readonly Matcher[],
  { origins }: KnownSeries,
  catalog: SeriesCatalog,
): Verdict | undefined {
  const job = matchers.find(
    ({ label, operator, value }) => label === 'job' && operator === '=' && value !== '',
  );
  if (job === undefined) return sharedService(matchers, catalog);
  const ofJob = origins.matching([job]);
  if (ofJob.length === 0) {
    const actual = catalog.jobs.insteadOf(job.value, matchers);
    if (actual !== undefined) return { kind: 'target', matcher: job, values: [actual] };
    // Jobs of additional scrape configurations are not known.
    const near =
      catalog.jobs.misspelt(job.value) ??
      (catalog.monitorJobs.isOpen ? undefined : catalog.jobs.alike(job.value));
    return near === undefined ? undefined : { kind: 'target', matcher: job, values: [near], uncertain: true };
  }
  if (origins.matching(matchers).length > 0) return undefined;
  const wrong = matchers.find((matcher) => matcher !== job && origins.matching([job, matcher]).length === 0);
  return wrong && culprit(wrong, new Candidates(ofJob), name);
}

/** A Service that was not read, in a namespace of which others were. */
function sharedService(
  matchers: readonly Matcher[],
  { services, monitorJobs }: SeriesCatalog,
): Verdict | undefined {
  const of = (wanted: string) =>
    matchers.find(({ label, operator, value }) => label === wanted && operator === '=' && value !== '');
  const [service, namespace] = [of('service'), of('namespace')];
  if (service === undefined || monitorJobs.isOpen || services.all.some(({ name }) => name === service.value))
    return undefined;
  const there =
    namespace === undefined ? services.all : services.all.filter((one) => one.namespace === namespace.value);
  const names = [...new Set(there.map(({ name }) => name))];
  const near = names.filter((name) => isAlike(service.value, name));
  if (near.length === 1) return { kind: 'target', matcher: service, values: near, uncertain: true };
  // An operator creates Services beside its Prometheus.
  return namespace === undefined || names.length < 2 || namespace.value === monitorJobs.namespace
    ? undefined
    : { kind: 'target', matcher: service, values: names.toSorted(), uncertain: true };
}

function uselessMatcher(
  matchers: readonly Matcher[],
  { all }: Candidates<SeriesOrigin>,
): Verdict | undefined {
  const useless = matchers.find(
    ({ label, operator, value }) =>
      (operator === '!=' || operator === '!~') &&
      value !== '' &&
      all.every(({ shape }) => factOf(shape, label).presence === 'never'),
  );
  return useless && lackedLabel(useless, all, 'everything');
}

/** Number of origins that explain a finding. More would cost time with a thousand services, and add nothing. */
const EXPLAINED = 100;

function culprit(matcher: Matcher, origins: Candidates<SeriesOrigin>, name: string): Verdict {
  const all = origins.all.slice(0, EXPLAINED);
  const facts = all.map(({ shape }) => factOf(shape, matcher.label));
  if (facts.every(({ presence }) => presence === 'never') && !matches(matcher, ''))
    return lackedLabel(matcher, all, 'nothing');
  const values = valuesOf(facts);
  if (all.some((origin) => 'targetLabels' in origin && origin.targetLabels.has(matcher.label)))
    return { kind: 'target', matcher, values };
  const pattern = facts.find((fact) => fact.pattern !== undefined)?.pattern;
  return {
    kind: matcher.label === 'le' && name.endsWith('_bucket') ? 'bucket' : 'value',
    matcher,
    values,
    ...(pattern === undefined ? {} : { pattern }),
    recorded: all.every((origin) => 'rule' in origin),
  };
}

function lackedLabel(
  matcher: Matcher,
  all: readonly SeriesOrigin[],
  selects: 'nothing' | 'everything',
): Verdict {
  const [{ shape }] = all as [SeriesOrigin];
  return {
    kind: 'label',
    matcher,
    there: labelsThere(shape),
    ...(shape.because === undefined ? {} : { because: shape.because }),
    recorded: all.every((origin) => 'rule' in origin),
    selects,
  };
}

const areRecorded = ({ all }: Candidates<SeriesOrigin>): boolean => all.every((origin) => 'rule' in origin);

const valuesOf = (facts: readonly { readonly values?: ReadonlySet<string> }[]): readonly string[] =>
  [...new Set(facts.flatMap(({ values }) => [...(values ?? [])]))].toSorted();
