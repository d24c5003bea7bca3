/** What only a cluster knows, beside the objects in it. */
export interface ClusterFacts {
  /** The context that was asked, as findings name it. */
  readonly context: string;
  /** Kinds of the operator that the API server does not serve. */
  readonly missingKinds: readonly string[];
  /** What Prometheus' service account may not do, by namespace; undefined where it could not be asked. */
  readonly denied: readonly Denied[];
}

/** One thing that discovery needs and that is forbidden. */
export interface Denied {
  readonly account: string;
  readonly resource: string;
  readonly namespace: string;
}
