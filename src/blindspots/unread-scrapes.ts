import type { Facts } from '../doctor/check';
import { camelCase } from '../findings/spelling';
import { missedJobs } from '../doctor/expressions/monitor-jobs';
import { jobsOf as plainJobsOf } from '../doctor/expressions/plain-jobs';
import {
  labelsOf,
  listOf,
  mapOf,
  nameOf,
  textOf,
  textsOf,
  type Fields,
  type KubernetesObject,
  type Labels,
} from '../kubernetes/object';
import { probeOf } from '../kubernetes/probe';
import { relabelingsOf, type Relabeling } from '../kubernetes/relabeling';
import { Regexes } from '../operator/anchored-regex';
import { actionOf } from '../operator/relabel';
import { relabelProblems } from '../operator/relabel-problems';
import type { ScrapePath } from '../operator/scrape-path';
import { isLeftOut } from '../operator/selection';
import { besideRequest, keptLabels, requestOf, type KeepsLabels } from './scrape-request';

/** A scrape whose targets are not among the manifests, such as that of the kubelet. */
export interface UnreadScrape {
  /** E.g. `ServiceMonitor monitoring/kubelet`, or `shop.example.com of Probe monitoring/shop`. */
  readonly name: string;
  /** What `job` its series may have. */
  readonly jobs: ReadonlySet<string>;
  /** What other labels its series have, as far as they are known. */
  readonly labels: Labels;
  /** What decides which targets it finds, and their job, as text. */
  readonly finds: string;
  /** What decides whether they answer, as text. */
  readonly request: string;
  /** What else decides which samples it has, as text. */
  readonly reads: string;
  readonly keepsLabels: KeepsLabels;
  /** The steps that drop metrics by their name, as text. */
  readonly steps: string;
  /** Whether they drop a metric. */
  readonly drops: (metric: string) => boolean;
}

export type UnreadScrapes = ReadonlyMap<string, UnreadScrape>;

type Named = readonly [key: string, scrape: UnreadScrape];

/** By the object, and the number of its endpoint or the address. */
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
      .map((path): Named => [`${nameOf(path.monitor)} ${path.index}`, ofMonitor(path)]),
    ...(['Probe', 'ScrapeConfig'] as const).flatMap((kind) =>
      manifests
        .operator(kind)
        .filter((object) => isSelected(object, kind))
        .flatMap(kind === 'Probe' ? ofProbe : ofScrapeConfig),
    ),
    ...manifests.operator('Prometheus').flatMap(ofPlain),
  ]);
}

const hasNoTargets = ({ targets }: ScrapePath['links'][number]): boolean => targets.length === 0;

function ofMonitor(path: ScrapePath): UnreadScrape {
  const { monitor, endpoint } = path;
  const { metricRelabelings: _steps, port, targetPort, portNumber, ...others } = endpoint.fields;
  const { selector, namespaces, jobLabel, sampleLimit } = monitor;
  const labelled = jobLabel === undefined ? undefined : selector.matchLabels?.[jobLabel];
  return {
    name: nameOf(monitor),
    jobs: new Set([...missedJobs([path]), ...(labelled === undefined ? [] : [labelled])]),
    finds: JSON.stringify([selector, namespaces, port, targetPort, portNumber, jobLabel]),
    labels: Object.fromEntries(
      endpoint.relabelings.filter(isOfPath).map(({ targetLabel = '' }) => [targetLabel, endpoint.path]),
    ),
    request: requestOf(others),
    keepsLabels: keptLabels(others),
    ...samplesOf(endpoint.metricRelabelings, [besideRequest(others), sampleLimit]),
  };
}

/** As for the kubelet, whose paths are told apart by it. */
const isOfPath = (step: Relabeling): boolean =>
  actionOf(step) === 'replace' &&
  step.sourceLabels?.join() === '__metrics_path__' &&
  step.regex === undefined &&
  step.replacement === undefined;

function ofProbe(object: KubernetesObject): readonly Named[] {
  const { metricRelabelings, targets, ...spec } = mapOf(object.fields['spec']);
  const { statics } = probeOf(object);
  const { static: _addresses, ...staticConfig } = mapOf(mapOf(targets)['staticConfig']);
  const shared = {
    jobs: new Set([textOf(spec['jobName']) ?? `probe/${idOf(object)}`, ...writtenJobs(spec['relabelings'])]),
    labels: {},
    request: requestOf(spec),
    keepsLabels: keptLabels(spec),
    ...samplesOf(relabelingsOf(metricRelabelings), [besideRequest(spec), staticConfig]),
  };
  const name = nameOf(object);
  return statics === undefined
    ? [[name, { ...shared, name, finds: JSON.stringify(targets) }]]
    : ofAddresses(name, statics, 'relabelings' in spec || 'relabelingConfigs' in staticConfig, shared);
}

