import { ENGINE } from '../../support/engines';
import type { InputSeries } from '../../../src/testing/rule-tests';
import type { AlertProof, AlertProofs } from '../alert-proof';
import { workloadProofs } from './workload';

/** What a kind calls what a Deployment calls otherwise. */
interface OtherKind {
  readonly kind: 'StatefulSet' | 'DaemonSet';
  readonly label: 'statefulset' | 'daemonset';
  readonly wanted: string;
  readonly available: string;
  readonly updated: string;
  readonly pods: string;
}

export const OTHER_KINDS: readonly OtherKind[] = [
  {
    kind: 'StatefulSet',
    label: 'statefulset',
    wanted: 'kube_statefulset_replicas',
    available: 'kube_statefulset_status_replicas_available',
    updated: 'kube_statefulset_status_replicas_updated',
    pods: 'kube_statefulset_status_replicas',
  },
  {
    kind: 'DaemonSet',
    label: 'daemonset',
    wanted: 'kube_daemonset_status_desired_number_scheduled',
    available: 'kube_daemonset_status_number_available',
    updated: 'kube_daemonset_status_updated_number_scheduled',
    pods: 'kube_daemonset_status_current_number_scheduled',
  },
];

/** Alerts whose expressions select series of the kind. All others are those of a Deployment. */
export const KIND_SPECIFIC = [
  'TargetMissing',
  'Unavailable',
  'ScaledToZero',
  'PartialOutage',
  'PodsCrashing',
  'RolloutStuck',
];

/** Series about a Deployment as series about an object of the kind. */
export const seriesOf = (kind: OtherKind, series: readonly InputSeries[]): readonly InputSeries[] =>
  series.map(({ series: name, values }) => ({
    series: name
      .replace('kube_deployment_spec_replicas', kind.wanted)
      .replace('kube_deployment_status_replicas_available', kind.available)
      .replace('kube_deployment_', `kube_${kind.label}_`)
      .replace('deployment="', `${kind.label}="`),
    values,
  }));

/** What is proven for Deployments, but for rollouts, which other kinds report otherwise. */
export function proofsOf(kind: OtherKind): AlertProofs {
  const alike = KIND_SPECIFIC.filter((symptom) => symptom !== 'RolloutStuck');
  const words = <T>(value: T): T =>
    JSON.parse(
      JSON.stringify(value)
        .replaceAll('Deployment', kind.kind)
        .replaceAll('"deployment":', `"${kind.label}":`),
    ) as T;
  return {
    ...Object.fromEntries(
      alike
        .map((symptom) => [symptom, workloadProofs[symptom]!] as const)
        .map(([symptom, { fires, silent }]) => [
          symptom,
          {
            fires: fires.map((each) => ({
              ...each,
              inputSeries: seriesOf(kind, each.inputSeries),
              expected: words(each.expected),
            })),
            silent: silent.map((each) => ({ ...each, inputSeries: seriesOf(kind, each.inputSeries) })),
          } as unknown as AlertProof,
        ]),
    ),
    RolloutStuck: rolloutStuck(kind),
  };
}

function rolloutStuck(kind: OtherKind): AlertProof {
  const of = (metric: string, values: string): InputSeries => ({
    series: `${metric}{namespace="default", ${kind.label}="order-api", job="kube-state-metrics"}`,
    values,
  });
  const wanted = (values: string) => of(kind.wanted, values);
  const updated = (values: string) => of(kind.updated, values);
  const pods = (values: string) => of(kind.pods, values);
  const stuck = {
    labels: {
      team: 'orders',
      service: 'order-api',
      severity: 'warning',
      namespace: 'default',
      [kind.label]: 'order-api',
    },
    annotations: {
      summary: `The ${kind.kind} of order-api makes no progress.`,
      description: `Kubernetes cannot bring ${kind.kind} order-api in namespace default to its newest version or its number of pods.`,
      runbook_url: 'https://runbooks.example.com/rollout-stuck.md',
    },
  };
  return {
    fires: [
      {
        name: 'a rollout stops at the second of three pods after ten minutes',
        inputSeries: [wanted('3x100'), pods('3x100'), updated('3x18 1x82')],
        // The window of fifteen minutes has three updated pods up to 24m, in version 2 at 24m too.
        firesAt: ENGINE.version[0] < 3 ? '30m' : '29m',
        expected: [stuck],
      },
      {
        name: 'a quota rejects the third pod',
        inputSeries: [wanted('3x100'), pods('2x100'), updated('3x100')],
        firesAt: '5m',
        expected: [stuck],
      },
      {
        name: 'the controller has not seen a change for fifteen minutes',
        inputSeries: [
          of(`kube_${kind.label}_metadata_generation`, '1x19 2x80'),
          of(`kube_${kind.label}_status_observed_generation`, '1x100'),
        ],
        firesAt: '30m',
        expected: [stuck],
      },
    ],
    silent: [
      {
        name: 'a rollout replaces a pod every ten minutes',
        inputSeries: [wanted('3x100'), pods('3x100'), updated('3x19 0x19 1x19 2x19 3x20')],
        until: '49m',
      },
      {
        name: 'all pods are of the newest version',
        inputSeries: [wanted('3x100'), pods('3x100'), updated('3x100')],
        until: '40m',
      },
      {
        name: 'it scales from 3 to 6, and its pods need ten minutes each',
        inputSeries: [wanted('3x19 6x80'), pods('3x38 4x19 5x19 6x24'), updated('3x38 4x19 5x19 6x24')],
        until: '49m',
      },
      {
        name: 'it is scaled to 0',
        inputSeries: [wanted('3x19 0x80'), pods('3x21 0x78'), updated('3x21 0x78')],
        until: '40m',
      },
    ],
  };
}
