import type { Labels } from '../kubernetes/object';
import type { ScrapeLink, ScrapePath, TargetGroup } from '../operator/scrape-path';

/** The labels of the targets of a path after relabeling. */
export interface TargetLabels {
  of(path: ScrapePath, link: ScrapeLink, target: TargetGroup): ModelledTarget;
}

export interface ModelledTarget {
  /** Labels of the target's series, for its first pod. Undefined: relabeling drops the target. */
  readonly labels?: Labels;
  /** The request to the first pod, see `KeptTarget`. Undefined: relabeling drops the target. */
  readonly request?: Labels;
  /** Names of the labels whose values differ from pod to pod. */
  readonly varying: ReadonlySet<string>;
  /** Why there are no labels: relabeling that Prometheus would reject. */
  readonly error?: string;
  /**
   * The stored labels of an exposed series, with its name as `__name__`; undefined if metric relabeling drops it. Collisions, honorLabels and metricRelabelings are applied.
   */
  series(name: string, labels: Labels): Labels | undefined;
}