const idOf = ({ namespace, name }: KubernetesObject): string => `${namespace}/${name}`;

function ofScrapeConfig(object: KubernetesObject): readonly Named[] {
  const spec = mapOf(object.fields['spec']);
  const { relabelings, metricRelabelings, jobName } = spec;
  const jobs = [textOf(jobName) ?? `scrapeConfig/${idOf(object)}`, ...writtenJobs(relabelings)];
  return ofDiscoveries(nameOf(object), spec, jobs, samplesOf(relabelingsOf(metricRelabelings), []));
}

function ofPlain({ plain, fields, ...object }: KubernetesObject): readonly Named[] {
  if (plain !== true) return [];
  return listOf(fields['scrapeConfigs']).flatMap((item) => {
    const config = mapOf(item);
    const job = textOf(config['job_name']) ?? '';
    const spec = Object.fromEntries(Object.entries(config).map(([key, value]) => [camelCase(key), value]));
    const name = `job ${job} of ${nameOf({ ...object, plain })}`;
    return ofDiscoveries(name, spec, [job, ...(plainJobsOf(config) ?? [])], samplesOf([], []));
  });
}

/** Each address, and each discovery, of a ScrapeConfig or of an entry of a prometheus.yml. */
function ofDiscoveries(
  name: string,
  spec: Fields,
  jobs: readonly string[],
  { reads, ...steps }: ReturnType<typeof samplesOf>,
): readonly Named[] {
  const found = Object.entries(spec).filter(([key]) => DISCOVERY.test(key));
  const others = Object.fromEntries(Object.entries(spec).filter(([key]) => !DISCOVERY.test(key)));
  const { staticConfigs, metricRelabelings: _steps, ...request } = others;
  const statics = listOf(staticConfigs).map((item) => {
    const { targets, ...group } = mapOf(item);
    return { targets: textsOf(targets), group };
  });
  const groupJobs = statics.flatMap(({ group }) => labelsOf(group['labels'])['job'] ?? []);
  const shared = (group: Fields) => ({
    jobs: new Set([...jobs, ...groupJobs]),
    labels: {},
    request: requestOf(request),
    keepsLabels: keptLabels(request),
    ...steps,
    reads: JSON.stringify([reads, besideRequest(request), group]),
  });
  const isRelabelled = 'relabelings' in spec || 'relabelConfigs' in spec;
  return [
    ...statics.flatMap(({ targets, group }) => ofAddresses(name, targets, isRelabelled, shared(group))),
    ...found.flatMap(([key, items]) =>
      listOf(items).map((item, index): Named => [
        `${name} ${key} ${index}`,
        { ...shared({}), name, finds: JSON.stringify(item) },
      ]),
    ),
  ];
}

/** E.g. `kubernetesSDConfigs`, or `kubernetes_sd_configs`. */
const DISCOVERY = /SDConfigs$/i;

const ofAddresses = (
  name: string,
  addresses: readonly string[],
  isRelabelled: boolean,
  shared: Omit<UnreadScrape, 'name' | 'finds'>,
): readonly Named[] =>
  addresses.map((address) => [
    `${name} ${address}`,
    {
      ...shared,
      name: `${address} of ${name}`,
      finds: address,
      ...(isRelabelled ? {} : { labels: { instance: address } }),
    },
  ]);

const writtenJobs = (steps: unknown): readonly string[] =>
  relabelingsOf(steps).flatMap(({ targetLabel, replacement }) =>
    targetLabel === 'job' ? (replacement ?? []) : [],
  );

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

const dropsNames = (step: Relabeling): boolean =>
  actionOf(step) === 'drop' && step.sourceLabels?.length === 1 && step.sourceLabels[0] === '__name__';

/** The name of a scrape that a change touches. */
export const changedScrape = (before: UnreadScrapes, now: UnreadScrapes): string | undefined =>
  [...before].find(([key, was]) => {
    const is = now.get(key);
    return (['finds', 'request', 'reads', 'steps'] as const).some((part) => is?.[part] !== was[part]);
  })?.[1].name;
