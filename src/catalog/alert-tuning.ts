import * as z from 'zod';
import type { PartProblem } from '../findings/finding';
import { mistake } from '../findings/mistake';
import { alertPrefix } from '../rules/naming';
import { budgetAlerts, scrapeAlerts } from '../rules/platform';
import { podSymptoms } from '../rules/pod-alerts';
import { probeAlerts } from '../rules/probe';
import { pushedAlerts } from '../rules/pushed';
import type { AlertRow } from '../rules/alert';
import { isAlert, type AlertAnnotations, type Rule, type RuleGroup } from '../rules/rule';
import { LIMITS, THRESHOLD_WORDS } from '../rules/thresholds';
import { trafficAlerts } from '../rules/traffic';
import { SLO_SYMPTOMS } from '../slo/alerts';
import { durationFrom0, severity } from './fields';

const SHARE = mistake('not a share', 'use a number above 0 and up to 1');
const share = z.number().gt(0, SHARE).max(1, SHARE).meta({ type: 'share' });

const RATE = mistake('not a rate', 'use a number above 0');
const positive = z.number().gt(0, RATE).meta({ type: 'requests per second' });

const tuning = z.union([
  z.literal('off', mistake('neither off nor an object', "write 'off', or e.g. { severity: 'warning' }")),
  z.strictObject({
    severity: severity.optional().describe('Replaces its severity.'),
    for: durationFrom0.optional().describe('Replaces the time for which its expression must have results.'),
    threshold: share
      .optional()
      .describe(
        'Replaces the share at which it fires, above 0 and up to 1: of the memory limit (MemoryNearLimit, `0.9`), of CPU periods (CpuThrottled, `0.25`), of the usual requests (TrafficCollapsed, `0.1`), or of the targets, pods or probes that fail or are missing (TargetsFailing, PartialOutage, PodsCrashing, ProbesFailing, `0.5`). Other alerts have none.',
      ),
    minimumTraffic: positive
      .optional()
      .describe(
        'Replaces the requests per second that TrafficStopped and TrafficCollapsed need to judge, e.g. `0.5`.',
      ),
  }),
]);

/** Changes of built-in alerts, by symptom. */
export const alertTuningSchema = z.record(z.string(), tuning);

export type AlertTuning = Readonly<z.output<typeof alertTuningSchema>>;

/** Symptoms of the alerts that services get by themselves, each once. Tiers of an objective tune its burn alerts. */
const TUNABLE: readonly string[] = [
  ...new Set([
    ...[...scrapeAlerts, ...probeAlerts, ...pushedAlerts, ...budgetAlerts].map(
      ({ symptom }: Pick<AlertRow, 'symptom'>) => symptom,
    ),
    ...podSymptoms,
    ...trafficAlerts.map(({ symptom }) => symptom),
    SLO_SYMPTOMS.dataMissing,
  ]),
];

const LIMIT_FIELDS = ['threshold', 'minimumTraffic'] as const;
type LimitField = (typeof LIMIT_FIELDS)[number];

const alertsWith = (field: LimitField): readonly string[] =>
  Object.entries(LIMITS).flatMap(([symptom, limits]) => (field in limits ? [symptom] : []));

/** Limits that another field sets. */
const SET_ELSEWHERE: Readonly<Record<string, string>> = {
  SeriesBudgetExceeded: 'set seriesBudget of the service',
  JobOverdue: 'set succeedsWithin of the CronJob',
  AutoscalerAtMaximum: 'set the maximum of the autoscaler',
};

/** Names that no built-in alert has, and limits that an alert does not have. */
export function tuningProblems(changes: AlertTuning): readonly PartProblem[] {
  return [...unknownNames(changes), ...unknownLimits(changes)];
}

function unknownLimits(changes: AlertTuning): readonly PartProblem[] {
  const limits: Readonly<Record<string, object>> = { ...LIMITS };
  return Object.entries(changes)
    .filter(([symptom]) => TUNABLE.includes(symptom))
    .flatMap(([symptom, change]) => {
      if (change === 'off') return [];
      return LIMIT_FIELDS.filter(
        (field) => change[field] !== undefined && !(field in (limits[symptom] ?? {})),
      ).map((field) => ({
        path: `builtInAlerts.${symptom}.${field}`,
        message: `the alert has no ${field} that can be set`,
        found: change[field],
        fix: `${SET_ELSEWHERE[symptom] ?? 'remove it'}; alerts with a ${field} are ${alertsWith(field).join(', ')}`,
      }));
    });
}

function unknownNames(changes: AlertTuning): readonly PartProblem[] {
  return Object.keys(changes)
    .filter((symptom) => !TUNABLE.includes(symptom))
    .map((symptom) => ({
      path: `builtInAlerts.${symptom}`,
      message:
        symptom === SLO_SYMPTOMS.burn
          ? 'the tiers of each objective set the severity of its burn alerts'
          : 'unknown built-in alert',
      found: symptom,
      fix:
        symptom === SLO_SYMPTOMS.burn
          ? "set tiers of the objective, e.g. { 'page-slow': 'off' }"
          : `use one of ${TUNABLE.join(', ')}`,
    }));
}

/** The groups of a service with its changes. Groups without rules are left out. */
export function tuned(
  groups: readonly RuleGroup[],
  service: string,
  changes: AlertTuning,
): readonly RuleGroup[] {
  const byName = new Map(
    Object.entries(changes).map(([symptom, change]) => [
      alertPrefix(service) + symptom,
      change === 'off' ? change : { ...change, words: THRESHOLD_WORDS[symptom] },
    ]),
  );
  const change = (rule: Rule): readonly Rule[] => {
    const wanted = isAlert(rule) ? byName.get(rule.alert) : undefined;
    if (!isAlert(rule) || wanted === undefined) return [rule];
    if (wanted === 'off') return [];
    return [
      {
        ...rule,
        for: wanted.for ?? rule.for,
        annotations: restated(rule.annotations, wanted.words, wanted.threshold),
        labels: { ...rule.labels, severity: wanted.severity ?? rule.labels.severity },
      },
    ];
  };
  return groups
    .map((group) => ({ ...group, rules: group.rules.flatMap(change) }))
    .filter(({ rules }) => rules.length > 0);
}

/** Texts that state another threshold in words, with the one that applies. */
const restated = (
  annotations: AlertAnnotations,
  words: string | undefined,
  threshold: number | undefined,
): AlertAnnotations =>
  words === undefined || threshold === undefined
    ? annotations
    : {
        ...annotations,
        summary: annotations.summary.replace(words, percent(threshold)),
        description: annotations.description.replace(words, percent(threshold)),
      };

const percent = (share: number): string => `${Number((100 * share).toPrecision(4))} %`;
