import type { Problem } from '../findings/finding';
import { ALERT_NAME_LIMIT } from '../rules/naming';
import { isAlert } from '../rules/rule';
import { ruleResources, type RuleContext, type RulesOf } from './rule-resources';

/** A service whose alerts have long names: they work everywhere, but lists and chat messages cut them. */
export function alertNameWarnings(
  service: RuleContext,
  rulesOf: RulesOf = ruleResources,
): readonly Problem[] {
  const names = rulesOf(service).flatMap(({ groups }) =>
    groups.flatMap(({ rules }) => rules.flatMap((rule) => (isAlert(rule) ? [rule.alert] : []))),
  );
  const longest = names.reduce((long, name) => (name.length > long.length ? name : long), '');
  if (longest.length <= ALERT_NAME_LIMIT) return [];
  return [
    {
      resource: `service "${service.name}"`,
      path: 'name',
      message: `the alert name ${longest} has ${longest.length} characters, and lists cut names above ${ALERT_NAME_LIMIT}`,
      found: service.name,
      fix: `accept it, or shorten the name of the service by ${longest.length - ALERT_NAME_LIMIT} characters`,
    },
  ];
}
