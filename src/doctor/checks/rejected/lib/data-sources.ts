import { createHash } from 'node:crypto';
import { CHART } from '../../../../helm-values/release';
import { listOf, mapOf, textOf, type Fields } from '../../../../kubernetes/object';
import type { Manifests } from '../../../../kubernetes/manifests';
import { secretValue } from '../../../../kubernetes/secret-value';
import { tryYaml } from '../../../../kubernetes/yaml/kubectl-yaml';
import type { AboutValues } from '../../shared/given-values';
import type { Subject } from '../../../check';

const SOURCE_LABEL = 'grafana_datasource';

/** A data source that Grafana is given. */
export interface DataSource {
  readonly about: Subject;
  readonly path: string;
  readonly fields: Fields;
}

const sourcesIn = (list: unknown, about: Subject, path: string): readonly DataSource[] =>
  listOf(list).map((item, index) => ({ about, path: `${path}[${index}]`, fields: mapOf(item) }));

/** Of the values of the chart, and of the objects that the sidecar finds. */
export function dataSources(manifests: Manifests, given: AboutValues | undefined): readonly DataSource[] {
  const grafana = mapOf(mapOf(given?.values)['grafana']);
  if (grafana['enabled'] === false) return [];
  const ofValues =
    given === undefined || isRendered(manifests)
      ? []
      : [
          ...sourcesIn(grafana['additionalDataSources'], given.about, 'grafana.additionalDataSources'),
          ...Object.entries(mapOf(grafana['datasources'])).flatMap(([file, content]) =>
            sourcesIn(
              mapOf(content)['datasources'],
              given.about,
              `grafana.datasources["${file}"].datasources`,
            ),
          ),
        ];
  return [...ofValues, ...ofObjects(manifests)];
}

/** The data sources of Prometheus by which panels name one; none where no data source was read. */
export function sourceNames(manifests: Manifests, given: AboutValues | undefined): readonly string[] {
  const grafana = mapOf(mapOf(given?.values)['grafana']);
  const { uid, name } = mapOf(mapOf(grafana['sidecar'])['datasources']);
  const ofChart = given === undefined ? [] : [textOf(uid) ?? 'prometheus', textOf(name) ?? 'Prometheus'];
  const own = dataSources(manifests, given).filter(({ fields }) => fields['type'] === 'prometheus');
  return [
    ...ofChart,
    ...own.flatMap(({ fields }) => {
      const called = textOf(fields['name']) ?? '';
      return [textOf(fields['uid']) ?? uidOf(called), called];
    }),
  ];
}

/** What Grafana makes of the name of a data source without uid. */
const uidOf = (name: string): string =>
  `P${createHash('sha256').update(name).digest('hex').slice(0, 16).toUpperCase()}`;

const ofObjects = (manifests: Manifests): readonly DataSource[] =>
  manifests
    .kind('ConfigMap', 'Secret')
    .filter(({ labels }) => SOURCE_LABEL in labels)
    .flatMap((object) =>
      ['data', 'stringData'].flatMap((field) =>
        Object.keys(mapOf(object.fields[field])).flatMap((key) => {
          const plain = textOf(mapOf(object.fields['data'])[key]);
          const text = object.kind === 'Secret' ? secretValue(object, key)?.text : plain;
          return sourcesIn(
            mapOf(tryYaml(text ?? ''))['datasources'],
            { object },
            `${field}["${key}"].datasources`,
          );
        }),
      ),
    );

/** Whether the data sources of the values are among the objects. */
export const isRendered = (manifests: Manifests): boolean =>
  manifests
    .kind('ConfigMap')
    .some(({ labels }) => SOURCE_LABEL in labels && labels['app.kubernetes.io/part-of'] === CHART.name);
