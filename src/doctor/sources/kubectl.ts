import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { InvalidInput } from '../../findings/invalid-input';
import { manifestsOf, OPERATOR_GROUP, type Manifests } from '../../kubernetes/manifests';
import { mapOf, textOf, type KubernetesObject } from '../../kubernetes/object';
import { readManifests } from '../../kubernetes/read';
import type { ClusterFacts, Denied } from '../live/cluster-facts';

const run = promisify(execFile);

/** Kinds of every cluster, without Secrets. */
const CORE_KINDS = [
  'namespaces',
  'services',
  'endpoints',
  'deployments.apps',
  'statefulsets.apps',
  'daemonsets.apps',
  'pods',
  'ingresses.networking.k8s.io',
  'networkpolicies.networking.k8s.io',
  'horizontalpodautoscalers.autoscaling',
] as const;

const OPERATOR_KINDS = [
  'servicemonitors',
  'podmonitors',
  'probes',
  'scrapeconfigs',
  'prometheusrules',
  'prometheuses',
  'prometheusagents',
  'thanosrulers',
  'alertmanagerconfigs',
  'alertmanagers',
].map((kind) => `${kind}.${OPERATOR_GROUP}`);

/** Optional kinds that change the answers. */
const OTHER_KINDS = [
  'rollouts.argoproj.io',
  'ciliumnetworkpolicies.cilium.io',
  'ciliumclusterwidenetworkpolicies.cilium.io',
  'networkpolicies.crd.projectcalico.org',
  'globalnetworkpolicies.crd.projectcalico.org',
  'adminnetworkpolicies.policy.networking.k8s.io',
  'peerauthentications.security.istio.io',
] as const;

/** The command that dumps a cluster for the doctor. */
export const DUMP_COMMAND = `kubectl get ${[...CORE_KINDS, ...OPERATOR_KINDS].map((kind) => kind.split('.')[0]).join(',')} --all-namespaces --output yaml`;

/** Kinds without which nothing is scraped. */
const REQUIRED_KINDS = ['servicemonitors', 'prometheusrules', 'prometheuses'].map(
  (kind) => `${kind}.${OPERATOR_GROUP}`,
);

/** Resources that the discovery of Prometheus lists and watches. */
const DISCOVERED = ['services', 'endpoints', 'endpointslices.discovery.k8s.io', 'pods'] as const;

/** Large clusters have more than a pipe's default holds. */
const LARGEST_ANSWER = 1024 * 1024 * 1024;

/** Milliseconds that one call may take: minutes, for a large cluster. */
const LONGEST_CALL = 5 * 60_000;

export interface Cluster {
  readonly objects: readonly KubernetesObject[];
  readonly cluster: ClusterFacts;
}

/**
 * Reads the objects that checks need from a cluster, with the permissions of the user. Read-only.
 * @param context of the kubeconfig. @default the current one
 * @param longest milliseconds for each call of kubectl. @default 5 minutes
 * @throws InvalidInput without kubectl, or if the cluster is unreachable
 */
export async function readCluster(context?: string, longest: number = LONGEST_CALL): Promise<Cluster> {
  const kubectl = new Kubectl(context, longest);
  const served = (await kubectl.text(['api-resources', '--output=name'])).split('\n');
  const optional = [...OPERATOR_KINDS, ...OTHER_KINDS].filter((kind) => served.includes(kind));
  const kinds = [...CORE_KINDS, ...optional];
  const dump = await kubectl.text(['get', kinds.join(','), '--all-namespaces', '--output=json']);
  // They come from no file.
  const objects = readManifests(dump, kubectl.name).map(({ at: _nowhere, ...object }) => object);
  return {
    objects,
    cluster: {
      context: kubectl.name,
      missingKinds: REQUIRED_KINDS.filter((kind) => !served.includes(kind)),
      denied: await deniedTo(kubectl, objects),
    },
  };
}

/** Missing permissions of the Prometheus accounts in the namespaces of targets. */
async function deniedTo(kubectl: Kubectl, objects: readonly KubernetesObject[]): Promise<readonly Denied[]> {
  const manifests = manifestsOf(objects);
  const namespaces = [
    ...new Set(manifests.monitors.flatMap(({ namespaces }) => (namespaces === 'any' ? [] : namespaces))),
  ];
  const denied: Denied[] = [];
  for (const account of accountsOf(manifests))
    for (const resource of DISCOVERED) {
      // Cluster-wide first, which is usually granted.
      // oxlint-disable-next-line no-await-in-loop -- sequential requests spare the API server
      if (await kubectl.may(account, resource, '--all-namespaces')) continue;
      for (const namespace of namespaces)
        // oxlint-disable-next-line no-await-in-loop -- sequential requests spare the API server
        if (!(await kubectl.may(account, resource, `--namespace=${namespace}`)))
          denied.push({ account, resource, namespace });
    }
  return denied;
}

const accountsOf = (manifests: Manifests): readonly string[] => {
  const accounts = manifests.kind('Prometheus').map(({ namespace, fields }) => {
    const account = textOf(mapOf(fields['spec'])['serviceAccountName']) ?? 'default';
    return `system:serviceaccount:${namespace}:${account}`;
  });
  return [...new Set(accounts)];
};

class Kubectl {
  /** How findings name the cluster. */
  readonly name: string;

  constructor(
    private readonly context: string | undefined,
    private readonly longest: number,
  ) {
    this.name = `cluster ${context ?? 'of the current context'}`;
  }

  async text(args: readonly string[]): Promise<string> {
    const { stdout, failure } = await this.run(args);
    if (failure === undefined) return stdout;
    throw new InvalidInput({
      resource: this.name,
      path: '',
      message: failure.code === 'ENOENT' ? 'kubectl not found on PATH' : 'kubectl failed',
      found: failure.message,
      fix:
        failure.code === 'ENOENT'
          ? 'install kubectl, or pipe a dump: ... | npx signalproof doctor -'
          : 'try kubectl get pods --all-namespaces, or choose another context: --context NAME',
    });
  }

  /** Whether an account may list. A user who may not impersonate gets no answer, which counts as yes. */
  async may(account: string, resource: string, where: string): Promise<boolean> {
    const { stdout } = await this.run(['auth', 'can-i', 'list', resource, `--as=${account}`, where]);
    return !/^no\b/.test(stdout.trim());
  }

  private async run(args: readonly string[]): Promise<Ran> {
    const context = this.context === undefined ? [] : [`--context=${this.context}`];
    try {
      const { stdout } = await run('kubectl', [...context, ...args], {
        maxBuffer: LARGEST_ANSWER,
        timeout: this.longest,
        killSignal: 'SIGKILL',
        env: process.env,
      });
      return { stdout };
    } catch (error) {
      const {
        code,
        stdout = '',
        stderr,
        message,
        killed,
      } = error as NodeJS.ErrnoException & Partial<Record<Stream, string>> & { readonly killed?: boolean };
      if (killed === true && code === null)
        return { stdout, failure: { code, message: `no answer after ${this.longest / 1000} seconds` } };
      return { stdout, failure: { code, message: lastLine(stderr || message) } };
    }
  }
}

/** kubectl logs its attempts first. */
const lastLine = (text: string): string => text.trim().split('\n').at(-1)!;

type Stream = 'stdout' | 'stderr';

interface Ran {
  readonly stdout: string;
  readonly failure?: { readonly code: unknown; readonly message: string };
}
