import { prometheusMajor, prometheusSpec } from '../../../../operator/prometheus-spec';
import type { PrometheusSettings } from '../../../../operator/settings';

/** Whether Prometheus takes only names of letters, digits, _ and :. Prometheus 3 takes any, unless its nameValidationScheme is Legacy. */
export const isLegacy = (prometheus: PrometheusSettings): boolean =>
  prometheusMajor(prometheus) === 2 || prometheusSpec(prometheus)['nameValidationScheme'] === 'Legacy';
