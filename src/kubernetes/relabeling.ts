import { listOf, mapOf, numberOf, textOf, textsOf } from './object';

/** One step of `relabelings` or `metricRelabelings`. Absent fields have the defaults of Prometheus. */
export interface Relabeling {
  /** Case-insensitive. @default 'replace' */
  readonly action?: string;
  readonly sourceLabels?: readonly string[];
  /** @default ';' */
  readonly separator?: string;
  /** @default '(.*)' */
  readonly regex?: string;
  readonly modulus?: number;
  readonly targetLabel?: string;
  /** @default '$1' */
  readonly replacement?: string;
}

export function relabelingsOf(value: unknown): readonly Relabeling[] {
  return listOf(value).map((item) => {
    const step = mapOf(item);
    const { sourceLabels, modulus } = step;
    const text = (key: keyof Relabeling) => {
      const given = textOf(step[key]);
      return given === undefined ? {} : { [key]: given };
    };
    return {
      ...text('action'),
      ...(sourceLabels === undefined ? {} : { sourceLabels: textsOf(sourceLabels) }),
      ...text('separator'),
      ...text('regex'),
      ...(numberOf(modulus) === undefined ? {} : { modulus: numberOf(modulus)! }),
      ...text('targetLabel'),
      ...text('replacement'),
    };
  });
}

/**
 * Whether steps set another address, as for a blackbox exporter, whose targets become parameters.
 * @param steps of an operator's resource or, in the spelling of Prometheus, of a prometheus.yml
 */
export const setsAddress = (steps: unknown): boolean =>
  listOf(steps).some((step) => {
    const { targetLabel, target_label: label = targetLabel } = mapOf(step);
    return label === '__address__';
  });
