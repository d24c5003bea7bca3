import { parseNumber } from './number';
import type { FamilyType, Labels, Sample } from './page';

/** The labels that Prometheus 3 writes as floats below a TYPE line. */
const FLOAT_LABELS: Partial<Readonly<Record<FamilyType, string>>> = { histogram: 'le', summary: 'quantile' };

/**
 * The labels under which Prometheus stores a sample: without empty ones, and since version 3 with bounds and quantiles
 * in one form, so that `le="1"` and `le="1.0"` are one series.
 * @see https://prometheus.io/docs/prometheus/latest/migration/#le-and-quantile-label-values
 */
export function storedLabels(
  { labels, typeAbove }: Pick<Sample, 'labels' | 'typeAbove'>,
  major: 2 | 3,
): Labels {
  const float = major < 3 || typeAbove === undefined ? undefined : FLOAT_LABELS[typeAbove];
  return new Map(
    [...labels]
      .filter(([, value]) => value !== '')
      .map(([name, value]) => [name, name === float ? floatText(value) : value]),
  );
}

/** As Prometheus writes a float in a label: `1.0`, `0.25`, `1e+06`. */
function floatText(text: string): string {
  const value = parseNumber(text);
  if (value === undefined) return text;
  if (!Number.isFinite(value)) return value > 0 ? '+Inf' : value < 0 ? '-Inf' : 'NaN';
  const [digits = '', exponent = ''] = value.toExponential().split('e');
  const power = Number(exponent);
  if (power < -4 || power >= 6)
    return `${digits}e${power < 0 ? '-' : '+'}${String(Math.abs(power)).padStart(2, '0')}`;
  return Number.isInteger(value) ? `${value}.0` : String(value);
}
