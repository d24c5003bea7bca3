import type { Workload } from '../../../catalog/workload';

/** A Prometheus that kube-prometheus-stack runs. */
export interface PrometheusOfRelease {
  /** Helm release of kube-prometheus-stack. */
  readonly release: string;
  /** Namespace of the release. */
  readonly namespace: string;
}

/** What the objects of a workload are made from. */
export interface WorkloadParts {
  readonly name: string;
  /** Port of requests. */
  readonly port: number;
  /** Port of metrics. @default port */
  readonly metricsPort?: number | undefined;
  readonly workload: Workload;
  /** The Prometheus that may scrape the pods. */
  readonly prometheus: PrometheusOfRelease;
}
