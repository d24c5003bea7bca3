import type { AlertmanagerConfig } from '../../helm-values/values-schema';

type Inhibition = NonNullable<AlertmanagerConfig['inhibit_rules']>[number];

/** Symptoms of alerts for a service that is down or not scraped at all; all of them are critical. */
export const OUTAGES = [
  'Down',
  'TargetMissing',
  'Unavailable',
  'ScaledToZero',
  'SeriesMissing',
  'ProbesFailing',
  'ProberUnreachable',
] as const;

/**
 * Symptoms of critical alerts for a service that serves with half of its pods or fewer. One cause can have all of these
 * effects, so each inhibits those after it.
 */
export const PARTIAL_OUTAGES = ['PodsCrashing', 'PartialOutage', 'TargetsFailing'] as const;

/** Symptoms of tickets about one pod each, which add nothing to a page about half of them. */
const SINGLE_PODS = ['CrashLooping', 'TargetDown'] as const;

/** Symptoms of critical alerts that every outage causes, and that may also be the only sign of one outside the cluster. */
export const OUTAGE_SIGNS = ['TrafficStopped', 'TrafficCollapsed'] as const;

/**
 * Matches only alerts of this project. Other alerts may lack a label listed in `equal`, and Alertmanager treats two
 * missing labels as equal. `alertsOf` in rules/alert.ts sets these labels.
 */
const OURS = ['team=~".+"', 'service=~".+"'];

/** The same service: every alert of this project has these labels, and `cluster` where several share Alertmanager. */
const SAME_SERVICE = ['cluster', 'namespace', 'service'];

const endsIn = (...symptoms: readonly string[]) => `alertname=~".+(${symptoms.join('|')})"`;

/** Which firing alerts suppress which others. */
export const INHIBITIONS: readonly Inhibition[] = [
  // While a service is down, its budget burns and its pods crash: one page is enough.
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
  // A total outage is also a partial one.
  {
    source_matchers: ['severity="critical"', ...OURS, endsIn(...OUTAGES)],
    target_matchers: ['severity="critical"', ...OURS, endsIn(...PARTIAL_OUTAGES)],
    equal: SAME_SERVICE,
  },
  ...PARTIAL_OUTAGES.slice(0, -1).map((cause, index) => ({
    source_matchers: ['severity="critical"', ...OURS, endsIn(cause)],
    target_matchers: ['severity="critical"', ...OURS, endsIn(...PARTIAL_OUTAGES.slice(index + 1))],
    equal: SAME_SERVICE,
  })),
  {
    source_matchers: ['severity="critical"', ...OURS, endsIn(...PARTIAL_OUTAGES)],
    target_matchers: ['severity="warning"', ...OURS, endsIn(...SINGLE_PODS)],
    equal: SAME_SERVICE,
  },
  // Without a ready pod, targets are down or missing.
  {
    source_matchers: ['severity="critical"', ...OURS, endsIn('Unavailable')],
    target_matchers: ['severity="critical"', ...OURS, endsIn('Down', 'TargetMissing')],
    equal: SAME_SERVICE,
  },
  // The page of an SLO makes its ticket redundant. Only alerts on the burn rate have the label budget.
  {
    source_matchers: ['severity="critical"', ...OURS, 'slo=~".+"', 'budget=~".+"'],
    target_matchers: ['severity="warning"', ...OURS, 'slo=~".+"', 'budget=~".+"'],
    equal: [...SAME_SERVICE, 'slo'],
  },
  // The chart's own rules, as Helm replaces lists. With `slo`, so one objective does not silence another.
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
  // The chart's InfoInhibitor fires in namespaces where no other alert does.
  {
    source_matchers: ['alertname="InfoInhibitor"'],
    target_matchers: ['severity="info"'],
    equal: ['cluster', 'namespace'],
  },
];
