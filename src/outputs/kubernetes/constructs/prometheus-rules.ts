import { Construct } from 'constructs';
import {
  PrometheusRule,
  PrometheusRuleSpecGroupsRulesExpr as Expr,
} from '../../../../imports/monitoring.coreos.com';
import type { PlacedService } from '../../../catalog/placement';
import { InvalidInput } from '../../../findings/invalid-input';
import { printGroup, type RuleGroup } from '../../../rules/rule';
import { monitoringLabels } from './identity';

/**
 * Largest rule resource that the operator accepts, in bytes: half of what etcd stores in one object.
 * @see https://github.com/prometheus-operator/prometheus-operator/blob/v0.93.1/pkg/operator/rules.go
 */
const SIZE_LIMIT = 524_288;

export interface PrometheusRulesProps {
  /** Name of the resource. */
  readonly name: string;
  readonly service: PlacedService;
  readonly groups: readonly RuleGroup[];
}

/** Rule groups of one service as one PrometheusRule. */
export class PrometheusRules extends Construct {
  /** @throws InvalidInput when the operator would refuse the resource */
  constructor(scope: Construct, id: string, { name, service, groups }: PrometheusRulesProps) {
    super(scope, id);
    const printed = groups.map(printGroup);
    const size = Buffer.byteLength(JSON.stringify({ groups: printed }));
    if (size > SIZE_LIMIT)
      throw new InvalidInput({
        resource: `PrometheusRule "${name}"`,
        path: 'spec',
        message: `is larger than the ${SIZE_LIMIT} bytes that the operator accepts`,
        found: size,
        fix: `split service "${service.name}", or shorten its alerts`,
      });
    new PrometheusRule(this, 'rules', {
      metadata: { name, namespace: service.monitoringNamespace, labels: monitoringLabels(service) },
      spec: {
        groups: printed.map((group) => ({
          ...group,
          // A plain string is dropped without a word: the field is an int-or-string.
          rules: group.rules.map((rule) => ({ ...rule, expr: Expr.fromString(rule.expr) })),
        })),
      },
    });
  }
}
