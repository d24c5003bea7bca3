import { jsonOf } from '../../../findings/fields';
import {
  isMap,
  listOf,
  mapOf,
  textOf,
  textsOf,
  type Fields,
  type KubernetesObject,
} from '../../../kubernetes/object';
import type { Manifests } from '../../../kubernetes/manifests';
import { dashboardsIn } from '../../expressions/panels';
import { aboutValues, type AboutValues } from '../shared/given-values';
import { defineCheck, type Found } from '../../check';
import { dataSources, isRendered, sourceNames, type DataSource } from './lib/data-sources';

/** Certain for Grafana's own chart, and for kube-prometheus-stack where its values were read. */
export const check = defineCheck({
  id: 'grafana-provisioning',
  severity: 'error',
  question: 'Does Grafana load every dashboard and data source that its sidecar finds?',
  symptom:
    'A dashboard is missing, or its panels report "Datasource ${DS_PROMETHEUS} was not found". Grafana does not start: "Only one datasource per organization can be marked as default".',
  why: 'The sidecar writes each key of a labelled ConfigMap as a file. Grafana loads the files that end in .json, and does not replace the inputs of a dashboard, as an import in the browser does. Of all data sources of an organization, one can be the default, and the chart has one already.',
  remedy:
    'End the keys in .json, add a variable of the type datasource with the name of the input, and set isDefault for one data source.',
  see: 'https://grafana.com/docs/grafana/latest/administration/provisioning/',
  needs: ['manifests', 'prometheus'],
  find: ({ manifests, prometheus }) => {
    const given = aboutValues(prometheus);
    const sidecar = mapOf(mapOf(mapOf(given?.values)['grafana'])['sidecar']);
    const sources = sourceNames(manifests, given);
    return [
      dashboardsIn(manifests).map((object) => [
        wrongLabel(object, given, mapOf(sidecar['dashboards'])),
        otherNamespace(object, prometheus.namespace, mapOf(sidecar['dashboards'])),
        Object.entries(mapOf(object.fields['data'])).map(([key, text]) =>
          typeof text === 'string'
            ? [wrongFile(object, key, text), unknownSource(object, key, text, sources)]
            : undefined,
        ),
      ]),
      defaults(manifests, given, mapOf(sidecar['datasources'])),
      dataSources(manifests, given).map((source) => unknownHost(source, manifests)),
    ];
  },
});

const DASHBOARD_LABEL = 'grafana_dashboard';

/** The chart selects by the value too; Grafana's own chart does not. */
function wrongLabel(object: KubernetesObject, given: AboutValues | undefined, sidecar: Fields): Found {
  const { label = DASHBOARD_LABEL, labelValue = '1' } = sidecar;
  const value = object.labels[DASHBOARD_LABEL];
  if (given === undefined || label !== DASHBOARD_LABEL || labelValue === '' || value === labelValue)
    return undefined;
  return {
    object,
    path: `metadata.labels.${DASHBOARD_LABEL}`,
    message: `the sidecar of Grafana takes ConfigMaps with ${DASHBOARD_LABEL}=${String(labelValue)} only`,
    found: value,
    expected: JSON.stringify(labelValue),
    fix: `${DASHBOARD_LABEL}: ${JSON.stringify(labelValue)}`,
  };
}

/** The chart searches all namespaces, unless the values name some, or none for that of Grafana. */
function otherNamespace(
  { namespace, labels, ...object }: KubernetesObject,
  ofGrafana: string,
  { searchNamespace, label = DASHBOARD_LABEL }: Fields,
): Found {
  if (searchNamespace === undefined || label !== DASHBOARD_LABEL) return undefined;
  const named = [textOf(searchNamespace)?.split(',') ?? textsOf(searchNamespace)].flat().filter(Boolean);
  const searched = named.length === 0 ? [ofGrafana] : named;
  if (searched.includes('ALL') || searched.includes(namespace)) return undefined;
  return {
    object: { ...object, namespace, labels },
    // The namespace of Grafana is that of the release, which is not known for certain.
    ...(named.length === 0 ? { severity: 'warning' as const } : {}),
    path: 'metadata.namespace',
    message: `the sidecar of Grafana searches namespace ${searched.join(', ')} only, so the dashboard is missing`,
    found: namespace,
    expected: `one of ${searched.join(', ')}, or grafana.sidecar.dashboards.searchNamespace: ALL`,
    fix: 'grafana: { sidecar: { dashboards: { searchNamespace: ALL } } }',
  };
}

