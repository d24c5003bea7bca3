import { defineCheck } from '../../check';
import { wrongDurations } from './lib/durations';

/** Certain: the type and the pattern are those of the CRDs, and Prometheus' parser has the same. */
export const check = defineCheck({
  id: 'invalid-duration',
  severity: 'error',
  question: 'Is every interval, timeout and delay a duration that Prometheus reads?',
  symptom: 'kubectl apply fails with "Invalid value", or Prometheus keeps its old configuration.',
  why: 'Durations are texts of whole numbers with units from large to small, e.g. 1h30m. A number without unit, a fraction, a space or a longer name of a unit is refused.',
  remedy: 'Write whole numbers with the units y, w, d, h, m, s and ms.',
  see: 'https://prometheus.io/docs/prometheus/latest/configuration/configuration/#configuration-file',
  needs: ['manifests', 'prometheus'],
  find: ({ manifests, prometheus }) =>
    wrongDurations(manifests, prometheus).map(({ about, field, key, value }) => ({
      ...about,
      path: field,
      message: typeof value === 'number' ? 'is a number without a unit' : 'is not a duration',
      found: value,
      expected: 'whole numbers with units, e.g. 30s, 5m or 1h30m',
      fix: meant(value) === undefined ? `write ${key} like 30s, 5m or 1h30m` : `${key}: ${meant(value)}`,
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

/** What somebody had in mind who wrote `30`, `30 s` or `5min`. */
function meant(value: unknown): string | undefined {
  if (typeof value === 'number') return Number.isInteger(value) && value >= 0 ? `${value}s` : undefined;
  const [, count, unit = ''] = /^\s*(\d+)\s*([a-z]*)\s*$/i.exec(typeof value === 'string' ? value : '') ?? [];
  const short = unit === '' ? 's' : UNITS[unit.toLowerCase()];
  return count === undefined || short === undefined ? undefined : `${count}${short}`;
}
