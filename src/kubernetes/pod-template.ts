import {
  labelsOf,
  listOf,
  mapOf,
  numberOf,
  ownValue,
  textOf,
  textsOf,
  type Fields,
  type KubernetesObject,
  type Labels,
} from './object';

/** The pod template of a workload, or a pod itself. */
export interface PodTemplate {
  readonly owner: KubernetesObject;
  readonly namespace: string;
  readonly labels: Labels;
  readonly annotations: Labels;
  readonly containers: readonly Container[];
  readonly hostNetwork: boolean;
  readonly secrets: readonly string[];
  /** Number of pods. @default unknown, as for a DaemonSet */
  readonly replicas?: number;
}

export interface Container {
  readonly name: string;
  readonly ports: readonly ContainerPort[];
  /** Command and arguments. @default those of the image */
  readonly args?: readonly string[];
  /** Resources with a limit. */
  readonly limits: readonly string[];
  /** Ports that its probes ask over https. */
  readonly httpsProbes: readonly number[];
}

export interface ContainerPort {
  readonly name?: string;
  readonly number: number;
  readonly protocol: string;
}

/** Path of the template, by kind. */
const TEMPLATES: Readonly<Record<string, readonly string[]>> = {
  Pod: [],
  Deployment: ['spec', 'template'],
  StatefulSet: ['spec', 'template'],
  DaemonSet: ['spec', 'template'],
  ReplicaSet: ['spec', 'template'],
  ReplicationController: ['spec', 'template'],
  Job: ['spec', 'template'],
  CronJob: ['spec', 'jobTemplate', 'spec', 'template'],
  // Argo Rollouts.
  Rollout: ['spec', 'template'],
};

/** Undefined for objects without a pod template, such as a Rollout that refers to a Deployment. */
export function podTemplateOf(object: KubernetesObject): PodTemplate | undefined {
  const path = ownValue(TEMPLATES, object.kind);
  if (path === undefined) return undefined;
  const template = path.reduce<Fields>((fields, key) => mapOf(fields[key]), object.fields);
  const metadata = mapOf(template['metadata']);
  const spec = mapOf(template['spec']);
  // Init containers with restartPolicy Always are sidecars.
  const sidecars = listOf(spec['initContainers']).filter((item) => mapOf(item)['restartPolicy'] === 'Always');
  const containers = [...listOf(spec['containers']), ...sidecars].map((item) => containerOf(mapOf(item)));
  if (containers.length === 0) return undefined;
  const replicas = replicasOf(object);
  return {
    owner: object,
    namespace: object.namespace,
    labels: labelsOf(metadata['labels']),
    annotations: labelsOf(metadata['annotations']),
    containers,
    hostNetwork: spec['hostNetwork'] === true,
    secrets: listOf(spec['volumes']).flatMap((item) => secretsOf(mapOf(item))),
    ...(replicas === undefined ? {} : { replicas }),
  };
}

const isInt32 = (value: unknown): value is number => typeof value === 'number' && (value | 0) === value;

function replicasOf({ kind, fields }: KubernetesObject): number | undefined {
  if (kind === 'Pod') return 1;
  if (kind === 'DaemonSet' || kind === 'Job' || kind === 'CronJob') return undefined;
  const { replicas = 1 } = mapOf(fields['spec']);
  // The API server rejects other values.
  return isInt32(replicas) && replicas >= 0 ? replicas : undefined;
}

/** Of a volume, or of the sources of a projected one. */
const secretsOf = ({ secret, projected }: Fields): readonly string[] => [
  ...textsOf([mapOf(secret)['secretName']]),
  ...listOf(mapOf(projected)['sources']).flatMap((source) =>
    textsOf([mapOf(mapOf(source)['secret'])['name']]),
  ),
];

function containerOf(fields: Fields): Container {
  const args = [...textsOf(fields['command']), ...textsOf(fields['args'])];
  const ports = listOf(fields['ports']).flatMap((item) => {
    const { name, containerPort, protocol } = mapOf(item);
    const number = numberOf(containerPort);
    return number === undefined
      ? []
      : [{ ...(textOf(name) ? { name: textOf(name)! } : {}), number, protocol: textOf(protocol) ?? 'TCP' }];
  });
  return {
    name: textOf(fields['name']) ?? '',
    ...(args.length === 0 ? {} : { args }),
    limits: Object.keys(mapOf(mapOf(fields['resources'])['limits'])),
    ports,
    httpsProbes: PROBES.flatMap((probe) => {
      const { scheme, port } = mapOf(mapOf(fields[probe])['httpGet']);
      if (scheme !== 'HTTPS') return [];
      return numberOf(port) ?? ports.find(({ name }) => name !== undefined && name === port)?.number ?? [];
    }),
  };
}

const PROBES = ['readinessProbe', 'livenessProbe', 'startupProbe'];
