/**
 * Proofs of alerts and recording rules on promtool, the real engine of Prometheus.
 * @packageDocumentation
 */
export type { PrintedGroup, PrintedRule } from '../rules/rule';
export {
  checkRules,
  ruleFailures,
  testRules,
  type ExpectedAlert,
  type InputSeries,
  type RuleCase,
  type RuleSuite,
} from './rule-tests';
export { ruleGroups } from './rule-groups';
