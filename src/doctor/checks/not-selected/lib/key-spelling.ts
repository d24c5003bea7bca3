import { camelCase, snakeCase } from '../../../../findings/spelling';
import { words } from '../../../../findings/words';
import { SECTIONS } from '../../../../helm-values/values-schema';
import { shapeFindings } from '../../../../helm-values/parse-values';
import { nearest } from '../../../expressions/nearest';

/** Keys of Alertmanager's own configuration that people misspell. */
const OF_ALERTMANAGER = words(`
  source_matchers target_matchers matchers receiver routes group_by group_wait group_interval
  repeat_interval continue
`);

/** What the chart `prometheus` calls differently. https://github.com/prometheus-community/helm-charts/tree/main/charts/prometheus */
const OF_OTHER_CHART: Readonly<Record<string, string>> = {
  extraScrapeConfigs: 'prometheus.prometheusSpec.additionalScrapeConfigs',
  server: 'prometheus.prometheusSpec',
  serverFiles: 'additionalPrometheusRulesMap',
  alertmanagerFiles: 'alertmanager.config',
};

export const ALERTMANAGER_CONFIG = 'alertmanager.config.';

/** The key that was meant by an unknown one, in the spelling that the chart or Alertmanager reads. */
export function meantKey(path: string): string | undefined {
  const at = path.lastIndexOf('.');
  const key = path.slice(at + 1);
  const candidates = path.startsWith(ALERTMANAGER_CONFIG)
    ? [snakeCase(key), `${snakeCase(key)}s`, nearest(key, OF_ALERTMANAGER)]
    : [camelCase(key)];
  return candidates.find(
    (candidate) => candidate !== undefined && candidate !== key && isKnown(path.slice(0, at), candidate),
  );
}

/**
 * The level of Alertmanager's configuration that has a key, below its root: `receivers` indented too far is in `route`,
 * and settings of `global` too little are at the root. Undefined for a key that no level has.
 */
export function levelOf(path: string): '' | 'global' | undefined {
  if (!path.startsWith(ALERTMANAGER_CONFIG)) return undefined;
  const below = path.slice(ALERTMANAGER_CONFIG.length);
  const key = below.slice(below.lastIndexOf('.') + 1);
  if (key !== below && SECTIONS['alertmanager.config']?.includes(key)) return '';
  return key === below && OF_GLOBAL.test(key) ? 'global' : undefined;
}

/** @see https://prometheus.io/docs/alerting/latest/configuration/#file-layout-and-global-settings */
const OF_GLOBAL =
  /^(?!.*_configs$)(smtp_\w+|slack_\w+|resolve_timeout|http_config|(pagerduty|opsgenie|victorops|wechat|webex|telegram|rocketchat|jira)_\w+)$/;

/** Where this chart has what another chart calls by a key. */
export const renamedKey = (path: string): string | undefined =>
  Object.hasOwn(OF_OTHER_CHART, path) ? OF_OTHER_CHART[path] : undefined;

/** Whether the schema of the values has a key there. */
function isKnown(section: string, key: string): boolean {
  const value = [...section.matchAll(/([^.[\]]+)(\[\d+\])?/g)].reduceRight<unknown>(
    (inner, [, name = '', index]) => ({ [name]: index === undefined ? inner : [inner] }),
    { [key]: undefined },
  );
  return !shapeFindings(value).some(
    ({ code, path }) => code !== 'required' && code !== 'wrong-type' && path.endsWith(`.${key}`),
  );
}
