import type { PlacedService } from '../catalog/placement';
import type { WatchedWorkload } from '../doctor/check';
import type { Part } from '../doctor/expressions/parts';
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
import { podTemplateOf } from '../kubernetes/pod-template';
import { selectorOf } from '../kubernetes/selector';
import { storedNames } from '../metrics/series';
import type { Selector } from '../promql/expr';

/** Several batches have it. */
const SEVERAL = -1;

/** What services that were proven together share with others, if others have it: keys of objects, labels and series. */
export class Batch {
  /** No other batch may have one of these. */
  readonly claims = new Set<string>();
  readonly offers = new Set<string>();
  /** It reaches another batch that has one of these, */
  readonly reads = new Set<string>();
  /** or all of one of these lists. */
  readonly sought: (readonly string[])[] = [];
  private readonly files: ReadonlySet<string | undefined>;

  /** @param objects what is written for these services alone, and for no others */
  constructor(placed: readonly PlacedService[], objects: readonly KubernetesObject[]) {
    this.files = new Set(objects.map(({ at }) => at?.file));
    for (const { job, name, metrics } of placed) {
      this.claims.add(`job ${job ?? name}`);
      for (const metric of Object.values(metrics))
        for (const series of storedNames(metric)) this.offers.add(`series ${series}`);
    }
    for (const object of objects) this.addObject(object);
  }

  /** Rules and panels of the objects. The overview, which all share, reads the series of every service. */
  addPart({ rules, analysis }: Part): void {
    for (const { kind, name } of rules) if (kind === 'record') this.offers.add(`series ${name}`);
    for (const { expression, node } of analysis.selectors)
      if (this.files.has(expression.object.at?.file)) this.reads.add(seriesKey(node));
  }

  addWatched({ kind, name, namespaces, autoscaler }: WatchedWorkload): void {
    for (const namespace of namespaces) {
      this.reads.add(`object ${nameOf({ kind, namespace, name })}`);
      if (autoscaler !== undefined)
        this.reads.add(`object ${nameOf({ kind: 'HorizontalPodAutoscaler', namespace, name: autoscaler })}`);
    }
  }

  private addObject(object: KubernetesObject): void {
    const { kind, name, fields, at } = object;
    const spec = mapOf(fields['spec']);
    this.claims.add(`object ${nameOf(object)}`);
    if (at !== undefined) this.claims.add(`file ${at.file}`);
    if (kind === 'Service') this.offers.add(`service ${name}`);
    for (const labels of [kind === 'Service' ? object.labels : {}, podTemplateOf(object)?.labels ?? {}])
      for (const label of labelKeys(labels)) this.offers.add(label);
    for (const selector of [spec['selector'], spec['podSelector']])
      if (selector !== undefined)
        this.sought.push(
          labelKeys(kind === 'Service' ? labelsOf(selector) : (selectorOf(selector).matchLabels ?? {})),
        );
    if (OUTSIDE.has(kind)) this.addTargets(spec);
  }

  /** Of a Probe or ScrapeConfig. What it discovers may be anything. */
  private addTargets(spec: Fields): void {
    const targets = targetsOf(spec);
    if (targets.length === 0) this.sought.push([]);
    for (const target of targets) {
      this.claims.add(`target ${target}`);
      this.reads.add(`service ${hostOf(target)}`);
    }
    const prober = textOf(mapOf(spec['prober'])['url']);
    if (prober !== undefined) this.reads.add(`service ${hostOf(prober)}`);
  }
}

/**
 * Tells whether batches of services are independent, so that a doctor who reads one after the other finds no less than
 * one who reads all at once. They are, unless two have an object, a job or a target in common, or one may select Services
 * or pods of another, read its series, or name its workload. What is in doubt counts as reached.
 */
export class Reach {
  private readonly owners = new Map<string, number>();
  private readonly batches: Pick<Batch, 'reads' | 'sought'>[] = [];
  private isShared = false;

  add({ claims, offers, reads, sought }: Pick<Batch, 'claims' | 'offers' | 'reads' | 'sought'>): void {
    const batch = this.batches.push({ reads, sought }) - 1;
    for (const key of claims) {
      this.isShared ||= this.owners.has(key);
      this.owners.set(key, batch);
    }
    for (const key of offers) this.owners.set(key, this.owners.has(key) ? SEVERAL : batch);
  }

  /** Whether none of the batches reaches another one. */
  get isIndependent(): boolean {
    const isOthers = (key: string, batch: number): boolean => (this.owners.get(key) ?? batch) !== batch;
    return (
      !this.isShared &&
      !this.batches.some(
        ({ reads, sought }, batch) =>
          [...reads].some((key) => isOthers(key, batch)) ||
          sought.some((keys) => keys.every((key) => isOthers(key, batch))),
      )
    );
  }
}

const labelKeys = (labels: Labels): readonly string[] =>
  Object.entries(labels).map(([key, value]) => `label ${key}=${value}`);

/** The job whose series a selector reads, or the name that they have in any job. */
function seriesKey({ name, matchers }: Selector): string {
  const job = matchers.find(({ label, operator }) => label === 'job' && operator === '=');
  return job === undefined ? `series ${name ?? ''}` : `job ${job.value}`;
}

const OUTSIDE = new Set(['Probe', 'ScrapeConfig']);

/** Addresses that are written out. */
function targetsOf(spec: Fields): readonly string[] {
  const probed = textsOf(mapOf(mapOf(spec['targets'])['staticConfig'])['static']);
  return [...probed, ...listOf(spec['staticConfigs']).flatMap((each) => textsOf(mapOf(each)['targets']))];
}

/** `http://shop.default.svc:8080/` → `shop`. */
const hostOf = (address: string): string => address.replace(/^[a-z]+:\/\//, '').replace(/[.:/].*$/s, '');
