import { textsOf } from '../../../../kubernetes/object';
import { prometheusMajor, prometheusSpec } from '../../../../operator/prometheus-spec';
import type { PrometheusSettings } from '../../../../operator/settings';
import { EXPERIMENTAL } from '../../../../promql/functions';

/** Why a Prometheus rejects an expression with a feature that not every one has. */
export interface MissingFeature {
  readonly message: string;
  readonly fix: string;
}

const FLAG = 'promql-experimental-functions';

/** Undefined if the Prometheus reads it, or if that is not known. */
export function missingFeature(feature: string, prometheus: PrometheusSettings): MissingFeature | undefined {
  const name = /^function (\w+)$/.exec(feature)?.[1] ?? '';
  const major = prometheusMajor(prometheus);
  if (name === 'holt_winters')
    return major === 2
      ? undefined
      : {
          message: 'Prometheus 3 has no function holt_winters',
          fix: `write double_exponential_smoothing, and add ${FLAG} to enableFeatures; or predict with predict_linear or deriv`,
        };
  if (!EXPERIMENTAL.has(name)) return undefined;
  if (major === 2)
    return {
      message: `Prometheus 2 may not have the experimental function ${name}`,
      fix: 'update Prometheus to version 3, or use functions that every version has',
    };
  return textsOf(prometheusSpec(prometheus)['enableFeatures']).includes(FLAG)
    ? undefined
    : {
        message: `Prometheus rejects the experimental function ${name} without the feature flag ${FLAG}`,
        fix: `add ${FLAG} to enableFeatures, or use functions that every version has`,
      };
}
