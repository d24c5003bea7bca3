import type { Environment } from '../../src/catalog/environment';
import type { PlacedService } from '../../src/catalog/placement';
import { defineStack } from '../../src/catalog/stack';
import type { PrintedGroup } from '../../src/rules/rule';
import { ruleGroups } from '../../src/testing/rule-groups';
import { environments } from '../../test/fixtures/stack/environments';
import { orderApi } from '../../test/fixtures/stack/order-api';
import { SERVICE } from './names';

/** Receivers by what they mean, so that messages of the two can be counted. */
export const PAGER = 'pager';
export const TICKETS = 'tickets';

const secret = { name: 'alertmanager-receivers', key: 'url' } as const;

const environmentOf = (namespace: string) => ({
  ...environments['prod']!,
  namespaces: { services: namespace, monitoring: 'monitoring' },
  receivers: [
    {
      name: PAGER,
      severities: ['critical' as const],
      via: { kind: 'pagerduty' as const, routingKey: secret },
    },
    {
      name: TICKETS,
      severities: ['warning' as const],
      via: { kind: 'slack' as const, channel: '#tickets', webhookUrl: secret },
    },
  ],
});

const stackOf = (namespace: string) =>
  defineStack({ services: [orderApi], environments: { [namespace]: environmentOf(namespace) } });

/** The service in a namespace. */
export const placedIn = (namespace: string): PlacedService =>
  stackOf(namespace).placedService(SERVICE, namespace);

/**
 * The alerts of the service in a namespace, and the rules that record what they read. Others, such as those for
 * dashboards, only cost time.
 */
export const groupsIn = (namespace: string): readonly PrintedGroup[] =>
  readByAlerts(ruleGroups(placedIn(namespace)));

function readByAlerts(groups: readonly PrintedGroup[]): readonly PrintedGroup[] {
  const rules = groups.flatMap((group) => group.rules);
  const kept = new Set(rules.filter(({ alert }) => alert !== undefined));
  // A set grows while it is iterated, so this follows what the kept recordings read as well.
  for (const { expr } of kept)
    for (const rule of rules) if (rule.record !== undefined && expr.includes(rule.record)) kept.add(rule);
  return groups
    .map((group) => ({ ...group, rules: group.rules.filter((rule) => kept.has(rule)) }))
    .filter((group) => group.rules.length > 0);
}

/** The environment whose routing the Alertmanager gets. */
export const routedEnvironment = (): Environment => stackOf('any').environment('any');

/** Samples at which Prometheus rejects a scrape of the service. */
export const seriesBudget = orderApi.seriesBudget!;
