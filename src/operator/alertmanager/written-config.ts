import type { Manifests } from '../../kubernetes/manifests';
import { isMap, mapOf, nameOf, textsOf, type Fields, type KubernetesObject } from '../../kubernetes/object';
import { readValidDocuments } from '../../kubernetes/read';
import type { PrometheusSettings } from '../settings';
import { configFrom } from './config-objects';
import { configSecret, configText } from './config-secret';
import { globalConfig } from './global-config';

export interface WrittenConfig {
  /** As Alertmanager gets it: with the defaults of the chart, if it is in values. */
  readonly fields: Fields;
  /** Without the defaults. @default nothing but the defaults is written */
  readonly own?: Fields;
  /** E.g. `Secret monitoring/alertmanager-main`. */
  readonly origin: string;
  /** @default it is in the values of the chart */
  readonly secret?: KubernetesObject;
  /** Secrets that are mounted into Alertmanager. @default not known */
  readonly mounted?: readonly string[];
}

/**
 * What the chart's values have unless others are given.
 * @see https://github.com/prometheus-community/helm-charts/blob/kube-prometheus-stack-88.5.3/charts/kube-prometheus-stack/values.yaml (alertmanager.config)
 */
const CHART_DEFAULTS: Fields = {
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
    { target_matchers: ['alertname = InfoInhibitor'] },
  ],
  receivers: [{ name: 'null' }],
};

const DEFAULT_ROUTE: Fields = {
  group_wait: '30s',
  receiver: 'null',
  routes: [{ receiver: 'null', matchers: ['alertname = "Watchdog"'] }],
};

type Settings = Pick<PrometheusSettings, 'values' | 'name'>;

/**
 * The configuration of Alertmanager: of the AlertmanagerConfig that replaces it, of its Secret, else of the chart's values.
 * Undefined if none was read, or the Secret is encrypted.
 */
export function writtenConfig(manifests: Manifests, settings: Settings): WrittenConfig | undefined {
  const global = globalConfig(manifests, settings);
  if (global === undefined) return ofSecret(manifests) ?? ofValues(settings);
  const { object } = global;
  return object && { fields: configFrom(object), origin: nameOf(object) };
}

function ofSecret(manifests: Manifests): WrittenConfig | undefined {
  const secret = configSecret(manifests);
  const fields = secret && readValidDocuments(configText(secret)!.text, nameOf(secret)).others[0];
  if (secret === undefined || fields === undefined) return undefined;
  const [alertmanager] = manifests.operator('Alertmanager');
  const mounted = alertmanager && textsOf(mapOf(alertmanager.fields['spec'])['secrets']);
  return {
    fields,
    own: fields,
    origin: nameOf(secret),
    secret,
    ...(mounted === undefined ? {} : { mounted }),
  };
}

/** Helm merges maps, and replaces lists. */
function ofValues({ values, name }: Settings): WrittenConfig | undefined {
  if (values === undefined) return undefined;
  const alertmanager = mapOf(mapOf(values)['alertmanager']);
  if (alertmanager['enabled'] === false) return undefined;
  const { config } = alertmanager;
  const route = { ...DEFAULT_ROUTE, ...mapOf(mapOf(config)['route']) };
  return {
    fields: { ...CHART_DEFAULTS, ...mapOf(config), route },
    ...(isMap(config) ? { own: config } : {}),
    origin: name,
    mounted: textsOf(mapOf(alertmanager['alertmanagerSpec'])['secrets']),
  };
}
