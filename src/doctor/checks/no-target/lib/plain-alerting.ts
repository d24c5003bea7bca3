import type { Manifests } from '../../../../kubernetes/manifests';
import { mapOf, type KubernetesObject } from '../../../../kubernetes/object';
import { missingAddress } from '../../../../operator/alertmanager/sending';
import type { Found } from '../../../check';
import { loadsRules } from '../../../sources/plain-files';
import { raisesAlerts } from './raises-alerts';

/** The port on which Alertmanager listens by default. */
const PORT = 9093;

/**
 * A prometheus.yml that sends the alerts of its rules nowhere. Beside the configuration of an Alertmanager that is a
 * mistake; without one, alerts may be meant for the pages of Prometheus alone.
 */
export function plainAlerting(manifests: Manifests): Found {
  const rules = manifests.operator('PrometheusRule').filter(raisesAlerts);
  const isSetUp = manifests.kind('Secret').some(({ plain }) => plain === true);
  return manifests
    .operator('Prometheus')
    .filter((object) => object.plain === true && rules.some(({ name }) => loadsRules(object, name)))
    .map((object): Found => {
      const missing = missingAddress(object);
      if (missing === undefined) return undefined;
      const { because, ...place } = missing;
      return {
        object,
        ...place,
        severity: isSetUp ? 'warning' : 'info',
        message: `${because}, so Prometheus sends alerts to no Alertmanager`,
        expected: 'the address of an Alertmanager',
        fix: fixOf(object, missing.path, addressOf(manifests)),
      };
    });
}

function fixOf({ fields }: KubernetesObject, path: string, address: string): string {
  const targets = [address];
  if (path !== 'alerting') return `targets: ${JSON.stringify(targets)}`;
  const { alerting } = mapOf(fields['file']);
  return `alerting: ${JSON.stringify({ ...mapOf(alerting), alertmanagers: [{ static_configs: [{ targets }] }] })}`;
}

/** That of a Service with its port; else its usual name in a network of containers. */
function addressOf({ services }: Manifests): string {
  const service = services.all.find(({ ports }) => ports.some(({ port }) => port === PORT));
  return `${service === undefined ? 'alertmanager' : `${service.name}.${service.namespace}`}:${PORT}`;
}
