import { mapOf, textOf, textsOf, type Fields } from '../../../kubernetes/object';
import { isBeforeVersion, prometheusSpec } from '../../../operator/prometheus-spec';
import { tryMilliseconds } from '../../../promql/window';
import { aboutPrometheus, specField } from '../shared/about-prometheus';
import { defineCheck } from '../../check';

/** Ways in which samples arrive after the time that they are stamped with, by the field that enables them. */
const RECEIVERS: readonly {
  readonly field: string;
  readonly name: string;
  readonly enabled: (spec: Fields) => boolean;
}[] = [
  {
    field: 'enableRemoteWriteReceiver',
    name: 'by remote write',
    enabled: (spec) =>
      spec['enableRemoteWriteReceiver'] === true ||
      textsOf(spec['enableFeatures']).includes('remote-write-receiver'),
  },
  { field: 'enableOTLPReceiver', name: 'by OTLP', enabled: (spec) => spec['enableOTLPReceiver'] === true },
];

/** The operator writes the field from this version on. */
const SINCE = [2, 53] as const;

// Certain: the receiver is enabled and no offset is set. Whether samples do arrive is not known, so it is a warning.
export const check = defineCheck({
  id: 'late-samples',
  severity: 'warning',
  question: 'Do rules wait for samples that arrive late?',
  symptom: 'Rates, ratios and recorded counts are too low by a few percent, always for the same senders.',
  why: 'A sample that another Prometheus or a collector sends arrives seconds after its timestamp. A rule that is evaluated in between never sees it. With query_offset, Prometheus 2.53 and newer evaluates rules as of a moment ago.',
  remedy: 'Set ruleQueryOffset, or query_offset of each group, to more than the delay: 1m for remote write.',
  see: 'https://prometheus.io/docs/prometheus/latest/configuration/recording_rules/#rule-query-offset',
  needs: ['manifests', 'prometheus', 'ruleGroups'],
  find: ({ manifests, prometheus, ruleGroups }) => {
    const { length } = ruleGroups.filter(({ fields }) => !isOffset(fields['query_offset']));
    if (length === 0) return [];
    const early = `${length} rule ${length === 1 ? 'group is' : 'groups are'} evaluated before late ones arrive`;
    const about = (spec: Fields) => ({
      found: spec['ruleQueryOffset'],
      expected: 'more than the delay of samples, such as 1m',
      fix: 'ruleQueryOffset: 1m',
    });
    return [
      ...[prometheus, ...(prometheus.others ?? [])].map((settings) => {
        const spec = prometheusSpec(settings);
        const receiver = RECEIVERS.find(({ enabled }) => enabled(spec));
        if (receiver === undefined || settings.agent || isOffset(spec['ruleQueryOffset'])) return undefined;
        return {
          ...aboutPrometheus(settings),
          path: specField(settings, 'ruleQueryOffset'),
          message: `Prometheus receives samples ${receiver.name}, and ${early}`,
          ...about(spec),
          ...(isBeforeVersion(settings, ...SINCE)
            ? { fix: `update Prometheus to ${SINCE.join('.')} or newer, and set ruleQueryOffset: 1m` }
            : {}),
        };
      }),
      ...manifests.operator('ThanosRuler').map((object) => {
        const spec = mapOf(object.fields['spec']);
        if (isOffset(spec['ruleQueryOffset'])) return undefined;
        return {
          object,
          path: 'spec.ruleQueryOffset',
          message: `ThanosRuler reads samples that other stores receive, and ${early}`,
          ...about(spec),
        };
      }),
    ];
  },
});

const isOffset = (value: unknown): boolean => (tryMilliseconds(textOf(value) ?? '') ?? 0) > 0;
