import { mapOf } from '../../../kubernetes/object';
import { defineCheck, type Found } from '../../check';
import { isLegacy } from './lib/legacy-names';
import { LABEL_PARTS, labelled, recordOf, rulesIn, type RawGroup, type RawRule } from '../../rules/raw-rules';
import { isPlaceholder } from '../../../kubernetes/placeholder';

const METRIC = /^[a-zA-Z_:][a-zA-Z0-9_:]*$/;
const LABEL = /^[a-zA-Z_][a-zA-Z0-9_]*$/;

/**
 * An error for names that every Prometheus rejects, and for those that Prometheus 2 or the legacy name validation
 * rejects. A warning for other names in Prometheus 3, which accepts any string.
 */
export const check = defineCheck({
  id: 'rule-names',
  severity: 'error',
  question: 'Are the names of recorded series and labels valid?',
  symptom:
    'Every rule of a PrometheusRule is missing from Prometheus, or a recorded series can only be queried in quotes.',
  why: 'Metric names consist of letters, digits, _ and :, label names of letters, digits and _. Prometheus 2 rejects other names; Prometheus 3 accepts them, but PromQL then requires quotes. __name__ cannot be set as a label.',
  remedy: 'Replace other characters with _.',
  see: 'https://prometheus.io/docs/concepts/data_model/#metric-names-and-labels',
  needs: ['ruleGroups', 'prometheus'],
  find: ({ ruleGroups, prometheus }) => {
    const legacy = isLegacy(prometheus);
    return [
      ...rulesIn(ruleGroups).flatMap((rule) => recordedName(rule, legacy)),
      ...labelled(ruleGroups).flatMap((place) => labelNames(place, legacy)),
    ];
  },
});

function recordedName(rule: RawRule, legacy: boolean): Found {
  const record = recordOf(rule);
  if (record === undefined || METRIC.test(record) || isPlaceholder(record)) return undefined;
  return {
    object: rule.object,
    path: `${rule.path}.record`,
    message: 'invalid metric name',
    found: record,
    expected: 'letters, digits, _ and :, not starting with a digit',
    fix: `record: ${corrected(record, /[^a-zA-Z0-9_:]/g)}`,
    ...(legacy ? {} : { severity: 'warning' as const }),
  };
}

function labelNames(place: RawRule | RawGroup, legacy: boolean): Found {
  return LABEL_PARTS.flatMap((part) =>
    Object.keys(mapOf(place.fields[part]))
      .filter((name) => isReserved(name, part) || !(LABEL.test(name) || isPlaceholder(name)))
      .map((name) => {
        const reserved = isReserved(name, part);
        return {
          object: place.object,
          path: `${place.path}.${part}`,
          message: reserved ? 'reserved label name' : 'invalid label name',
          found: name,
          expected: 'letters, digits and _, not starting with a digit',
          fix: reserved ? `remove ${name || '""'}` : `${corrected(name, /[^a-zA-Z0-9_]/g)}: ...`,
          ...(reserved || legacy ? {} : { severity: 'warning' as const }),
        };
      }),
  );
}

const isReserved = (name: string, part: (typeof LABEL_PARTS)[number]): boolean =>
  name === '' || (name === '__name__' && part === 'labels');

const corrected = (name: string, others: RegExp): string => name.replace(others, '_').replace(/^(?=\d)/, '_');
