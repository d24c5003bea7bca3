import type { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import type { WorkloadSettings } from '../../../catalog/props';
import { workloadSchema } from '../../../catalog/workload/deployment';
import { workloadProblems } from '../../../catalog/workload/index';
import { InvalidInput } from '../../../findings/invalid-input';
import { parseInput } from '../../../findings/parse-input';
import { metricsPort, namedPorts, selectorLabels, type NamedPort } from './identity';
import type { ObjectProps } from './object-props';
import { WorkloadObjects } from './workload-objects';
import type { PrometheusOfRelease, ServingParts } from './workload-parts';

export interface WorkloadProps extends ObjectProps, WorkloadSettings {
  /** Port on which the container serves requests; the port is named `http`. */
  readonly port: number;
  /**
   * Port on which the container serves metrics, named `metrics`; the container gets it as METRICS_PORT. Only Prometheus
   * may connect to it.
   * @default port
   */
  readonly metricsPort?: number;
  /**
   * The Prometheus that may scrape the pods: the Helm release of kube-prometheus-stack, and its namespace.
   * @default { release: 'prometheus', namespace: 'monitoring' }
   */
  readonly prometheus?: PrometheusOfRelease;
}

/**
 * What runs a service: Deployment, Service, ServiceAccount, NetworkPolicy and, for several replicas, a
 * PodDisruptionBudget; with `autoscaling` a HorizontalPodAutoscaler.
 * @example
 * const shop = new Workload(chart, 'shop', { image: 'shop:1.0.0', port: 8080 });
 * new ServiceMonitor(chart, 'monitor', { selector: shop.selector, port: shop.metricsPort.name });
 */
export class Workload extends Construct {
  /** Name of all its objects and of the container; the `job` label of its series. */
  readonly name: string;
  /** Labels by which the Service selects pods, and by which a ServiceMonitor can select the Service. */
  readonly selector: Readonly<Record<string, string>>;
  /** The port of requests, by name and number. */
  readonly port: NamedPort;
  /** The port of metrics; the one of requests unless it has its own. */
  readonly metricsPort: NamedPort;
  readonly deployment: ApiObject;
  readonly service: ApiObject;
  readonly serviceAccount: ApiObject;
  readonly networkPolicy: ApiObject;
  /** Present with two replicas or more: with one it would block every drain of a node. */
  readonly disruptionBudget?: ApiObject;
  /** Present if the number of pods follows their load. */
  readonly autoscaler?: ApiObject;

  /** @throws InvalidInput with every invalid field */
  constructor(scope: Construct, id: string, props: WorkloadProps) {
    super(scope, id);
    const { name = id, namespace, labels, port, metricsPort: ownPort, prometheus, ...settings } = props;
    const resource = `workload "${name}"`;
    const workload = { kind: 'deployment', ...parseInput(workloadSchema, resource, settings) } as const;
    const problems = workloadProblems(workload, { port, metricsPort: ownPort });
    if (problems.length > 0)
      throw new InvalidInput(
        problems.map(({ path, ...problem }) => ({
          resource,
          path: path.replace(/^workload\./, ''),
          ...problem,
        })),
      );
    const parts: ServingParts = {
      name,
      port,
      metricsPort: ownPort,
      workload,
      prometheus: prometheus ?? { release: 'prometheus', namespace: 'monitoring' },
    };
    this.name = name;
    this.selector = selectorLabels(parts);
    [this.port, this.metricsPort] = [namedPorts(parts)[0], metricsPort(parts)];
    const objects = new WorkloadObjects(this, 'objects', {
      parts,
      ...(namespace === undefined ? {} : { namespace }),
      ...(labels === undefined ? {} : { labels }),
    });
    this.deployment = objects.controller;
    this.service = objects.service!;
    this.serviceAccount = objects.serviceAccount;
    this.networkPolicy = objects.networkPolicy;
    if (objects.disruptionBudget !== undefined) this.disruptionBudget = objects.disruptionBudget;
    if (objects.autoscaler !== undefined) this.autoscaler = objects.autoscaler;
  }
}
