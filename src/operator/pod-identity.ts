import { mapOf, textOf, listOf, type Labels } from '../kubernetes/object';
import type { PodTemplate } from '../kubernetes/pod-template';

/** What Kubernetes adds to a template for each pod: read from a pod, else generated in the usual form. */
export interface PodIdentity {
  readonly name: string;
  readonly ip: string;
  readonly node: string;
  readonly phase: string;
  readonly ready: string;
  readonly uid: string;
  /** Labels that controllers add to those of the template. */
  readonly labels: Labels;
  readonly controller?: { readonly kind: string; readonly name: string };
}

/** A hash of Kubernetes has no vowels. */
const HASH = '5d8f7c9b4';
const SUFFIX_CHARACTERS = 'bcdfghjklmnpqrstvwxz2456789';

/** A CronJob names its jobs by minutes since 1970. */
const SCHEDULE = '29000000';

/** @param replica from 0 */
export function podIdentity(pod: PodTemplate, replica: number): PodIdentity {
  const { kind, name } = pod.owner;
  return kind === 'Pod' ? readIdentity(pod, replica) : { ...usual(replica), ...madeBy(kind, name, replica) };
}

/** Different for every replica. */
const usual = (replica: number) => ({
  ip: `10.244.${1 + Math.floor(replica / 250)}.${1 + (replica % 250)}`,
  node: `node-${replica}`,
  phase: 'Running',
  ready: 'true',
  uid: `00000000-0000-4000-8000-${String(replica).padStart(12, '0')}`,
});

function suffix(replica: number): string {
  const last = SUFFIX_CHARACTERS[replica % SUFFIX_CHARACTERS.length]!;
  const before =
    SUFFIX_CHARACTERS[Math.floor(replica / SUFFIX_CHARACTERS.length) % SUFFIX_CHARACTERS.length]!;
  return `x2x${before}${last}`;
}

function madeBy(
  kind: string,
  name: string,
  replica: number,
): Pick<PodIdentity, 'name' | 'labels' | 'controller'> {
  switch (kind) {
    case 'StatefulSet':
      return {
        name: `${name}-${replica}`,
        labels: {
          'apps.kubernetes.io/pod-index': String(replica),
          'controller-revision-hash': `${name}-${HASH}`,
          'statefulset.kubernetes.io/pod-name': `${name}-${replica}`,
        },
        controller: { kind, name },
      };
    case 'Deployment':
    case 'Rollout':
      return {
        name: `${name}-${HASH}-${suffix(replica)}`,
        labels: { [kind === 'Rollout' ? 'rollouts-pod-template-hash' : 'pod-template-hash']: HASH },
        controller: { kind: 'ReplicaSet', name: `${name}-${HASH}` },
      };
    case 'CronJob':
      return {
        name: `${name}-${SCHEDULE}-${suffix(replica)}`,
        labels: { 'batch.kubernetes.io/job-name': `${name}-${SCHEDULE}`, 'job-name': `${name}-${SCHEDULE}` },
        controller: { kind: 'Job', name: `${name}-${SCHEDULE}` },
      };
    default:
      return { name: `${name}-${suffix(replica)}`, labels: {}, controller: { kind, name } };
  }
}

/** A pod that was read for the first replica, similar ones for the others. */
function readIdentity({ owner }: PodTemplate, replica: number): PodIdentity {
  const metadata = mapOf(owner.fields['metadata']);
  const status = mapOf(owner.fields['status']);
  const owning = listOf(metadata['ownerReferences'])
    .map(mapOf)
    .find((reference) => reference['controller'] === true);
  const ready = listOf(status['conditions'])
    .map(mapOf)
    .find(({ type }) => type === 'Ready');
  const plain = usual(replica);
  const own = replica === 0;
  return {
    name: own ? owner.name : sibling(owner.name, replica),
    ip: (own && textOf(status['podIP'])) || plain.ip,
    node: (own && textOf(mapOf(owner.fields['spec'])['nodeName'])) || plain.node,
    phase: textOf(status['phase']) ?? plain.phase,
    ready: textOf(ready?.['status'])?.toLowerCase() ?? plain.ready,
    uid: (own && textOf(metadata['uid'])) || plain.uid,
    labels: {},
    ...(owning === undefined
      ? {}
      : { controller: { kind: textOf(owning['kind']) ?? '', name: textOf(owning['name']) ?? '' } }),
  };
}

/** Another name of the same form. */
function sibling(name: string, replica: number): string {
  const last = name.slice(-1);
  const characters = /\d/.test(last) ? '0123456789' : SUFFIX_CHARACTERS;
  return name.slice(0, -1) + characters[(characters.indexOf(last) + replica) % characters.length];
}
