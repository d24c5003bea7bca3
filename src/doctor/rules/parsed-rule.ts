import type { KubernetesObject, Labels } from '../../kubernetes/object';
import type { Expr } from '../../promql/expr';

/** One rule of a PrometheusRule, with its parsed expression. */
export interface ParsedRule {
  readonly object: KubernetesObject;
  readonly group: string;
  /** Seconds between evaluations; of the group, or the default of Prometheus. */
  readonly interval: number;
  /** Seconds of `for`. @default 0 */
  readonly pending?: number;
  /** Path in the resource, e.g. `spec.groups[0].rules[2]`. */
  readonly path: string;
  readonly kind: 'record' | 'alert';
  /** Name of the recorded series, or of the alert. */
  readonly name: string;
  /** The expression in its original form. */
  readonly text: string;
  /** @default undefined if the text is invalid (see `error`), or not read (see `feature`) */
  readonly expr?: Expr | undefined;
  readonly error?: string | undefined;
  /** What in valid PromQL was not read, which only some versions support, e.g. `function limitk`. */
  readonly feature?: string | undefined;
  readonly labels: Labels;
  readonly annotations: Labels;
}

/** The name of a rule in findings, e.g. `recording rule job:up:sum`. */
export const titleOf = ({ kind, name }: Pick<ParsedRule, 'kind' | 'name'>): string =>
  `${kind === 'record' ? 'recording rule' : 'alert'} ${name}`;
