import type { KubernetesObject, Labels } from '../../kubernetes/object';
import type { Expr } from '../../promql/expr';

/** One rule of a PrometheusRule as it was read, with what can be told about its expression. */
export interface ParsedRule {
  /** The PrometheusRule. */
  readonly object: KubernetesObject;
  readonly group: string;
  /** Seconds between evaluations; the group's own, or Prometheus'. */
  readonly interval: number;
  /** Where it is in the resource, e.g. `spec.groups[0].rules[2]`. */
  readonly field: string;
  readonly kind: 'record' | 'alert';
  /** Name of the recorded series, or of the alert. */
  readonly name: string;
  /** As it is written. */
  readonly text: string;
  /** @default the text is no PromQL (see `error`), or of a version that is not read here */
  readonly expr?: Expr;
  /** Why it is no PromQL, as the rest of a sentence that starts with the expression. */
  readonly error?: string;
  readonly labels: Labels;
  readonly annotations: Labels;
}
