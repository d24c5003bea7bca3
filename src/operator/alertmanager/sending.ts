import { words } from '../../findings/words';
import type { Manifests } from '../../kubernetes/manifests';
import {
  isMap,
  listOf,
  mapOf,
  nameOf,
  textsOf,
  type Fields,
  type KubernetesObject,
} from '../../kubernetes/object';
import { isPlaceholder } from '../../kubernetes/placeholder';
import type { PrometheusSettings } from '../settings';

/** Fields that name an Alertmanager, of Prometheus and ThanosRuler. */
const SENDING = words(`
  additionalAlertManagerConfigs alertmanagersUrl alertmanagersConfig alertManagersUrl additionalArgs
`);

/** Whether a Prometheus or ThanosRuler resource names an Alertmanager. */
export function sends({ fields }: KubernetesObject): boolean {
  const spec = mapOf(fields['spec']);
  const { alerting } = spec;
  return (
    isPlaceholder(alerting) ||
    isGiven(mapOf(alerting)['alertmanagers']) ||
    SENDING.some((field) => isGiven(spec[field]))
  );
}

const isGiven = (value: unknown): boolean =>
  value !== undefined && value !== null && !(Array.isArray(value) && value.length === 0);

/** What keeps a prometheus.yml from sending alerts. */
export interface MissingAddress {
  /** In the file. */
  readonly path: string;
  /** A clause. */
  readonly because: string;
  readonly found: unknown;
}

/** The address that a prometheus.yml lacks in its field `alerting`. Undefined: it has one, or a template engine writes it. */
export function missingAddress({ fields }: KubernetesObject): MissingAddress | undefined {
  const { alerting } = mapOf(fields['file']);
  const { alertmanagers } = mapOf(alerting);
  if (isPlaceholder(alerting) || isPlaceholder(alertmanagers)) return undefined;
  const entries = listOf(alertmanagers).map(mapOf);
  if (entries.some(hasAddresses)) return undefined;
  const entry = entries.findIndex((one) => listOf(one['static_configs']).length > 0);
  if (entry >= 0)
    return {
      path: `alerting.alertmanagers[${entry}].static_configs[0].targets`,
      because: 'the list of addresses is empty',
      found: mapOf(listOf(entries[entry]!['static_configs'])[0])['targets'],
    };
  return {
    path: 'alerting',
    because: isMap(alerting) ? 'alerting lists no Alertmanager' : 'alerting is missing',
    found: alerting,
  };
}

/** Whether an entry lists addresses, or discovers them. */
const hasAddresses = (entry: Fields): boolean =>
  Object.entries(entry).some(
    ([key, value]) =>
      isPlaceholder(value) ||
      (key === 'static_configs'
        ? listOf(value).some((group) => isListed(mapOf(group)['targets']))
        : key.endsWith('_sd_configs') && listOf(value).length > 0),
  );

const isListed = (targets: unknown): boolean => isPlaceholder(targets) || textsOf(targets).length > 0;

/** Whether Prometheus sends alerts to an Alertmanager. */
export interface Sending {
  /** Why it does not, as a sentence without a full stop. @default it does */
  readonly nowhere?: string;
}

/** Of several Prometheus and ThanosRuler, one that sends is enough. Undefined: none was read. */
export function sendingOf(
  manifests: Manifests,
  { values, name }: Pick<PrometheusSettings, 'values' | 'name'>,
): Sending | undefined {
  const senders = [...manifests.operator('Prometheus'), ...manifests.operator('ThanosRuler')].filter(
    ({ plain }) => plain !== 'assumed',
  );
  const reasons = senders.map(reasonOf);
  if (reasons.length > 0) return reasons.includes(undefined) ? {} : { nowhere: reasons[0]! };
  if (values === undefined) return undefined;
  const { alertmanager, prometheus } = mapOf(values);
  const spec = mapOf(mapOf(prometheus)['prometheusSpec']);
  const isDisabled =
    mapOf(alertmanager)['enabled'] === false && !OF_VALUES.some((field) => isGiven(spec[field]));
  return isDisabled ? { nowhere: `alertmanager.enabled is false in ${name}` } : {};
}

/** Fields of `prometheusSpec` that name an Alertmanager in the chart's values. */
const OF_VALUES = words(`
  alertingEndpoints additionalAlertManagerConfigs additionalAlertManagerConfigsSecret additionalArgs
`);

function reasonOf(object: KubernetesObject): string | undefined {
  if (object.plain === undefined) return sends(object) ? undefined : `${nameOf(object)} has no alerting`;
  const missing = missingAddress(object);
  return missing && `in ${nameOf(object)}, ${missing.because}`;
}
