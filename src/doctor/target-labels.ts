import type { Labels } from '../kubernetes/object';
import type { ScrapeLink, ScrapePath, TargetGroup } from '../operator/scrape-path';

/** What becomes of the targets of a path, by executing the relabeling that the operator writes for it. */
export interface TargetLabels {
  of(path: ScrapePath, link: ScrapeLink, target: TargetGroup): ModelledTarget;
}

export interface ModelledTarget {
  /** Labels of the target's series, for its first pod. Undefined: relabeling drops the target. */
  readonly labels?: Labels;
  /** What Prometheus asks the first pod for, see `KeptTarget`. Undefined: relabeling drops the target. */
  readonly request?: Labels;
  /** Names of the labels whose values differ from pod to pod. */
  readonly varying: ReadonlySet<string>;
  /** Why no labels can be told: relabeling that Prometheus would refuse. */
  readonly error?: string;
  /**
   * What is stored for a series that the service exposes with these labels, its name as `__name__`; undefined when a
   * metric relabeling drops it. Collisions, honorLabels and metricRelabelings are applied.
   */
  series(name: string, labels: Labels): Labels | undefined;
}
