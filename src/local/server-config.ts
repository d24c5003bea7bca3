import { stackNames } from '../helm-values/release';
import { mapOf, textOf, type Fields } from '../kubernetes/object';
import { duration } from '../promql/window';
import { shortened, type Clock } from './clock';
import type { Plan } from './plan';
import { operatorLabels, type LocalJob } from './scrape-jobs';

/** Addresses of one run, as `host:port`. */
export interface Addresses {
  readonly prometheus: string;
  readonly alertmanager: string;
  readonly clusterExporter: string;
}

/** Jobs of the chart that the cluster exporter replaces. Their series have the labels of the observed objects. */
const EXPORTER_JOBS = ['kube-state-metrics'] as const;

/** Where rules are, below the folder of the run. */
export const RULES_FOLDER = 'rules';

/** What the operator gives to Prometheus, with files and addresses of this machine. */
export function prometheusConfig(
  { settings }: Pick<Plan, 'settings'>,
  jobs: readonly LocalJob[],
  folder: string,
  { alertmanager, clusterExporter }: Omit<Addresses, 'prometheus'>,
  clock: Clock,
): Fields {
  const interval = shortened(duration(settings.scrapeInterval), clock);
  const replicaLabel = Object.keys(operatorLabels({ settings }, '')).find((name) => name.includes('replica'));
  return {
    global: {
      scrape_interval: interval,
      scrape_timeout: shortened(duration(settings.scrapeTimeout), clock),
      evaluation_interval: shortened(duration(settings.evaluationInterval), clock),
      external_labels: {
        ...settings.externalLabels,
        ...operatorLabels({ settings }, stackNames(settings.release ?? 'prometheus').prometheus),
      },
    },
    rule_files: [`${folder}/${RULES_FOLDER}/*.yaml`],
    scrape_configs: [
      ...jobs.map(({ config }) => config),
      ...EXPORTER_JOBS.map((job) => ({
        job_name: job,
        honor_labels: true,
        scrape_interval: interval,
        scrape_timeout: interval,
        static_configs: [{ targets: [clusterExporter] }],
      })),
    ],
    alerting: {
      // Replicas of one Prometheus send the same alert.
      ...(replicaLabel === undefined
        ? {}
        : { alert_relabel_configs: [{ action: 'labeldrop', regex: replicaLabel }] }),
      alertmanagers: [{ api_version: 'v2', static_configs: [{ targets: [alertmanager] }] }],
    },
  };
}

/** Pools of {@link EXPORTER_JOBS}: they are not targets of the manifests. */
export const isExporterJob = (pool: string): boolean => EXPORTER_JOBS.some((job) => job === pool);

const LOOKBACK = '5m';

const RESEND = '1m';

/** Arguments of Prometheus. @param folder of the run */
export function prometheusArgs(
  { settings }: Pick<Plan, 'settings'>,
  { prometheus }: Pick<Addresses, 'prometheus'>,
  folder: string,
  clock: Clock,
): readonly string[] {
  const spec = mapOf(mapOf(mapOf(settings.values)['prometheus'])['prometheusSpec']);
  const lookback = textOf(mapOf(spec['query'])['lookbackDelta']) || LOOKBACK;
  return [
    `--config.file=${folder}/prometheus.yml`,
    `--storage.tsdb.path=${folder}/prometheus-data`,
    `--web.listen-address=${prometheus}`,
    `--query.lookback-delta=${shortened(lookback, clock)}`,
    `--rules.alert.resend-delay=${shortened(RESEND, clock)}`,
    ...(settings.retention === undefined
      ? []
      : [`--storage.tsdb.retention.time=${duration(settings.retention)}`]),
  ];
}

export const alertmanagerArgs = (
  { alertmanager }: Pick<Addresses, 'alertmanager'>,
  folder: string,
): readonly string[] => [
  `--config.file=${folder}/alertmanager.yml`,
  `--storage.path=${folder}/alertmanager-data`,
  `--web.listen-address=${alertmanager}`,
  // A single Alertmanager needs no cluster.
  '--cluster.listen-address=',
];
