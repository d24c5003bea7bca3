import { z } from 'zod';
import type { PartProblem } from '../findings/finding';
import { mistake } from '../findings/mistake';
import { alertPrefix } from '../rules/naming';
import { budgetAlerts, scrapeAlerts } from '../rules/platform';
import { podSymptoms } from '../rules/pod-alerts';
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
        'Replaces the share that it compares with, above 0 and up to 1, e.g. `0.8` of the memory limit.',
      ),
    minimumTraffic: positive
      .optional()
      .describe('Replaces the requests per second that it needs to judge, e.g. `0.5`.'),
  }),
]);

/** Changes of built-in alerts, by symptom. */
export const alertTuningSchema = z.record(z.string(), tuning);

export type AlertTuning = Readonly<z.output<typeof alertTuningSchema>>;

/** Symptoms of the alerts that services get by themselves, each once. Tiers of an objective tune its burn alerts. */
const TUNABLE: readonly string[] = [
  ...new Set([
    ...[...scrapeAlerts, ...budgetAlerts].map(({ symptom }) => symptom),
    ...podSymptoms,
    ...trafficAlerts.map(({ symptom }) => symptom),
    SLO_SYMPTOMS.dataMissing,
  ]),
];

/** Names that no built-in alert has, and limits that an alert does not have. */
export function tuningProblems(changes: AlertTuning): readonly PartProblem[] {
  return [...unknownNames(changes), ...unknownLimits(changes)];
}

function unknownLimits(changes: AlertTuning): readonly PartProblem[] {
  const limits: Readonly<Record<string, object>> = { ...LIMITS };
  return Object.entries(changes)
    .filter(([symptom]) => TUNABLE.includes(symptom))
    .flatMap(([symptom, change]) =>
      LIMIT_FIELDS.filter(
        (field) => change !== 'off' && change[field] !== undefined && !(field in (limits[symptom] ?? {})),
      ).map((field) => ({
        path: `builtInAlerts.${symptom}.${field}`,
        message: 'the alert has no such limit',
        found: field,
        fix: `use it for ${Object.keys(LIMITS)
          .filter((each) => field in limits[each]!)
          .join(', ')}, or remove it`,
      })),
    );
}

const LIMIT_FIELDS = ['threshold', 'minimumTraffic'] as const;

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
        description: annotations.description.replace(words, `${Number((100 * threshold).toPrecision(4))} %`),
      };
