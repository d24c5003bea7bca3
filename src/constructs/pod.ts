import type { DeployedService } from '../catalog/placement';
import { DRAIN_SECONDS } from '../catalog/workload';
import { PORT_NAME, selectorLabels } from './identity';
import * as k8s from './k8s';

/** Above 10000, so that it is no user of the node. */
const NUMERIC_USER = 10001;

/** A pod that the Pod Security Standard "restricted" admits. */
export function podSpec(service: DeployedService): k8s.PodSpec {
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
        // Prefer another node; a cluster with one node still runs it.
        whenUnsatisfiable: 'ScheduleAnyway',
        labelSelector: { matchLabels: selectorLabels(service) },
        // Without it, the pods of the release being replaced would count too.
        matchLabelKeys: ['pod-template-hash'],
      }),
    ),
    containers: [container(service)],
    volumes: [{ name: 'tmp', emptyDir: { sizeLimit: k8s.Quantity.fromString(workload.ephemeralStorage) } }],
  };
}

function container({ name, port, workload }: DeployedService): k8s.Container {
  const memory = k8s.Quantity.fromString(workload.memory);
  const ephemeral = k8s.Quantity.fromString(workload.ephemeralStorage);
  const env = Object.entries(workload.env).map(([variable, value]) => ({ name: variable, value }));
  return {
    name,
    image: workload.image,
    imagePullPolicy: 'IfNotPresent',
    ...(env.length === 0 ? {} : { env }),
    ports: [{ name: PORT_NAME, containerPort: port, protocol: 'TCP' }],
    resources: {
      requests: {
        cpu: k8s.Quantity.fromString(workload.cpuRequest),
        memory,
        'ephemeral-storage': ephemeral,
      },
      // No CPU limit: it throttles a service that the node has time for, and protects nobody that requests do not.
      limits: { memory, 'ephemeral-storage': ephemeral },
    },
    securityContext: {
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      capabilities: { drop: ['ALL'] },
    },
    // A slow start is waited for (60 s), an overloaded pod gets no requests, and only a dead one is restarted.
    startupProbe: probe(workload.probes.startup, { periodSeconds: 2, failureThreshold: 30 }),
    readinessProbe: probe(workload.probes.readiness, { periodSeconds: 5, failureThreshold: 2 }),
    livenessProbe: probe(workload.probes.liveness, { periodSeconds: 10, failureThreshold: 3 }),
    lifecycle: { preStop: { exec: { command: ['sleep', String(DRAIN_SECONDS)] } } },
    volumeMounts: [{ name: 'tmp', mountPath: '/tmp' }],
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
