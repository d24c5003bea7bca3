import type { Facts } from '../doctor/check';
import { hasExporter } from '../doctor/expressions/exporters';
import { matches } from '../doctor/expressions/matchers';
import { missedJobs } from '../doctor/expressions/monitor-jobs';
import { mapOf, listOf, nameOf, textOf, type Fields, type KubernetesObject } from '../kubernetes/object';
import { relabelingsOf, type Relabeling } from '../kubernetes/relabeling';
import { Regexes } from '../operator/anchored-regex';
import { relabelProblems } from '../operator/relabel-problems';
import type { ScrapePath } from '../operator/scrape-path';
import { isLeftOut } from '../operator/selection';
import type { Selector } from '../promql/expr';

/** A scrape whose targets are not among the manifests, such as that of the kubelet. */
export interface UnreadScrape {
  /** E.g. `ServiceMonitor monitoring/kubelet`. */
  readonly name: string;
  /** What `job` its series may have. */
  readonly jobs: ReadonlySet<string>;
  /** What decides which targets it finds, as text. */
  readonly finds: string;
  /** What else decides which samples it has, as text. */
  readonly reads: string;
  /** The steps that drop metrics by their name, as text. */
  readonly steps: string;
  /** Whether they drop a metric. */
  readonly drops: (metric: string) => boolean;
}

export type UnreadScrapes = ReadonlyMap<string, UnreadScrape>;

/** By the object and the number of its endpoint. */
export function unreadScrapes({
  paths,
  manifests,
  prometheus,
}: Pick<Facts, 'paths' | 'manifests' | 'prometheus'>): UnreadScrapes {
  const isSelected = (object: KubernetesObject, kind: Parameters<typeof isLeftOut>[1]): boolean =>
    !isLeftOut(object, kind, prometheus, manifests);
  return new Map([
    ...paths
      .filter(({ monitor, links }) => isSelected(monitor, monitor.kind) && links.every(hasNoTargets))
      .map((path) => [`${nameOf(path.monitor)} ${path.index}`, ofMonitor(path)] as const),
    ...(['Probe', 'ScrapeConfig'] as const).flatMap((kind) =>
      manifests
        .operator(kind)
        .filter((object) => isSelected(object, kind))
        .map((object) => [nameOf(object), ofObject(object)] as const),
    ),
  ]);
}

const hasNoTargets = ({ targets }: ScrapePath['links'][number]): boolean => targets.length === 0;

function ofMonitor(path: ScrapePath): UnreadScrape {
  const { monitor, endpoint } = path;
  const { metricRelabelings: _steps, port, targetPort, portNumber, ...request } = endpoint.fields;
  const { selector, namespaces, jobLabel, sampleLimit } = monitor;
  const labelled = jobLabel === undefined ? undefined : selector.matchLabels?.[jobLabel];
  return {
    name: nameOf(monitor),
    jobs: new Set([...missedJobs([path]), ...(labelled === undefined ? [] : [labelled])]),
    finds: JSON.stringify([selector, namespaces, port, targetPort, portNumber]),
    ...samplesOf(endpoint.metricRelabelings, [request, jobLabel, sampleLimit]),
  };
}

/** Of a Probe or ScrapeConfig. */
function ofObject(object: KubernetesObject): UnreadScrape {
  const { metricRelabelings, ...spec } = mapOf(object.fields['spec']);
  const { namespace, name, kind } = object;
  const prefix = kind === 'Probe' ? 'probe' : 'scrapeConfig';
  return {
    name: nameOf(object),
    jobs: new Set([textOf(spec['jobName']) ?? `${prefix}/${namespace}/${name}`, ...writtenJobs(spec)]),
    finds: JSON.stringify(Object.entries(spec).filter(([key]) => /^(targets|prober|.*Configs)$/.test(key))),
    ...samplesOf(relabelingsOf(metricRelabelings), [spec]),
  };
}

/** Jobs of relabelings, and of labels of addresses. */
const writtenJobs = (spec: Fields): readonly string[] =>
  [
    ...relabelingsOf(spec['relabelings']).map(({ targetLabel, replacement }) =>
      targetLabel === 'job' ? replacement : undefined,
    ),
    ...listOf(spec['staticConfigs']).map((item) => textOf(mapOf(mapOf(item)['labels'])['job'])),
  ].flatMap((job) => job ?? []);

function samplesOf(
  steps: readonly Relabeling[],
  others: readonly unknown[],
): Pick<UnreadScrape, 'reads' | 'steps' | 'drops'> {
  const regexes = new Regexes(3);
  // The doctor reports an invalid expression.
  const isOfName = (step: Relabeling): boolean =>
    dropsNames(step) && relabelProblems(step, regexes).length === 0;
  const named = steps.filter(isOfName);
  return {
    reads: JSON.stringify([...others, steps.filter((step) => !isOfName(step))]),
    steps: JSON.stringify(named),
    drops: (metric) => named.some(({ regex = '.*' }) => regexes.get(regex).matches(metric)),
  };
}

const dropsNames = ({ action = 'replace', sourceLabels = [] }: Relabeling): boolean =>
  action.toLowerCase() === 'drop' && sourceLabels.length === 1 && sourceLabels[0] === '__name__';

/** A job that no scrape has. What matches it, such as `job!="a"`, names no job. */
const NO_JOB = 'no-scrape/has-it';

/** Whether a selector names a job, which is one of these. */
export const namesJob = ({ matchers }: Selector, jobs: ReadonlySet<string>): boolean =>
  matchers.some((matcher) => matcher.label === 'job' && !matches(matcher, NO_JOB)) && hold(matchers, jobs);

/** The same, or the jobs are those of the exporter of its metric. */
export const isOfJobs = (selector: Selector, jobs: ReadonlySet<string>): boolean =>
  namesJob(selector, jobs) ||
  (hasExporter(selector.name ?? '', jobs) === true && hold(selector.matchers, jobs));

/** Whether matchers on the job hold for one of some. */
const hold = (matchers: Selector['matchers'], jobs: ReadonlySet<string>): boolean =>
  [...jobs].some((job) => matchers.every((matcher) => matcher.label !== 'job' || matches(matcher, job)));

/** The name of a scrape that a change touches. */
export const changedScrape = (before: UnreadScrapes, now: UnreadScrapes): string | undefined =>
  [...before].find(([key, was]) => {
    const is = now.get(key);
    return is?.finds !== was.finds || is.reads !== was.reads || is.steps !== was.steps;
  })?.[1].name;
