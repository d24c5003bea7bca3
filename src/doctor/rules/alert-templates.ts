import type { ParsedRule } from './parsed-rule';
import { LABEL_PARTS } from './raw-rules';

export interface AlertTemplate {
  readonly rule: ParsedRule;
  readonly key: string;
  readonly text: string;
  /** e.g. `spec.groups[0].rules[1].annotations.summary`. */
  readonly path: string;
}

/** Every template that Prometheus expands when an alert fires. */
export const alertTemplates = (rules: readonly ParsedRule[]): readonly AlertTemplate[] =>
  rules
    .filter(({ kind }) => kind === 'alert')
    .flatMap((rule) =>
      LABEL_PARTS.flatMap((part) =>
        Object.entries(rule[part]).map(([key, text]) => ({
          rule,
          key,
          text,
          path: `${rule.path}.${part}.${key}`,
        })),
      ),
    );
