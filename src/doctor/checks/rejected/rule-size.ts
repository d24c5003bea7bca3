import { stringify } from 'yaml';
import { listOf, mapOf, nameOf } from '../../../kubernetes/object';
import { defineCheck } from '../../check';
import { objectsOf } from '../../rejected/scrapes';

/** Bytes. The operator puts rules into ConfigMaps, and takes half of what one may hold for a single resource. */
const LIMIT = 524_288;

/** Letters in names and values. Layout never makes this much of them, so that most resources need not be written. */
const SURELY_LESS = LIMIT / 4;

/** Certain but for a few per cent, as the operator's YAML is not laid out as ours: near the limit, a warning. */
export const check = defineCheck({
  id: 'rule-size',
  class: 'rejected',
  severity: 'error',
  question: 'Is every PrometheusRule small enough for the operator?',
  symptom:
    'None of the rules of a large PrometheusRule is in Prometheus; the operator logs that the rule file is too large.',
  why: 'The operator writes each PrometheusRule as one file into a ConfigMap, and refuses one above 524,288 bytes.',
  remedy: 'Divide the groups among several PrometheusRules.',
  see: 'https://github.com/prometheus-operator/prometheus-operator/blob/main/pkg/operator/rules.go',
  needs: ['manifests'],
  find: ({ manifests }) =>
    objectsOf(manifests, 'PrometheusRule').flatMap((object) => {
      const spec = mapOf(object.fields['spec']);
      if (letters(spec) < SURELY_LESS) return [];
      const bytes = Buffer.byteLength(
        stringify(spec, { lineWidth: 0, indentSeq: false, aliasDuplicateObjects: false }),
      );
      const groups = listOf(spec['groups']).length;
      if (bytes < LIMIT * 0.97) return [];
      return [
        {
          resource: nameOf(object),
          object,
          path: 'spec',
          message: bytes > LIMIT * 1.03 ? 'is too large for the operator' : 'is at the limit of the operator',
          found: `${bytes} bytes in ${groups} group${groups === 1 ? '' : 's'}`,
          expected: `at most ${LIMIT} bytes`,
          fix: `divide the groups among ${Math.ceil(bytes / (LIMIT * 0.9))} PrometheusRules`,
          ...(bytes > LIMIT * 1.03 ? {} : { severity: 'warning' as const }),
        },
      ];
    }),
});

function letters(value: unknown): number {
  if (typeof value === 'string') return value.length;
  if (typeof value !== 'object' || value === null) return 8;
  return Object.entries(value).reduce((sum, [key, inner]) => sum + key.length + letters(inner), 0);
}
