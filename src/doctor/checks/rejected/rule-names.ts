import { mapOf, nameOf } from '../../../kubernetes/object';
import { prometheusMajor, prometheusSpec } from '../../../operator/prometheus-spec';
import type { PrometheusSettings } from '../../../operator/settings';
import { defineCheck, type Reported } from '../../check';
import { LABEL_PARTS, labelled, recordOf, rulesIn, type RawGroup, type RawRule } from './lib/raw-rules';
import { isPlaceholder } from '../shared/placeholder';

const METRIC = /^[a-zA-Z_:][a-zA-Z0-9_:]*$/;
const LABEL = /^[a-zA-Z_][a-zA-Z0-9_]*$/;

/**
 * An error for what every Prometheus refuses, and for what a Prometheus 2 or one with legacy names does. Prometheus 3
 * takes any other text, so there it is a warning.
 */
export const check = defineCheck({
  id: 'rule-names',
  severity: 'error',
  question: 'Are names of recorded series and of labels ones that Prometheus takes?',
  symptom:
    'None of the rules of a PrometheusRule is in Prometheus; or a recorded series can only be read in quotes.',
  why: 'Names of series are made of letters, digits, _ and :, names of labels of letters, digits and _. Prometheus 2 refuses others; Prometheus 3 takes them, but PromQL then asks for quotes. __name__ cannot be set as a label.',
  remedy: 'Write _ in place of other characters.',
  see: 'https://prometheus.io/docs/concepts/data_model/#metric-names-and-labels',
  needs: ['manifests', 'prometheus'],
  find: ({ manifests, prometheus }) => {
    const legacy = isLegacy(prometheus);
    return [
      ...rulesIn(manifests).flatMap((rule) => recordedName(rule, legacy)),
      ...labelled(manifests).flatMap((place) => labelNames(place, legacy)),
    ];
  },
});

function isLegacy(prometheus: PrometheusSettings): boolean {
  return prometheusMajor(prometheus) === 2 || prometheusSpec(prometheus)['nameValidationScheme'] === 'Legacy';
}

function recordedName(rule: RawRule, legacy: boolean): readonly Reported[] {
  const record = recordOf(rule);
  if (record === undefined || METRIC.test(record) || isPlaceholder(record)) return [];
  return [
    {
      resource: nameOf(rule.object),
      object: rule.object,
      path: `${rule.field}.record`,
      message: 'is no name of a series',
      found: record,
      expected: 'letters, digits, _ and :, and no digit first',
      fix: `record: ${corrected(record, /[^a-zA-Z0-9_:]/g)}`,
      ...(legacy ? {} : { severity: 'warning' as const }),
    },
  ];
}

function labelNames(place: RawRule | RawGroup, legacy: boolean): readonly Reported[] {
  return LABEL_PARTS.flatMap((part) =>
    Object.keys(mapOf(place.fields[part]))
      .filter((name) => isReserved(name, part) || !(LABEL.test(name) || isPlaceholder(name)))
      .map((name) => {
        const reserved = isReserved(name, part);
        return {
          resource: nameOf(place.object),
          object: place.object,
          path: `${place.field}.${part}`,
          message: reserved ? 'set a name that is not theirs to set' : 'have a name that is no label name',
          found: name,
          expected: 'letters, digits and _, and no digit first',
          fix: reserved ? `remove ${name || '""'}` : `${corrected(name, /[^a-zA-Z0-9_]/g)}: ...`,
          ...(reserved || legacy ? {} : { severity: 'warning' as const }),
        };
      }),
  );
}

const isReserved = (name: string, part: (typeof LABEL_PARTS)[number]): boolean =>
  name === '' || (name === '__name__' && part === 'labels');

const corrected = (name: string, others: RegExp): string => name.replace(others, '_').replace(/^(?=\d)/, '_');
