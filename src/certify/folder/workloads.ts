import type { Facts } from '../../doctor/check';
import type { MonitorTarget } from '../../doctor/expressions/scraped';
import type { Trait } from '../../faults/trait';
import { mapOf } from '../../kubernetes/object';
import { groupBy } from '../../findings/group-by';
import { actionOf } from '../../operator/relabel';
import { isLeftOut } from '../../operator/selection';
import { tryMilliseconds } from '../../promql/window';
import { CONTROLLER_KINDS } from '../../rules/controllers/controller';
import { walk } from '../../promql/expr';
import { holds } from '../engine/matchers';
import { mentionedBy } from '../engine/pattern-samples';
import type { Subject } from '../world/subject';
import { atLeastASecond } from './alerts';

export interface Workload {
  /** Of the object that creates its pods. */
  readonly kind: string;
  readonly subject: Subject;
  /** Whether it stands for any of its sort, as none was read. @default it was read */
  readonly isAssumed?: true;
  /** Faults of it are not tried. @default false */
  readonly hasTooManyPods?: true;
}

/** Pods of a workload whose number is not among the manifests: enough that one may fail. */
const PODS_OF_UNKNOWN = 3;

/** What is not known of pages of others: requests, and the samples that they have. */
const UNKNOWN_PAGE = { rate: 0, events: [], objectives: [] } as const;

/** The workloads that Prometheus scrapes, each once. What their pages count is unknown. */
function folderWorkloads({
  manifests,
  prometheus,
  analysis,
}: Pick<Facts, 'manifests' | 'prometheus' | 'analysis'>): readonly Workload[] {
  const selected = analysis.catalog.targets.filter(
    ({ path: { monitor } }) => !isLeftOut(monitor, monitor.kind, prometheus, manifests),
  );
  return [...groupBy(selected, ({ target }) => target.pod.owner).values()].map((scrapes) =>
    workloadOf(scrapes, prometheus.scrapeTimeout, autoscalerOf(manifests, scrapes[0]!.target.pod.owner)),
  );
}

function workloadOf(
  scrapes: readonly MonitorTarget[],
  usualTimeout: number,
  autoscaler: string | undefined,
): Workload {
  const scraped = scrapes[0]!;
  const { target, modelled, interval, path } = scraped;
  const { owner, replicas = PODS_OF_UNKNOWN, containers } = target.pod;
  const stated = tryMilliseconds(path.endpoint.scrapeTimeout ?? '');
  const { name, namespace } = owner;
  const container = target.container?.name ?? containers[0]?.name ?? name;
  return {
    kind: owner.kind,
    subject: {
      name,
      namespace,
      labels: Object.fromEntries(
        Object.entries(modelled.labels).filter(([label]) => !modelled.varying.has(label)),
      ),
      ...(scrapes.some(isOpen) ? {} : { targetLabels: [...new Set(scrapes.flatMap(targetLabelsOf))] }),
      instance: 'instance',
      traits: new Set([...traitsOf(scraped), ...(autoscaler === undefined ? [] : (['autoscaler'] as const))]),
      // Of other kinds, kube-state-metrics has no series about replicas.
      controller: {
        kind: CONTROLLER_KINDS.find((kind) => kind === owner.kind) ?? 'CronJob',
        name,
        pods: { container },
        ...(autoscaler === undefined ? {} : { autoscaler }),
      },
      pods: replicas,
      interval,
      timeout: Math.min(interval, stated ? stated / 1000 : usualTimeout),
      ...UNKNOWN_PAGE,
    },
  };
}

/** Whether relabelings copy labels of pods and nodes, some of which a cluster adds. */
const isOpen = ({ path: { endpoint } }: MonitorTarget): boolean =>
  endpoint.relabelings.some((step) => actionOf(step) === 'labelmap');

/** Names of the labels of a target, with those that relabelings set from what a cluster adds. */
const targetLabelsOf = ({ modelled, path: { endpoint } }: MonitorTarget): readonly string[] => [
  ...Object.keys(modelled.labels),
  ...endpoint.relabelings.flatMap(({ targetLabel }) => targetLabel ?? []),
];

/** Of what nothing scrapes: kube-state-metrics has its series. */
const unscraped = (
  { namespace, name }: Pick<Subject, 'namespace' | 'name'>,
  interval: number,
  of: Pick<Subject, 'traits' | 'controller'>,
): Subject => ({
  name,
  namespace,
  labels: { namespace },
  instance: 'instance',
  pods: 1,
  interval,
  timeout: Math.min(interval, 10),
  ...of,
  ...UNKNOWN_PAGE,
});

const cronJobOf = (named: Pick<Subject, 'namespace' | 'name'>, interval: number): Workload => ({
  kind: 'CronJob',
  subject: unscraped(named, interval, {
    traits: new Set(['jobs']),
    controller: { kind: 'CronJob', name: named.name, pods: 'named after the controller' },
  }),
});

const ANY = { namespace: 'any', name: 'any' };

const anyAutoscaled = (interval: number): Workload => ({
  isAssumed: true,
  kind: 'Deployment',
  subject: unscraped(ANY, interval, {
    traits: new Set(['autoscaler']),
    controller: { kind: 'Deployment', name: ANY.name, pods: 'named after the service', autoscaler: ANY.name },
  }),
});

