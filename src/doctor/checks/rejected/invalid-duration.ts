import { ownValue } from '../../../findings/fields';
import { defineCheck } from '../../check';
import { wrongDurations } from './lib/durations';

/** Certain: type and pattern are those of the CRDs, and equal to those of the parser in Prometheus. */
export const check = defineCheck({
  id: 'invalid-duration',
  severity: 'error',
  question: 'Is every interval, timeout and delay a valid duration?',
  symptom: 'kubectl apply fails with "Invalid value", or Prometheus keeps its old configuration.',
  why: 'A duration is a string of whole numbers with units from large to small, such as 1h30m. A missing unit, a fraction, a space or a long unit name is invalid.',
  remedy: 'Write whole numbers with the units y, w, d, h, m, s and ms.',
  see: 'https://prometheus.io/docs/prometheus/latest/configuration/configuration/#configuration-file',
  needs: ['manifests', 'ruleGroups', 'prometheus'],
  find: (facts) =>
    wrongDurations(facts).map(({ about, path, key, value }) => ({
      ...about,
      path,
      message: typeof value === 'number' ? 'the duration has no unit' : 'invalid duration',
      found: value,
      expected: 'whole numbers with units, e.g. 30s, 5m or 1h30m',
      fix:
        corrected(value) === undefined ? `write ${key} as 30s, 5m or 1h30m` : `${key}: ${corrected(value)}`,
    })),
});

const UNITS: Readonly<Record<string, string>> = {
  s: 's',
  sec: 's',
  secs: 's',
  second: 's',
  seconds: 's',
  m: 'm',
  min: 'm',
  mins: 'm',
  minute: 'm',
  minutes: 'm',
  h: 'h',
  hr: 'h',
  hour: 'h',
  hours: 'h',
  d: 'd',
  day: 'd',
  days: 'd',
};

/** The valid form of `30`, `30 s` or `5min`. */
function corrected(value: unknown): string | undefined {
  if (typeof value === 'number') return Number.isInteger(value) && value >= 0 ? `${value}s` : undefined;
  const [, count, unit = ''] = /^\s*(\d+)\s*([a-z]*)\s*$/i.exec(typeof value === 'string' ? value : '') ?? [];
  const short = unit === '' ? 's' : ownValue(UNITS, unit.toLowerCase());
  return count === undefined || short === undefined ? undefined : `${count}${short}`;
}
