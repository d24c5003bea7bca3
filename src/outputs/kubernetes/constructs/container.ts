import { DRAIN_SECONDS } from '../../../catalog/workload/server';
import { fewestPods } from '../../../catalog/workload/scaling';
import { isScalable, type WrittenWorkload } from '../../../catalog/workload/index';
import { namedPorts } from './identity';
import * as k8s from './k8s';
import { probeOf } from './probe';
import { mountedIn } from './volumes';
import { isServingParts, type ServingParts, type WorkloadParts } from './workload-parts';

/** The only container of the pods, named after the service. */
export function container(parts: WorkloadParts): k8s.Container {
  const { name, workload } = parts;
  const memory = k8s.Quantity.fromString(workload.memory);
  const ephemeral = k8s.Quantity.fromString(workload.ephemeralStorage);
  const env = environmentVariables(parts);
  const { command, args, envFrom, cpuLimit } = workload;
  return {
    name,
    image: workload.image,
    imagePullPolicy: 'IfNotPresent',
    ...(command === undefined ? {} : { command: [...command] }),
    ...(args === undefined ? {} : { args: [...args] }),
    ...(env.length === 0 ? {} : { env: [...env] }),
    ...(envFrom.length === 0
      ? {}
      : {
          envFrom: envFrom.map(({ configMap, secret }) =>
            configMap === undefined
              ? { secretRef: { name: secret! } }
              : { configMapRef: { name: configMap } },
          ),
        }),
    resources: {
      requests: {
        cpu: k8s.Quantity.fromString(workload.cpuRequest),
        memory,
        'ephemeral-storage': ephemeral,
      },
      // No CPU limit by default: it throttles a service although the node has idle CPU; requests protect other pods.
      limits: {
        ...(cpuLimit === undefined ? {} : { cpu: k8s.Quantity.fromString(cpuLimit) }),
        memory,
        'ephemeral-storage': ephemeral,
      },
    },
    securityContext: {
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      capabilities: { drop: ['ALL'] },
    },
    ...(isServingParts(parts) ? serving(parts) : {}),
    volumeMounts: mountedIn(workload).map(({ mount }) => mount),
  };
}

/** Ports, probes and the hook of a container that serves requests. */
function serving(parts: ServingParts): Partial<k8s.Container> {
  const { startup, readiness, liveness } = parts.workload.probes;
  return {
    ports: namedPorts(parts).map(({ name, port }) => ({ name, containerPort: port, protocol: 'TCP' })),
    // A start may take 60 s. An overloaded pod gets no requests; only a hanging one is restarted.
    ...(startup === 'none'
      ? {}
      : { startupProbe: probeOf(startup, { periodSeconds: 2, failureThreshold: 30 }) }),
    ...(readiness === 'none'
      ? {}
      : { readinessProbe: probeOf(readiness, { periodSeconds: 5, failureThreshold: 2 }) }),
    ...(liveness === 'none'
      ? {}
      : { livenessProbe: probeOf(liveness, { periodSeconds: 10, failureThreshold: 3 }) }),
    ...(parts.workload.preStop === 'none'
      ? {}
      : { lifecycle: { preStop: { exec: { command: ['sleep', String(DRAIN_SECONDS)] } } } }),
  };
}

function environmentVariables({ metricsPort, workload }: WorkloadParts): readonly k8s.EnvVar[] {
  const { env, secretEnv } = workload;
  const plain = { ...(metricsPort === undefined ? {} : { METRICS_PORT: String(metricsPort) }), ...env };
  return [
    ...Object.entries(plain).map(([name, value]) => ({ name, value })),
    ...Object.entries(secretEnv).map(([name, { name: secret, key, needed }]) => ({
      name,
      valueFrom: {
        secretKeyRef: {
          name: secret,
          key,
          optional: needed === 'by several replicas' && runsAlone(workload),
        },
      },
    })),
  ];
}

/** Whether there is never a second pod. */
function runsAlone(workload: WrittenWorkload): boolean {
  if (workload.kind === 'cronJob') return true;
  return isScalable(workload) && workload.autoscaling === undefined && fewestPods(workload) === 1;
}
