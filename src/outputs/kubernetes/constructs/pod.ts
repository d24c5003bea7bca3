import { DRAIN_SECONDS, type Workload } from '../../../catalog/workload';
import { namedPorts, PORT_NAME, selectorLabels } from './identity';
import * as k8s from './k8s';
import type { WorkloadParts } from './workload-parts';

/** Above 10000, so it cannot be a user of the node. */
const NUMERIC_USER = 10001;

/** A pod that the Pod Security Standard "restricted" admits. */
export function podSpec(service: WorkloadParts): k8s.PodSpec {
  const { name, workload } = service;
  return {
    serviceAccountName: name,
    automountServiceAccountToken: false,
    enableServiceLinks: false,
    terminationGracePeriodSeconds: workload.terminationGraceSeconds,
    securityContext: {
      runAsNonRoot: true,
      runAsUser: NUMERIC_USER,
      runAsGroup: NUMERIC_USER,
      fsGroup: NUMERIC_USER,
      seccompProfile: { type: 'RuntimeDefault' },
    },
    topologySpreadConstraints: ['kubernetes.io/hostname', 'topology.kubernetes.io/zone'].map(
      (topologyKey) => ({
        maxSkew: 1,
        topologyKey,
        // Prefers other nodes, and still runs in a cluster with one node.
        whenUnsatisfiable: 'ScheduleAnyway',
        labelSelector: { matchLabels: selectorLabels(service) },
        // Ignores the pods of the release that is being replaced.
        matchLabelKeys: ['pod-template-hash'],
      }),
    ),
    containers: [container(service)],
    volumes: writableFolders(workload).map(({ name, size }) => ({
      name,
      emptyDir: { sizeLimit: k8s.Quantity.fromString(size) },
    })),
  };
}

/** The only writable folders: the root filesystem is read-only. */
function writableFolders({ ephemeralStorage, writable }: Workload) {
  const folders = Object.entries({ '/tmp': ephemeralStorage, ...writable });
  return folders.map(([path, size]) => ({ name: path.slice(1), path, size }));
}

function environmentVariables({ metricsPort, workload }: WorkloadParts): readonly k8s.EnvVar[] {
  const { env, secretEnv, replicas } = workload;
  const plain = { ...(metricsPort === undefined ? {} : { METRICS_PORT: String(metricsPort) }), ...env };
  return [
    ...Object.entries(plain).map(([name, value]) => ({ name, value })),
    ...Object.entries(secretEnv).map(([name, { name: secret, key, needed }]) => ({
      name,
      valueFrom: {
        secretKeyRef: { name: secret, key, optional: needed === 'by several replicas' && replicas === 1 },
      },
    })),
  ];
}

function container(service: WorkloadParts): k8s.Container {
  const { name, workload } = service;
  const memory = k8s.Quantity.fromString(workload.memory);
  const ephemeral = k8s.Quantity.fromString(workload.ephemeralStorage);
  const env = environmentVariables(service);
  return {
    name,
    image: workload.image,
    imagePullPolicy: 'IfNotPresent',
    ...(env.length === 0 ? {} : { env: [...env] }),
    ports: namedPorts(service).map(({ name, port }) => ({ name, containerPort: port, protocol: 'TCP' })),
    resources: {
      requests: {
        cpu: k8s.Quantity.fromString(workload.cpuRequest),
        memory,
        'ephemeral-storage': ephemeral,
      },
      // No CPU limit: it throttles a service although the node has idle CPU; requests already protect other pods.
      limits: { memory, 'ephemeral-storage': ephemeral },
    },
    securityContext: {
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      capabilities: { drop: ['ALL'] },
    },
    // A start may take 60 s. An overloaded pod gets no requests; only a hanging one is restarted.
    startupProbe: probe(workload.probes.startup, { periodSeconds: 2, failureThreshold: 30 }),
    readinessProbe: probe(workload.probes.readiness, { periodSeconds: 5, failureThreshold: 2 }),
    livenessProbe: probe(workload.probes.liveness, { periodSeconds: 10, failureThreshold: 3 }),
    lifecycle: { preStop: { exec: { command: ['sleep', String(DRAIN_SECONDS)] } } },
    volumeMounts: writableFolders(workload).map(({ name, path }) => ({ name, mountPath: path })),
  };
}

function probe(
  path: string,
  timing: { readonly periodSeconds: number; readonly failureThreshold: number },
): k8s.Probe {
  return {
    httpGet: { path, port: k8s.IntOrString.fromString(PORT_NAME), scheme: 'HTTP' },
    timeoutSeconds: 2,
    ...timing,
  };
}
