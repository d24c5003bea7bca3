import { z } from 'zod';
import type { PartProblem } from '../findings/finding';
import { mistake } from '../findings/mistake';
import { alertPrefix } from '../rules/naming';
import { budgetAlerts, externalAlerts, scrapeAlerts, workloadAlerts } from '../rules/platform';
import { isAlert, type Rule, type RuleGroup } from '../rules/rule';
import { trafficAlerts } from '../rules/traffic';
import { SLO_SYMPTOMS } from '../slo/alerts';
import { durationFrom0, severity } from './fields';

const tuning = z.union([
  z.literal('off', mistake('neither off nor an object', "write 'off', or e.g. { severity: 'warning' }")),
  z.strictObject({
    severity: severity.optional().describe('Replaces its severity.'),
    for: durationFrom0.optional().describe('Replaces the time for which its expression must have results.'),
  }),
]);

/** Changes of built-in alerts, by symptom. */
export const alertTuningSchema = z.record(z.string(), tuning);

export type AlertTuning = Readonly<z.output<typeof alertTuningSchema>>;

/** Symptoms of the alerts that services get by themselves, each once. Tiers of an objective tune its burn alerts. */
const TUNABLE: readonly string[] = [
  ...new Set([
    ...[...scrapeAlerts, ...budgetAlerts, ...externalAlerts, ...workloadAlerts].map(({ symptom }) => symptom),
    ...trafficAlerts.map(({ symptom }) => symptom),
    SLO_SYMPTOMS.dataMissing,
  ]),
];

/** Names that no built-in alert has. */
export function tuningProblems(changes: AlertTuning): readonly PartProblem[] {
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
    Object.entries(changes).map(([symptom, change]) => [alertPrefix(service) + symptom, change]),
  );
  const change = (rule: Rule): readonly Rule[] => {
    const wanted = isAlert(rule) ? byName.get(rule.alert) : undefined;
    if (!isAlert(rule) || wanted === undefined) return [rule];
    if (wanted === 'off') return [];
    return [
      {
        ...rule,
        for: wanted.for ?? rule.for,
        labels: { ...rule.labels, severity: wanted.severity ?? rule.labels.severity },
      },
    ];
  };
  return groups
    .map((group) => ({ ...group, rules: group.rules.flatMap(change) }))
    .filter(({ rules }) => rules.length > 0);
}
