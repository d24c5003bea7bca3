import type { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import {
  PrometheusRule,
  PrometheusRuleSpecGroupsRulesExpr as Expr,
} from '../../../../imports/monitoring.coreos.com';
import { InvalidInput } from '../../../findings/invalid-input';
import { printGroup, type RuleGroup } from '../../../rules/rule';
import { objectMetadata, type ObjectProps } from './object-props';

/**
 * Largest rule resource that the operator accepts, in bytes: half of what etcd stores in one object.
 * @see https://github.com/prometheus-operator/prometheus-operator/blob/v0.93.1/pkg/operator/rules.go
 */
const SIZE_LIMIT = 524_288;

export interface PrometheusRulesProps extends ObjectProps {
  /** Recording and alerting rules. The rules of a group are evaluated one after the other. */
  readonly groups: readonly RuleGroup[];
}

/**
 * A PrometheusRule: recording and alerting rules.
 * @example
 * new PrometheusRules(chart, 'rules', {
 *   groups: [
 *     {
 *       name: 'shop.rules',
 *       interval: '30s',
 *       rules: [{ record: 'shop:requests:rate5m', expr: sumBy(['job'], rate(select(requests), '5m')) }],
 *     },
 *   ],
 * });
 */
export class PrometheusRules extends Construct {
  readonly apiObject: ApiObject;
  /** Name of the PrometheusRule. */
  readonly name: string;

  /** @throws InvalidInput when the operator would reject the resource for its size */
  constructor(scope: Construct, id: string, props: PrometheusRulesProps) {
    super(scope, id);
    const metadata = objectMetadata(id, props);
    const groups = props.groups.map(printGroup);
    const size = Buffer.byteLength(JSON.stringify({ groups }));
    if (size > SIZE_LIMIT)
      throw new InvalidInput({
        resource: `PrometheusRule "${metadata.name}"`,
        path: 'spec',
        message: `larger than the ${SIZE_LIMIT} bytes that the operator accepts`,
        found: size,
        fix: 'split the groups over several resources, or shorten the texts of the alerts',
      });
    this.apiObject = new PrometheusRule(this, 'rules', {
      metadata,
      spec: {
        groups: groups.map((group) => ({
          ...group,
          rules: group.rules.map(({ keep_firing_for: keepFiringFor, ...rule }) => ({
            ...rule,
            ...(keepFiringFor === undefined ? {} : { keepFiringFor }),
            // The field is an int-or-string: the generated class would drop a plain string.
            expr: Expr.fromString(rule.expr),
          })),
        })),
      },
    });
    this.name = metadata.name;
  }
}
