import type { Environment, Platform, RemoteWrite } from '../../catalog/environment';
import { alertmanagerConfig } from './alertmanager-config';
import { grafana } from './grafana-values';
import { messageTemplates, TEMPLATE_FILE } from './message-templates';
import { parseValues } from '../../helm-values/parse-values';
import { credentialOf } from './receiver-config';
import type { Component, Storage, Values } from '../../helm-values/values-schema';

/** Compactions need room beside the blocks; with a full disk Prometheus stops, and starts no more. */
const RETAINED_PERCENT_OF_DISK = 85;

/** Silences and what was already told; a few MiB even in large clusters. */
const ALERTMANAGER_STORAGE = '1Gi';

const CONTROL_PLANE = ['kubeControllerManager', 'kubeScheduler', 'kubeEtcd'] as const;

/**
 * Components that Prometheus cannot reach, by platform. Left on, their alerts (KubeSchedulerDown and so on) fire for
 * ever, and people learn to ignore alerts.
 */
const UNREACHABLE: Readonly<Record<Platform, readonly Component[]>> = {
  // kubeadm, which kind uses, binds all four to the node's loopback address (helm-charts issues 1704, 1966).
  kind: [...CONTROL_PLANE, 'kubeProxy'],
  // The control plane is the provider's; kube-proxy serves metrics on loopback (aws/containers-roadmap issue 657).
  eks: [...CONTROL_PLANE, 'kubeProxy'],
  // Dataplane V2 has no kube-proxy, and DNS is kube-dns or Cloud DNS rather than CoreDNS (rancher issue 28942).
  gke: [...CONTROL_PLANE, 'kubeProxy', 'coreDns'],
  // kube-proxy serves metrics on loopback (Azure/AKS issues 1395, 3946).
  aks: [...CONTROL_PLANE, 'kubeProxy'],
  // Theirs to expose: a control plane that nobody watches is worse than an alert that says so.
  'self-managed': [],
};

/**
 * Values of the chart for an environment.
 * @throws InvalidInput when they would not do what they say; see {@link parseValues}
 */
export function kubePrometheusStackValues(environment: Environment): Values {
  const values: Values = {
    prometheus: prometheus(environment),
    alertmanager: alertmanager(environment),
    grafana: grafana(environment),
    // Monitors and rules that the operator refuses say so in their own status, not only in an event.
    prometheusOperator: { featureGates: { StatusForConfigurationResources: true } },
    ...Object.fromEntries(UNREACHABLE[environment.platform].map((name) => [name, { enabled: false }])),
  };
  return parseValues(values, environment.release);
}

function prometheus(environment: Environment): Values['prometheus'] {
  const { scrapeInterval, retention, storage, replicas, shards, cluster, remoteWrite, thanos, externalUrls } =
    environment;
  // Otherwise the chart's selectors ask for the release's label, which our objects carry.
  const selectByRelease = environment.discovery === 'release-label';
  return {
    prometheusSpec: {
      scrapeInterval,
      // The chart's rules gain nothing from an evaluation between two scrapes. Ours state their own interval.
      evaluationInterval: scrapeInterval,
      retention,
      ...(storage === 'ephemeral'
        ? {}
        : { retentionSize: retentionSize(storage.size), storageSpec: claim(storage.size, storage) }),
      replicas,
      shards,
      ...antiAffinity(replicas),
      externalLabels: { cluster: literally(cluster) },
      ...externalUrl(externalUrls.prometheus),
      // Receivers of remote writes tell replicas apart by it; the operator drops it from alerts.
      replicaExternalLabelNameClear: false,
      serviceMonitorSelectorNilUsesHelmValues: selectByRelease,
      podMonitorSelectorNilUsesHelmValues: selectByRelease,
      probeSelectorNilUsesHelmValues: selectByRelease,
      scrapeConfigSelectorNilUsesHelmValues: selectByRelease,
      ruleSelectorNilUsesHelmValues: selectByRelease,
      ...(remoteWrite.length === 0 ? {} : { remoteWrite: remoteWrite.map(remoteWriteEntry) }),
      ...(thanos === undefined
        ? {}
        : { thanos: { objectStorageConfig: { existingSecret: thanos.objectStorage } } }),
    },
    ...disruptionBudget(replicas, replicas * shards),
    // Queriers find the sidecars through the Service.
    ...(thanos === undefined
      ? {}
      : { thanosService: { enabled: true }, thanosServiceMonitor: { enabled: true } }),
  };
}

function alertmanager(environment: Environment): Values['alertmanager'] {
  const { receivers, heartbeat, replicas, storage, externalUrls } = environment;
  const credentials = [
    ...receivers.map(({ via }) => credentialOf(via)),
    ...(heartbeat === undefined ? [] : [heartbeat.url]),
  ];
  return {
    config: alertmanagerConfig(environment),
    // The configuration has templates of Alertmanager's own, which Helm must not fill in.
    tplConfig: false,
    templateFiles: { [TEMPLATE_FILE]: messageTemplates },
    alertmanagerSpec: {
      replicas,
      ...externalUrl(externalUrls.alertmanager),
      ...(storage === 'ephemeral' ? {} : { storage: claim(ALERTMANAGER_STORAGE, storage) }),
      ...antiAffinity(replicas),
      secrets: [...new Set(credentials.map(({ name }) => name))],
    },
    ...disruptionBudget(replicas, replicas),
  };
}

/** What links in messages start with. */
const externalUrl = (url: string | undefined) => (url === undefined ? {} : { externalUrl: url });

function antiAffinity(replicas: number): { podAntiAffinity?: 'hard' } {
  return replicas > 1 ? { podAntiAffinity: 'hard' } : {};
}

/** Lets one pod go at a time. The chart's default would let all but one go. */
function disruptionBudget(
  replicas: number,
  pods: number,
): Pick<NonNullable<Values['prometheus']>, 'podDisruptionBudget'> {
  return replicas > 1 ? { podDisruptionBudget: { enabled: true, minAvailable: pods - 1 } } : {};
}

function claim(size: string, { storageClass }: { readonly storageClass?: string | undefined }): Storage {
  return {
    volumeClaimTemplate: {
      spec: {
        accessModes: ['ReadWriteOnce'],
        resources: { requests: { storage: size } },
        ...(storageClass === undefined ? {} : { storageClassName: storageClass }),
      },
    },
  };
}

function remoteWriteEntry({ name, url, basicAuth }: RemoteWrite) {
  return {
    name,
    url: literally(url),
    ...(basicAuth === undefined ? {} : { basicAuth }),
  };
}

/** Text that the chart passes through Helm's templates, as it stands. Backquotes survive any quoting in YAML. */
function literally(text: string): string {
  return text.replaceAll('{{', '{{`{{`}}');
}

const UNITS: Readonly<Record<string, number>> = {
  '': 1,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  P: 1e15,
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
  Ti: 2 ** 40,
  Pi: 2 ** 50,
};

/**
 * How much Prometheus keeps on a disk. Losing the oldest samples early is the lesser evil, and is seen in the coverage
 * of the error budgets.
 * @param disk Kubernetes quantity
 * @returns whole GiB or MiB, as the flag of Prometheus spells them
 */
function retentionSize(disk: string): string {
  const unit = disk.replace(/^[0-9.]+/, '');
  const bytes = (Number.parseFloat(disk) * UNITS[unit]! * RETAINED_PERCENT_OF_DISK) / 100;
  const mebibytes = Math.max(1, Math.floor(bytes / 2 ** 20));
  return mebibytes % 1024 === 0 ? `${mebibytes / 1024}GiB` : `${mebibytes}MiB`;
}