const folderCronJobs = ({
  manifests,
  prometheus,
}: Pick<Facts, 'manifests' | 'prometheus'>): readonly Workload[] =>
  manifests
    .kind('CronJob')
    .map(({ namespace, name }) => cronJobOf({ namespace, name }, prometheus.scrapeInterval));

/** With a CronJob and an autoscaled workload that stand for any, where there are none: rules are about all of a cluster. */
function withAssumed(
  found: readonly Workload[],
  { prometheus }: Pick<Facts, 'prometheus'>,
): readonly Workload[] {
  const lacks = (trait: Trait): boolean => found.every(({ subject }) => !subject.traits.has(trait));
  return [
    ...found,
    ...(lacks('jobs') ? [{ ...cronJobOf(ANY, prometheus.scrapeInterval), isAssumed: true as const }] : []),
    ...(lacks('autoscaler') ? [anyAutoscaled(prometheus.scrapeInterval)] : []),
  ];
}

/** The name of the HorizontalPodAutoscaler that decides on the pods of an object. */
function autoscalerOf(
  manifests: Facts['manifests'],
  { kind, name, namespace }: { readonly kind: string; readonly name: string; readonly namespace: string },
): string | undefined {
  return manifests.kind('HorizontalPodAutoscaler').find((one) => {
    const target = mapOf(mapOf(one.fields['spec'])['scaleTargetRef']);
    return one.namespace === namespace && target['kind'] === kind && target['name'] === name;
  })?.name;
}

/** What can break. Without requests, faults about them are not tried. */
const traitsOf = ({ link, path, target }: MonitorTarget): ReadonlySet<Trait> =>
  new Set([
    'pods',
    'workload',
    'metrics page',
    path.monitor.kind,
    ...(link.service === undefined ? [] : (['Service'] as const)),
    ...(['Deployment', 'StatefulSet'].includes(target.pod.owner.kind) ? (['replicas'] as const) : []),
    ...(target.pod.owner.kind === 'CronJob' ? (['jobs'] as const) : []),
  ]);

/** Stands for any workload where none is known, or for the one whose series have a job. */
export const anyWorkload = (name: string, interval: number): Workload => ({
  isAssumed: true,
  kind: 'Deployment',
  subject: {
    ...unscraped({ ...ANY, name }, interval, {
      traits: new Set([
        'pods',
        'workload',
        'replicas',
        'metrics page',
        'Service',
        'ServiceMonitor',
        'autoscaler',
      ]),
      controller: { kind: 'Deployment', name, pods: 'named after the service', autoscaler: name },
    }),
    labels: { namespace: ANY.namespace, job: name },
    pods: PODS_OF_UNKNOWN,
  },
});

/** What an assumed workload is called in comparisons. */
export const assumedName = (kind: string, { name }: Pick<Subject, 'name'>): string =>
  name === ANY.name ? `any ${kind}` : `any ${kind} with job "${name}"`;

type Read = Pick<Facts, 'manifests' | 'prometheus' | 'analysis' | 'rules'>;

const keyOf = ({ kind, subject: { namespace, name } }: Workload): string => `${kind} ${namespace}/${name}`;

/** Scraped workloads, and CronJobs among the manifests. */
function readWorkloads(facts: Read): readonly Workload[] {
  const scraped = folderWorkloads(facts);
  const known = new Set(scraped.map(keyOf));
  return [...scraped, ...folderCronJobs(facts).filter((one) => !known.has(keyOf(one)))];
}

/** Jobs that rules select by name, or one for each alternative of a pattern. */
const jobsOf = (rules: Read['rules']): ReadonlySet<string> =>
  new Set(
    rules.flatMap(({ expr }) =>
      expr === undefined
        ? []
        : [...walk(expr)].flatMap((node) => {
            const own = node.node === 'selector' ? node.matchers.filter(({ label }) => label === 'job') : [];
            const named = own.filter(({ operator }) => operator.startsWith('=')).flatMap(mentionedBy);
            return named.filter((job) => job !== '' && own.every((matcher) => holds(matcher, job)));
          }),
    ),
  );

/** Of so many pods the signals are computed, each second. */
export const MOST_PODS = 200;

/** What a simulation can follow. */
const simulated = ({ subject, ...workload }: Workload): Workload => ({
  ...workload,
  ...(subject.pods > MOST_PODS ? { hasTooManyPods: true as const } : {}),
  subject: {
    ...subject,
    interval: atLeastASecond(subject.interval),
    pods: Math.min(subject.pods, MOST_PODS),
  },
});

/** These, and one that stands for any of each sort that is missing: with pods, also one for each job that rules name. */
export function triedWorkloads(facts: Read): readonly Workload[] {
  const read = readWorkloads(facts);
  const hasPods = read.some(({ subject }) => subject.traits.has('pods'));
  const jobs = hasPods ? [] : [ANY.name, ...jobsOf(facts.rules)];
  const assumed = jobs.map((job) => anyWorkload(job, facts.prometheus.scrapeInterval));
  return withAssumed([...assumed, ...read], facts).map(simulated);
}
