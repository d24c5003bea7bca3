import type { Environment, Platform, RemoteWrite } from '../../catalog/environment';
import { alertmanagerConfig } from './alertmanager-config';
import { grafana } from './grafana-values';
import { messageTemplates, TEMPLATE_FILE } from './message-templates';
import { parseValues } from '../../helm-values/parse-values';
import { credentialOf } from './receiver-config';
import type { Component, Storage, Values } from '../../helm-values/values-schema';

/** Compactions need space beside the blocks, and Prometheus cannot start with a full disk. */
const RETAINED_PERCENT_OF_DISK = 85;

/** For silences and the notification log: a few MiB even in large clusters. */
const ALERTMANAGER_STORAGE = '1Gi';

const CONTROL_PLANE = ['kubeControllerManager', 'kubeScheduler', 'kubeEtcd'] as const;

/**
 * Components that Prometheus cannot scrape, by platform. If they were enabled, their alerts (KubeSchedulerDown and so
 * on) would fire forever.
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
  // The owner can expose these metrics; until then the alerts fire, which is better than an unmonitored control plane.
  'self-managed': [],
};

/**
 * Values of the chart for an environment.
 * @throws InvalidInput when {@link parseValues} finds a problem
 */
export function kubePrometheusStackValues(environment: Environment): Values {
  const values: Values = {
    prometheus: prometheus(environment),
    alertmanager: alertmanager(environment),
    grafana: grafana(environment),
    // The operator reports rejected monitors and rules in their status, not only in an event.
    prometheusOperator: { featureGates: { StatusForConfigurationResources: true } },
    ...Object.fromEntries(UNREACHABLE[environment.platform].map((name) => [name, { enabled: false }])),
  };
  return parseValues(values, environment.release);
}

function prometheus(environment: Environment): Values['prometheus'] {
  const {
    scrapeInterval,
    retention,
    storage,
    replicas,
    shards,
    cluster,
    remoteWrite,
    thanos,
    externalUrls,
    ruler,
    ruleQueryOffset,
  } = environment;
  // The chart's default selectors require the label release, which our objects have.
  const selectByRelease = environment.discovery === 'release-label';
  return {
    prometheusSpec: {
      scrapeInterval,
      // For the rules of the chart; evaluating between two scrapes has no benefit. Our rules set their own interval.
      evaluationInterval: scrapeInterval,
      // A central ruler reads it from the rule groups.
      ...(ruleQueryOffset === undefined || ruler === 'central' ? {} : { ruleQueryOffset }),
      retention,
      ...(storage === 'ephemeral'
        ? {}
        : { retentionSize: retentionSize(storage.size), storageSpec: claim(storage.size, storage) }),
      replicas,
      shards,
      ...antiAffinity(replicas),
      externalLabels: { cluster: literally(cluster) },
      ...externalUrl(externalUrls.prometheus),
      // Remote write receivers deduplicate replicas by this label; the operator drops it from alerts.
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
    // The configuration contains templates of Alertmanager, which Helm must not render.
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

/** The base of links in notifications. */
const externalUrl = (url: string | undefined) => (url === undefined ? {} : { externalUrl: url });

function antiAffinity(replicas: number): { podAntiAffinity?: 'hard' } {
  return replicas > 1 ? { podAntiAffinity: 'hard' } : {};
}

/** Allows one eviction at a time. The chart's default would allow all but one pod. */
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

/** Text that survives Helm's template engine unchanged. Backquotes need no escaping in YAML. */
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
 * How much Prometheus keeps on a disk. Losing the oldest samples early shows in the coverage of the error budgets; a full
 * disk stops Prometheus.
 * @param disk Kubernetes quantity
 * @returns whole GiB or MiB, as the flag of Prometheus spells them
 */
function retentionSize(disk: string): string {
  const unit = disk.replace(/^[0-9.]+/, '');
  const bytes = (Number.parseFloat(disk) * UNITS[unit]! * RETAINED_PERCENT_OF_DISK) / 100;
  const mebibytes = Math.max(1, Math.floor(bytes / 2 ** 20));
  return mebibytes % 1024 === 0 ? `${mebibytes / 1024}GiB` : `${mebibytes}MiB`;
}
