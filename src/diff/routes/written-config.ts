import { parse } from 'yaml';
import type { Manifests } from '../../kubernetes/manifests';
import { isMap, listOf, mapOf, nameOf, textOf, textsOf, type Fields } from '../../kubernetes/object';
import type { PrometheusSettings } from '../../operator/settings';

/** A configuration of Alertmanager, and where it is written. */
export interface WrittenConfig {
  readonly fields: Fields;
  /** E.g. `Secret monitoring/alertmanager-main`. */
  readonly name: string;
  /** Secrets that are mounted into Alertmanager. @default not known */
  readonly secrets?: readonly string[];
}

/** Keys of the Secret in which the operator looks for a configuration. */
const KEY = 'alertmanager.yaml';

/**
 * What the chart's values have unless others are given. Helm merges maps and replaces lists.
 * @see https://github.com/prometheus-community/helm-charts/blob/main/charts/kube-prometheus-stack/values.yaml (alertmanager.config)
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

/** The configuration of Alertmanager: of its Secret, else of the chart's values. Undefined if neither was read. */
export function writtenConfig(
  manifests: Manifests,
  { values, valuesFile }: Pick<PrometheusSettings, 'values' | 'valuesFile'>,
): WrittenConfig | undefined {
  for (const secret of manifests.kind('Secret')) {
    const text =
      textOf(mapOf(secret.fields['stringData'])[KEY]) ?? decoded(mapOf(secret.fields['data'])[KEY]);
    const fields = text === undefined ? undefined : tryYaml(text);
    if (isMap(fields)) {
      const [alertmanager] = manifests.operator('Alertmanager');
      const spec = mapOf(alertmanager?.fields['spec']);
      return {
        fields,
        name: nameOf(secret),
        ...(alertmanager === undefined ? {} : { secrets: textsOf(spec['secrets']) }),
      };
    }
  }
  if (!isMap(values)) return undefined;
  const alertmanager = mapOf(values['alertmanager']);
  if (alertmanager['enabled'] === false) return undefined;
  const config = mapOf(alertmanager['config']);
  return {
    fields: {
      ...CHART_DEFAULTS,
      ...config,
      route: { ...DEFAULT_ROUTE, ...mapOf(config['route']) },
    },
    name: valuesFile ?? 'Helm values',
    secrets: listOf(mapOf(alertmanager['alertmanagerSpec'])['secrets']).flatMap((name) => textOf(name) ?? []),
  };
}

function decoded(value: unknown): string | undefined {
  const text = textOf(value);
  return text === undefined ? undefined : Buffer.from(text, 'base64').toString('utf8');
}

function tryYaml(text: string): unknown {
  try {
    return parse(text);
  } catch {
    // The doctor reports it.
    return undefined;
  }
}
