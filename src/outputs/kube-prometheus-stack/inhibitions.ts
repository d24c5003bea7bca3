import type { AlertmanagerConfig } from '../../helm-values/values-schema';

type Inhibition = NonNullable<AlertmanagerConfig['inhibit_rules']>[number];

/** Alerts that say that nothing of a service works, or that nothing is known of it; all of them are critical. */
export const OUTAGES = ['Down', 'TargetMissing', 'Unavailable'] as const;

/** Critical alerts that every outage brings about, and that may also be the only sign of one outside the cluster. */
export const OUTAGE_SIGNS = ['TrafficStopped'] as const;

/**
 * Alerts of this project. Others may well lack a label that is compared, and two alerts without it would be equal.
 * The labels are those that `alertsOf` in rules/alert.ts sets.
 */
const OURS = ['team=~".+"', 'service=~".+"'];

/** The same service: every alert of this project has these labels, and `cluster` where several share Alertmanager. */
const SAME_SERVICE = ['cluster', 'namespace', 'service'];

const endsIn = (...symptoms: readonly string[]) => `alertname=~".+(${symptoms.join('|')})"`;

/** Who is to blame, and what is therefore not sent. */
export const INHIBITIONS: readonly Inhibition[] = [
  // While a service is down, its budget burns and its pods crash: one page says it all.
  {
    source_matchers: ['severity="critical"', ...OURS, endsIn(...OUTAGES)],
    target_matchers: ['severity=~"warning|info"', ...OURS],
    equal: SAME_SERVICE,
  },
  {
    source_matchers: ['severity="critical"', ...OURS, endsIn(...OUTAGES)],
    target_matchers: ['severity="critical"', ...OURS, 'slo=~".+"'],
    equal: SAME_SERVICE,
  },
  {
    source_matchers: ['severity="critical"', ...OURS, endsIn(...OUTAGES)],
    target_matchers: ['severity="critical"', ...OURS, endsIn(...OUTAGE_SIGNS)],
    equal: SAME_SERVICE,
  },
  // Without a ready pod there is no target that answers, or none at all.
  {
    source_matchers: ['severity="critical"', ...OURS, endsIn('Unavailable')],
    target_matchers: ['severity="critical"', ...OURS, endsIn('Down', 'TargetMissing')],
    equal: SAME_SERVICE,
  },
  // The page of an SLO says all that its ticket would. Only alerts on the burn rate have a budget.
  {
    source_matchers: ['severity="critical"', ...OURS, 'slo=~".+"', 'budget=~".+"'],
    target_matchers: ['severity="warning"', ...OURS, 'slo=~".+"', 'budget=~".+"'],
    equal: [...SAME_SERVICE, 'slo'],
  },
  // As in the chart, whose list this one replaces. With `slo`, so that one objective does not silence another.
  {
    source_matchers: ['severity="critical"'],
    target_matchers: ['severity=~"warning|info"'],
    equal: ['cluster', 'namespace', 'alertname', 'slo'],
  },
  {
    source_matchers: ['severity="warning"'],
    target_matchers: ['severity="info"'],
    equal: ['cluster', 'namespace', 'alertname', 'slo'],
  },
  // Fires in a namespace where nothing else does.
  {
    source_matchers: ['alertname="InfoInhibitor"'],
    target_matchers: ['severity="info"'],
    equal: ['cluster', 'namespace'],
  },
];
