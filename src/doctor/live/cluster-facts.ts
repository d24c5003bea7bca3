/** State of a cluster beside its objects. */
export interface ClusterFacts {
  /** The context, as findings name it. */
  readonly context: string;
  /** Kinds of the operator that the API server does not serve. */
  readonly missingKinds: readonly string[];
  /** Missing permissions of the service account of Prometheus, by namespace. */
  readonly denied: readonly Denied[];
}

/** A permission that discovery needs and the account lacks. */
export interface Denied {
  readonly account: string;
  readonly resource: string;
  readonly namespace: string;
}
