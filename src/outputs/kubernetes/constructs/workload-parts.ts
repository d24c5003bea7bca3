import type { ServingWorkload, WrittenWorkload } from '../../../catalog/workload/index';

/** A Prometheus that kube-prometheus-stack runs. */
export interface PrometheusOfRelease {
  /** Helm release of kube-prometheus-stack. */
  readonly release: string;
  /** Namespace of the release. */
  readonly namespace: string;
}

/** What the objects of a workload are made from. */
export interface WorkloadParts<W extends WrittenWorkload = WrittenWorkload> {
  readonly name: string;
  /** Port of requests. @default none: the program does not serve requests */
  readonly port?: number | undefined;
  /** Port of metrics. @default port */
  readonly metricsPort?: number | undefined;
  readonly workload: W;
  /** The Prometheus that may scrape the pods. */
  readonly prometheus: PrometheusOfRelease;
}

/** The same for pods that serve requests. */
export interface ServingParts extends WorkloadParts<ServingWorkload> {
  readonly port: number;
}

export const isServingParts = (parts: WorkloadParts): parts is ServingParts =>
  'probes' in parts.workload && parts.port !== undefined;
