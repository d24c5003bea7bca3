import { CHART } from '../../helm-values/release';
import {
  isMap,
  listOf,
  mapOf,
  nameOf,
  textOf,
  type Fields,
  type KubernetesObject,
} from '../../kubernetes/object';
import { parseYaml } from '../../kubernetes/yaml/kubectl-yaml';
import type { GivenValues } from '../../operator/prometheus-settings';

/** Helm values inside the objects by which Argo CD and Flux install the chart. */
export const deployedValues = (objects: readonly KubernetesObject[]): readonly GivenValues[] =>
  objects.flatMap((object) => {
    if (object.kind === 'Application') return fromApplication(object);
    return object.kind === 'HelmRelease' ? fromHelmRelease(object, objects) : [];
  });

/** @see https://argo-cd.readthedocs.io/en/stable/user-guide/helm/ */
function fromApplication(object: KubernetesObject): readonly GivenValues[] {
  const spec = mapOf(object.fields['spec']);
  const sources = [spec['source'], ...listOf(spec['sources'])].map(mapOf);
  return sources
    .filter(({ chart }) => chart === CHART.name)
    .map((source) => {
      const helm = mapOf(source['helm']);
      const values = isMap(helm['valuesObject']) ? helm['valuesObject'] : parsed(textOf(helm['values']));
      return given(
        object,
        values,
        helm['releaseName'] ?? object.name,
        mapOf(spec['destination'])['namespace'],
      );
    });
}

/** @see https://fluxcd.io/flux/components/helm/helmreleases/ */
function fromHelmRelease(
  object: KubernetesObject,
  objects: readonly KubernetesObject[],
): readonly GivenValues[] {
  const spec = mapOf(object.fields['spec']);
  const { chart } = mapOf(mapOf(spec['chart'])['spec']);
  if (chart !== CHART.name && !refersToChart(object, objects)) return [];
  // Flux adds the target namespace to the release name.
  const target = textOf(spec['targetNamespace']);
  const release = target === undefined ? object.name : `${target}-${object.name}`;
  return [given(object, mapOf(spec['values']), spec['releaseName'] ?? release, target ?? object.namespace)];
}

/** Whether `chartRef` leads to a HelmChart or OCIRepository with the chart; by its name where that was not read. */
function refersToChart(
  { namespace, fields }: KubernetesObject,
  objects: readonly KubernetesObject[],
): boolean {
  const { kind, name, namespace: own = namespace } = mapOf(mapOf(fields['spec'])['chartRef']);
  if (textOf(kind) === undefined) return false;
  const source = objects.find((one) => one.kind === kind && one.name === name && one.namespace === own);
  if (source === undefined) return textOf(name)?.includes(CHART.name) === true;
  const { url, chart } = mapOf(source.fields['spec']);
  return chart === CHART.name || new RegExp(`/${CHART.name}/?$`).test(textOf(url) ?? '');
}

function given(object: KubernetesObject, values: Fields, release: unknown, namespace: unknown): GivenValues {
  return {
    values,
    name: nameOf(object),
    ...(textOf(release) ? { release: textOf(release)! } : {}),
    ...(textOf(namespace) ? { namespace: textOf(namespace)! } : {}),
  };
}

function parsed(text: string | undefined): Fields {
  try {
    return mapOf(parseYaml(text ?? ''));
  } catch {
    // Argo CD reports the error; the chart defaults apply here.
    return {};
  }
}
