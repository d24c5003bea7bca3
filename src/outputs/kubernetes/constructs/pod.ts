import { selectorLabels } from './identity';
import * as k8s from './k8s';
import { container } from './container';
import { mountedIn } from './volumes';
import type { WorkloadParts } from './workload-parts';

/** The label by which pods of one release differ from those of another, by kind of workload. */
const RELEASE_LABELS = { deployment: 'pod-template-hash', statefulSet: 'controller-revision-hash' } as const;

const DEFAULT_GRACE = 30;

/** A pod that the Pod Security Standard "restricted" admits. */
export function podSpec(parts: WorkloadParts): k8s.PodSpec {
  const { name, workload } = parts;
  const { user, nodeSelector, tolerations } = workload;
  const spread = spreading(parts);
  return {
    serviceAccountName: name,
    automountServiceAccountToken: false,
    enableServiceLinks: false,
    terminationGracePeriodSeconds:
      'terminationGraceSeconds' in workload ? workload.terminationGraceSeconds : DEFAULT_GRACE,
    ...(workload.kind === 'cronJob' ? { restartPolicy: 'Never' } : {}),
    securityContext: {
      runAsNonRoot: true,
      runAsUser: user,
      runAsGroup: user,
      fsGroup: user,
      seccompProfile: { type: 'RuntimeDefault' },
    },
    ...(spread.length === 0 ? {} : { topologySpreadConstraints: [...spread] }),
    ...(Object.keys(nodeSelector).length === 0 ? {} : { nodeSelector: { ...nodeSelector } }),
    ...(tolerations.length === 0 ? {} : { tolerations: [...tolerations] }),
    containers: [container(parts)],
    volumes: mountedIn(workload).flatMap(({ volume }) => (volume === undefined ? [] : [volume])),
  };
}

/** Prefers other nodes and zones, for pods that are not bound to nodes and run at the same time. */
function spreading(parts: WorkloadParts): readonly k8s.TopologySpreadConstraint[] {
  const { kind } = parts.workload;
  if (kind === 'daemonSet' || kind === 'cronJob') return [];
  return ['kubernetes.io/hostname', 'topology.kubernetes.io/zone'].map((topologyKey) => ({
    maxSkew: 1,
    topologyKey,
    // Still runs in a cluster with one node.
    whenUnsatisfiable: 'ScheduleAnyway',
    labelSelector: { matchLabels: selectorLabels(parts) },
    // Ignores the pods of the release that is being replaced.
    matchLabelKeys: [RELEASE_LABELS[kind]],
  }));
}
