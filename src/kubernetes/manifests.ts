import { groupBy } from '../findings/group-by';
import { LabelIndex } from './label-index';
import { monitorOf, type Monitor } from './monitor';
import { listOf, mapOf, textOf, type KubernetesObject } from './object';
import { podTemplateOf, type PodTemplate } from './pod-template';
import { serviceOf, type Service } from './service';

export interface Manifests {
  readonly objects: readonly KubernetesObject[];
  /** Objects of these kinds, with every API group that serves them. */
  kind(...kinds: readonly string[]): readonly KubernetesObject[];
  /** Objects of these kinds in the operator's API group. */
  operator(...kinds: readonly string[]): readonly KubernetesObject[];
  readonly monitors: readonly Monitor[];
  readonly services: LabelIndex<Service>;
  readonly pods: LabelIndex<PodTemplate>;
  /** Keys of the labels of pods and of all objects. */
  readonly labelKeys: ReadonlySet<string>;
  /** Labels of a namespace, with `kubernetes.io/metadata.name` of Kubernetes. Undefined: the namespace was not read. */
  namespaceLabels(name: string): Readonly<Record<string, string>> | undefined;
}

export const OPERATOR_GROUP = 'monitoring.coreos.com';

const ofOperator = ({ apiVersion }: Pick<KubernetesObject, 'apiVersion'>): boolean =>
  apiVersion.startsWith(`${OPERATOR_GROUP}/`);

/** Kubernetes adds this label to every namespace. */
export const NAMESPACE_NAME_LABEL = 'kubernetes.io/metadata.name';

/** Sorts objects and indexes them, in time linear in their number. */
export function manifestsOf(objects: readonly KubernetesObject[]): Manifests {
  const byKind = groupBy(objects, ({ kind }) => kind);
  const kind = (...names: readonly string[]) => names.flatMap((name) => byKind.get(name) ?? []);
  const operator = (...names: readonly string[]) => kind(...names).filter(ofOperator);
  const namespaces = new Map(
    kind('Namespace').map(({ name, labels }) => [name, { ...labels, [NAMESPACE_NAME_LABEL]: name }]),
  );
  const pods = new LabelIndex(withoutOwned(objects).flatMap((object) => podTemplateOf(object) ?? []));
  let labelKeys: ReadonlySet<string> | undefined;
  return {
    objects,
    kind,
    operator,
    monitors: (['ServiceMonitor', 'PodMonitor'] as const).flatMap((name) =>
      operator(name).map((object) => monitorOf(object, name)),
    ),
    services: new LabelIndex(
      kind('Service')
        .filter(({ apiVersion }) => apiVersion === 'v1')
        .map(serviceOf),
    ),
    pods,
    get labelKeys() {
      labelKeys ??= new Set([...pods.all, ...objects].flatMap(({ labels }) => Object.keys(labels)));
      return labelKeys;
    },
    namespaceLabels: (name) => namespaces.get(name),
  };
}

/** A dump of a cluster has a Deployment, its ReplicaSets and their pods: the same pods three times. */
function withoutOwned(objects: readonly KubernetesObject[]): readonly KubernetesObject[] {
  const present = new Set(objects.map(identity));
  return objects.filter(({ namespace, fields }) =>
    listOf(mapOf(fields['metadata'])['ownerReferences']).every((item) => {
      const owner = mapOf(item);
      const reference = { namespace, kind: textOf(owner['kind']) ?? '', name: textOf(owner['name']) ?? '' };
      return owner['controller'] !== true || !present.has(identity(reference));
    }),
  );
}

const identity = ({ kind, namespace, name }: Pick<KubernetesObject, 'kind' | 'namespace' | 'name'>): string =>
  `${kind}/${namespace}/${name}`;
