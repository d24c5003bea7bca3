import { stringify } from 'yaml';
import { listOf, mapOf } from '../../../kubernetes/object';
import { defineCheck } from '../../check';

/** In bytes: half of the size limit of a ConfigMap. */
const LIMIT = 524_288;

/** In characters of keys and values. Indentation adds less than the rest, so smaller resources need no serialization. */
const ALWAYS_BELOW_LIMIT = LIMIT / 4;

/** A warning within 3 % of the limit, because the operator's YAML is formatted differently. */
export const check = defineCheck({
  id: 'rule-size',
  severity: 'error',
  question: 'Is every PrometheusRule below the size limit of the operator?',
  symptom:
    'Every rule of a large PrometheusRule is missing from Prometheus; the operator logs that the rule file is too large.',
  why: 'The operator writes each PrometheusRule as one file of a ConfigMap, and rejects files above 524,288 bytes.',
  remedy: 'Split the groups into several PrometheusRules.',
  see: 'https://github.com/prometheus-operator/prometheus-operator/blob/main/pkg/operator/rules.go',
  needs: ['manifests'],
  find: ({ manifests }) =>
    manifests.operator('PrometheusRule').flatMap((object) => {
      const spec = mapOf(object.fields['spec']);
      if (characters(spec) < ALWAYS_BELOW_LIMIT) return undefined;
      const bytes = Buffer.byteLength(
        stringify(spec, { lineWidth: 0, indentSeq: false, aliasDuplicateObjects: false }),
      );
      const groups = listOf(spec['groups']).length;
      if (bytes < LIMIT * 0.97) return undefined;
      return {
        object,
        path: 'spec',
        message:
          bytes > LIMIT * 1.03
            ? 'the PrometheusRule exceeds the size limit of the operator'
            : 'the PrometheusRule is close to the size limit of the operator',
        found: `${bytes} bytes in ${groups} group${groups === 1 ? '' : 's'}`,
        expected: `at most ${LIMIT} bytes`,
        fix: `split the groups into ${Math.ceil(bytes / (LIMIT * 0.9))} PrometheusRules`,
        ...(bytes > LIMIT * 1.03 ? {} : { severity: 'warning' as const }),
      };
    }),
});

function characters(value: unknown): number {
  if (typeof value === 'string') return value.length;
  if (typeof value !== 'object' || value === null) return 8;
  return Object.entries(value).reduce((sum, [key, inner]) => sum + key.length + characters(inner), 0);
}
