import { MappingType, type ValueMapping } from '@grafana/grafana-foundation-sdk/dashboard';
import { UNITS, type Unit } from '../panel';

type Format = (value: number, decimals?: number) => string;

/** Three significant digits, unless the number of decimals is given. */
const short: Format = (value, decimals) =>
  decimals === undefined ? String(Number(value.toPrecision(3))) : value.toFixed(decimals);

const scaled =
  (steps: readonly (readonly [number, string])[]): Format =>
  (value, decimals) => {
    const [size, suffix] = steps.find(([limit]) => Math.abs(value) >= limit) ?? steps.at(-1)!;
    return `${short(value / size, decimals)}${suffix}`;
  };

const thousands = scaled([
  [1e6, ' Mil'],
  [1e3, ' K'],
  [1, ''],
]);

const duration = scaled([
  [60, ' min'],
  [1, ' s'],
  [1e-3, ' ms'],
  [1e-6, ' µs'],
]);

/** Numbers formatted like in Grafana. */
const FORMATS: Readonly<Record<Unit, Format>> = {
  requestsPerSecond: (value, decimals) => `${short(value, decimals)} req/s`,
  percent: (value, decimals) => `${short(value, decimals)}%`,
  ratio: (value, decimals) => `${short(value * 100, decimals)}%`,
  seconds: duration,
  milliseconds: (value, decimals) => duration(value / 1e3, decimals),
  microseconds: (value, decimals) => duration(value / 1e6, decimals),
  nanoseconds: (value, decimals) => duration(value / 1e9, decimals),
  remainingSeconds: scaled([
    [86_400, ' days'],
    [3_600, ' hours'],
    [60, ' minutes'],
    [1, ' seconds'],
  ]),
  count: thousands,
  burnRate: (value, decimals) => `${short(value, decimals)}×`,
};

/** A sample value in the notation of Prometheus. */
export function numberOf(text: string): number {
  return Number(text.replace('Inf', 'Infinity'));
}

/** The text that Grafana's value mappings give a value, if any. */
export function mappedText(value: number, mappings: unknown): string | undefined {
  for (const mapping of (mappings ?? []) as readonly ValueMapping[]) {
    if (mapping.type === MappingType.ValueToText) {
      const found = mapping.options[String(value)];
      if (found !== undefined) return found.text;
    }
    if (mapping.type === MappingType.RangeToText) {
      const { from, to, result } = mapping.options;
      if (value >= (from ?? -Infinity) && value <= (to ?? Infinity)) return result.text;
    }
  }
  return undefined;
}

/** @param unit of Grafana, as in the JSON of a dashboard */
export function formatValue(value: number, unit: string | undefined, decimals?: number): string {
  const found = (Object.keys(UNITS) as Unit[]).find((name) => UNITS[name] === unit);
  return FORMATS[found ?? 'count'](value, decimals);
}

export function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
