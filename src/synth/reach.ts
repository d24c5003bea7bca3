import type { PlacedService } from '../catalog/placement';
import type { WatchedWorkload } from '../doctor/check';
import type { KnownFacts } from '../doctor/facts';
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

/** Services that were proven together. */
export interface Batch {
  readonly placed: readonly PlacedService[];
  /** What is written for them alone, and for no others. */
  readonly objects: readonly KubernetesObject[];
  readonly facts: KnownFacts;
}

/**
 * Tells whether batches of services are independent, so that a doctor who reads one after the other finds no less than
 * one who reads all at once. They are, unless two have an object, a job or a target in common, or one may select Services
 * or pods of another, read its series, or name its workload. What is in doubt counts as reached.
 */
export class Reach {
  private readonly owners = new Map<string, number>();
  /** A batch reaches another one where that has all of these keys. */
  private readonly sought: { readonly batch: number; readonly keys: readonly string[] }[] = [];
  private batch = -1;
  private isShared = false;

  add({ placed, objects, facts }: Batch): void {
    this.batch += 1;
    for (const { job, name, metrics } of placed) {
      this.claim(`job ${job ?? name}`);
      for (const metric of Object.values(metrics))
        for (const series of storedNames(metric)) this.offer(`series ${series}`);
    }
    for (const object of objects) this.addObject(object);
    for (const workload of facts.contracts?.watched ?? []) this.addWatched(workload);
    this.addExpressions(new Set(objects.map(({ at }) => at?.file)), facts);
  }

  /** Whether none of the batches reaches another one. */
  get isIndependent(): boolean {
    const isOthers = (key: string, batch: number): boolean => (this.owners.get(key) ?? batch) !== batch;
    return (
      !this.isShared && !this.sought.some(({ batch, keys }) => keys.every((key) => isOthers(key, batch)))
    );
  }

  private addObject(object: KubernetesObject): void {
    const { kind, name, fields, at } = object;
    const spec = mapOf(fields['spec']);
    this.claim(`object ${nameOf(object)}`);
    if (at !== undefined) this.claim(`file ${at.file}`);
    if (kind === 'Service') this.offer(`service ${name}`);
    for (const labels of [kind === 'Service' ? object.labels : {}, podTemplateOf(object)?.labels ?? {}])
      for (const label of labelKeys(labels)) this.offer(label);
    for (const selector of [spec['selector'], spec['podSelector']])
      if (selector !== undefined)
        this.seek(
          labelKeys(kind === 'Service' ? labelsOf(selector) : (selectorOf(selector).matchLabels ?? {})),
        );
    if (OUTSIDE.has(kind)) this.addTargets(spec);
  }

  /** Of a Probe or ScrapeConfig. What it discovers may be anything. */
  private addTargets(spec: Fields): void {
    const targets = targetsOf(spec);
    if (targets.length === 0) this.seek([]);
    for (const target of targets) {
      this.claim(`target ${target}`);
      this.seek([`service ${hostOf(target)}`]);
    }
    const prober = textOf(mapOf(spec['prober'])['url']);
    if (prober !== undefined) this.seek([`service ${hostOf(prober)}`]);
  }

  private addWatched({ kind, name, namespaces, autoscaler }: WatchedWorkload): void {
    for (const namespace of namespaces) {
      this.seek([`object ${nameOf({ kind, namespace, name })}`]);
      if (autoscaler !== undefined)
        this.seek([`object ${nameOf({ kind: 'HorizontalPodAutoscaler', namespace, name: autoscaler })}`]);
    }
  }

  /** @param files those of the batch alone: the overview, which all share, reads the series of every service */
  private addExpressions(files: ReadonlySet<string | undefined>, { parts }: KnownFacts): void {
    const read = new Set<string>();
    for (const { rules, analysis } of parts ?? []) {
      for (const { kind, name } of rules) if (kind === 'record') this.offer(`series ${name}`);
      for (const { expression, node } of analysis.selectors)
        if (files.has(expression.object.at?.file)) read.add(seriesKey(node));
    }
    for (const key of read) this.seek([key]);
  }

  private claim(key: string): void {
    const owner = this.owners.get(key) ?? this.batch;
    if (owner !== this.batch) this.isShared = true;
    this.owners.set(key, this.batch);
  }

  private offer(key: string): void {
    const owner = this.owners.get(key) ?? this.batch;
    this.owners.set(key, owner === this.batch ? owner : SEVERAL);
  }

  private seek(keys: readonly string[]): void {
    this.sought.push({ batch: this.batch, keys });
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
