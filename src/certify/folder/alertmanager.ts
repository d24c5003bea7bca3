import type { AlertmanagerConfig } from '../../helm-values/values-schema';
import type { Facts } from '../../doctor/check';
import { InvalidInput } from '../../findings/invalid-input';
import type { Manifests } from '../../kubernetes/manifests';
import { isMap, mapOf, nameOf, textOf, type Fields, type KubernetesObject } from '../../kubernetes/object';
import { readDocuments } from '../../kubernetes/read';
import { alertmanagerLimits } from '../../operator/alertmanager-selection';
import { withConfigs } from './alertmanager-configs';
import { readConfig } from './route-config';

/** The configuration of Alertmanager among what was read. */
export interface FoundAlertmanager {
  /** Where it is, e.g. `Secret monitoring/alertmanager-main`. */
  readonly origin: string;
  readonly config: AlertmanagerConfig;
}

/** The key of the Secret that the operator reads. */
export const CONFIG_KEY = 'alertmanager.yaml';

/**
 * The chart's configuration without values: every alert goes to a receiver that sends nothing.
 * @see https://github.com/prometheus-community/helm-charts/blob/kube-prometheus-stack-88.5.3/charts/kube-prometheus-stack/values.yaml
 */
const CHART_CONFIG: Fields = {
  route: {
    receiver: 'null',
    group_wait: '30s',
    routes: [{ receiver: 'null', matchers: ['alertname = "Watchdog"'] }],
  },
  receivers: [{ name: 'null' }],
  inhibit_rules: [
    {
      source_matchers: ['severity = critical'],
      target_matchers: ['severity =~ warning|info'],
      equal: ['namespace', 'alertname'],
    },
    {
      source_matchers: ['severity = warning'],
      target_matchers: ['severity = info'],
      equal: ['namespace', 'alertname'],
    },
    {
      source_matchers: ['alertname = InfoInhibitor'],
      target_matchers: ['severity = info'],
      equal: ['namespace'],
    },
  ],
};

/** Undefined: nothing that was read configures Alertmanager. */
export function alertmanagerOf({
  manifests,
  prometheus,
}: Pick<Facts, 'manifests' | 'prometheus'>): FoundAlertmanager | undefined {
  const found = fromSecret(manifests) ?? fromValues(prometheus.values, prometheus.name);
  const limits = alertmanagerLimits(manifests, prometheus);
  const hasAlertmanager = manifests.operator('Alertmanager').length > 0;
  const selected = manifests
    .operator('AlertmanagerConfig')
    .filter((object) => !hasAlertmanager || limits(object) !== 'unknown')
    .toSorted((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1));
  if (found === undefined && selected.length === 0) return undefined;
  const base = found ?? { origin: 'AlertmanagerConfigs', config: { receivers: [{ name: '' }] } };
  return { ...base, config: withConfigs(base.config, selected, (object) => limits(object) !== 'no') };
}

/** The configuration as it was written, in a Secret or in the values of the chart. */
export function configSource({
  manifests,
  prometheus,
}: Pick<Facts, 'manifests' | 'prometheus'>):
  | { readonly fields: Fields; readonly secret?: KubernetesObject }
  | undefined {
  const secret = configSecret(manifests);
  if (secret !== undefined) {
    const [fields] = readDocuments(configText(secret)!, nameOf(secret)).others;
    return fields && { fields, secret };
  }
  const { config } = mapOf(mapOf(prometheus.values)['alertmanager']);
  return isMap(config) ? { fields: config } : undefined;
}

/** The Secret that an Alertmanager reads, or the only one with such a key. */
function configSecret(manifests: Manifests): KubernetesObject | undefined {
  const secrets = manifests.kind('Secret').filter((object) => configText(object) !== undefined);
  const read = manifests.operator('Alertmanager').map(({ namespace, name, fields }) => ({
    namespace,
    name: textOf(mapOf(fields['spec'])['configSecret']) ?? `alertmanager-${name}`,
  }));
  return (
    secrets.find((secret) =>
      read.some(({ namespace, name }) => secret.namespace === namespace && secret.name === name),
    ) ?? secrets[0]
  );
}

/** The text of the configuration in a Secret. */
export function configText({ fields }: KubernetesObject): string | undefined {
  const plain = textOf(mapOf(fields['stringData'])[CONFIG_KEY]);
  if (plain !== undefined) return plain;
  const encoded = textOf(mapOf(fields['data'])[CONFIG_KEY]);
  return encoded === undefined ? undefined : Buffer.from(encoded, 'base64').toString('utf8');
}

/** @throws InvalidInput if the Secret holds no configuration */
function fromSecret(manifests: Manifests): FoundAlertmanager | undefined {
  const secret = configSecret(manifests);
  if (secret === undefined) return undefined;
  const [config] = readDocuments(configText(secret)!, nameOf(secret)).others;
  if (config === undefined || !isMap(config['route']))
    throw new InvalidInput({
      resource: nameOf(secret),
      path: CONFIG_KEY,
      message: 'no configuration of Alertmanager with a route',
      found: undefined,
      fix: 'decrypt the Secret first, or leave it out and give the values of the chart',
    });
  return { origin: nameOf(secret), config: readConfig(config) };
}

/** Helm merges maps, and replaces lists. */
function fromValues(values: unknown, name: string): FoundAlertmanager | undefined {
  if (values === undefined) return undefined;
  const { config } = mapOf(mapOf(values)['alertmanager']);
  const own = mapOf(config);
  return {
    origin: name,
    config: readConfig({
      ...CHART_CONFIG,
      ...own,
      route: { ...mapOf(CHART_CONFIG['route']), ...mapOf(own['route']) },
    }),
  };
}