function wrongFile(object: KubernetesObject, key: string, text: string): Found {
  const dashboard = jsonOf(text);
  const path = `data["${key}"]`;
  if (!key.endsWith('.json'))
    return isMap(dashboard) && 'panels' in dashboard
      ? {
          object,
          path,
          message: 'Grafana loads files that end in .json only, so the dashboard is missing',
          found: key,
          expected: 'a key that ends in .json',
          fix: `rename the key ${key} to ${key.replace(/\.\w*$/, '')}.json`,
        }
      : undefined;
  if (isMap(dashboard)) return [untitled(object, path, dashboard), unresolved(object, path, dashboard)];
  // A chart that was not rendered.
  if (/\{\{-?\s*(\.|include|toJson|if|range|\$)/.test(text)) return undefined;
  return {
    object,
    path,
    message: 'invalid JSON, so Grafana does not load the dashboard',
    expected: 'one JSON object',
    fix: `correct the JSON: kubectl get configmap ${object.name} --namespace ${object.namespace} --output jsonpath='{.data.${key.replaceAll('.', '\\.')}}' | jq .`,
  };
}

/** Grafana's API wraps a dashboard, and rejects one without title. */
function untitled(object: KubernetesObject, path: string, dashboard: Fields): Found {
  if (textOf(dashboard['title'])) return undefined;
  const [inner] = Object.entries(dashboard).filter(([, value]) => isMap(value) && 'panels' in value);
  return {
    object,
    path,
    message: 'the dashboard has no title, so Grafana does not load it',
    expected: 'a dashboard with a title',
    fix: inner === undefined ? 'set title' : `keep only the object below ${inner[0]}`,
  };
}

/** The inputs of an exported dashboard, which only an import replaces. */
function unresolved(object: KubernetesObject, path: string, dashboard: Fields): Found {
  const variables = listOf(mapOf(dashboard['templating'])['list']).map(mapOf);
  const withoutCurrent = {
    ...dashboard,
    templating: { list: variables.map(({ current: _current, ...variable }) => variable) },
  };
  return listOf(dashboard['__inputs']).map((item) => {
    const { name, type, pluginId } = mapOf(item);
    const isReplaced = variables.some((variable) => variable['name'] === name);
    if (typeof name !== 'string' || type !== 'datasource' || isReplaced) return undefined;
    const input = `\${${name}}`;
    const message = `Grafana does not replace the input ${input} of a dashboard from a file, so its panels find no data source`;
    const uses = (value: unknown): boolean => JSON.stringify(value ?? null).includes(JSON.stringify(input));
    if (uses(withoutCurrent))
      return {
        object,
        path: `${path}.templating.list`,
        message,
        found: input,
        expected: `a variable ${name} of type datasource`,
        fix: `add to list: ${JSON.stringify({ name, type: 'datasource', query: textOf(pluginId) ?? 'prometheus' })}`,
      };
    const index = variables.findIndex(({ current }) => uses(current));
    return index === -1
      ? undefined
      : {
          object,
          path: `${path}.templating.list[${index}].current`,
          message,
          found: input,
          expected: 'a variable that takes the default data source',
          fix: 'current: {}',
        };
  });
}

/** The uid of another Grafana, which its export left in the panels. Further files may provision the data source. */
function unknownSource(
  object: KubernetesObject,
  key: string,
  text: string,
  [source, ...more]: readonly string[],
): Found {
  if (source === undefined) return undefined;
  const known = [source, ...more];
  const found = [...text.matchAll(PROMETHEUS_SOURCE)].map(([, before, after]) => before ?? after ?? '');
  return [...new Set(found)]
    .filter((uid) => /^[\w-]+$/.test(uid) && !known.includes(uid))
    .map((uid) => ({
      object,
      severity: 'warning',
      path: `data["${key}"]`,
      message: `no data source of Prometheus that was read has the uid ${uid}, so the panels report "Datasource ${uid} was not found"`,
      found: uid,
      expected: source,
      fix: `replace ${JSON.stringify(uid)} by ${JSON.stringify(source)} in the dashboard, or by a variable of type datasource`,
    }));
}

/** `{ "type": "prometheus", "uid": "..." }`, in both orders. */
const PROMETHEUS_SOURCE =
  /\{\s*(?:"type":\s*"prometheus",\s*"uid":\s*"([^"]*)"|"uid":\s*"([^"]*)",\s*"type":\s*"prometheus")\s*\}/g;

/** Of an organization, one data source can be the default. Other files may be for another Grafana. */
function defaults(manifests: Manifests, given: AboutValues | undefined, sidecar: Fields): Found {
  const chartHas =
    given !== undefined &&
    sidecar['enabled'] !== false &&
    sidecar['defaultDatasourceEnabled'] !== false &&
    sidecar['isDefaultDatasource'] !== false &&
    !isRendered(manifests);
  const first = new Map<string, string>(chartHas ? [['1', 'Prometheus of the chart']] : []);
  return dataSources(manifests, given).map(({ about, path, fields: { isDefault, name, orgId = 1 } }) => {
    if (isDefault !== true) return undefined;
    const ofValues = String(orgId);
    const place = 'object' in about ? `${ofValues}\n${about.object.at?.file ?? ''}` : ofValues;
    const other = first.get(ofValues) ?? first.get(place);
    if (other === undefined) {
      first.set(place, textOf(name) ?? '');
      return undefined;
    }
    return {
      ...about,
      path: `${path}.isDefault`,
      message: `${other} is the default data source too, so Grafana rejects its data sources`,
      found: true,
      expected: 'one default data source for an organization',
      fix: 'isDefault: false',
    };
  });
}

/** A Service of the cluster that was not read, in a namespace of which one with the same port and a longer name was. */
function unknownHost({ about, path, fields }: DataSource, manifests: Manifests): Found {
  const url = textOf(fields['url']) ?? '';
  const [, scheme, name, namespace, domain = '', port] =
    /^(https?:\/\/)([a-z0-9-]+)\.([a-z0-9-]+)(\.svc[\w.-]*)?(?::(\d+))?(?=\/|$)/.exec(url) ?? [];
  if (scheme === undefined || name === undefined || namespace === undefined) return undefined;
  const services = manifests.services.in(namespace);
  if (services.some((service) => service.name === name)) return undefined;
  const alike = services.filter(
    (service) =>
      service.name.split('-').includes(name) &&
      service.ports.some((one) => String(one.port) === (port ?? '80')),
  );
  const [only, ...others] = alike;
  if (only === undefined || others.length > 0) return undefined;
  return {
    ...about,
    severity: 'warning',
    path: `${path}.url`,
    message: `no Service ${namespace}/${name} was read; ${only.name} has its port`,
    found: url,
    expected: `an address of Service ${namespace}/${only.name}`,
    fix: `url: ${url.replace(`${scheme}${name}.${namespace}${domain}`, `${scheme}${only.name}.${namespace}.svc`)}`,
  };
}
