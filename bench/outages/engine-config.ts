import { sampleLimit } from '../../src/catalog/placement';
import { shortened, type Clock } from '../../src/local/clock';
import type { Duration } from '../../src/promql/window';
import { SERVICE } from './names';
import { KUBELET, KUBE_STATE_METRICS } from './pages';
import { routedEnvironment, seriesBudget } from './stack';

export type Program = 'prometheus' | 'alertmanager';

/** Where the programs of a run are. */
export interface Place {
  readonly folder: string;
  readonly clock: Clock;
  /** Address of the pages, as `host:port`. */
  readonly pages: string;
  readonly ports: Readonly<Record<Program, number>>;
}

/** Folders below that of the run. */
export const FOLDERS = { rules: 'rules', targets: 'targets' } as const;

/** The default of the operator and of Prometheus. */
export const SCRAPE_TIMEOUT: Duration = '10s';

/** Longer than a run and its history, so that no block is cut meanwhile. */
const BLOCK = '90d';

/** Every default length of time is as much shorter as the intervals are. */
export const ARGUMENTS: Readonly<Record<Program, (place: Place) => readonly string[]>> = {
  prometheus: ({ folder, clock, ports }) => [
    `--config.file=${folder}/prometheus.yml`,
    `--storage.tsdb.path=${folder}/prometheus-data`,
    `--storage.tsdb.min-block-duration=${BLOCK}`,
    `--storage.tsdb.max-block-duration=${BLOCK}`,
    '--storage.tsdb.retention.time=100y',
    `--query.lookback-delta=${shortened('5m', clock)}`,
    `--rules.alert.resend-delay=${shortened('1m', clock)}`,
    `--rules.alert.for-grace-period=${shortened('10m', clock)}`,
    `--rules.alert.for-outage-tolerance=${shortened('1h', clock)}`,
    `--scrape.discovery-reload-interval=${shortened('5s', clock)}`,
    '--web.enable-remote-write-receiver',
    `--web.listen-address=127.0.0.1:${ports.prometheus}`,
  ],
  alertmanager: ({ folder, ports }) => [
    `--config.file=${folder}/alertmanager.yml`,
    `--storage.path=${folder}/alertmanager-data`,
    '--cluster.listen-address=',
    `--web.listen-address=127.0.0.1:${ports.alertmanager}`,
  ],
};

export function prometheusConfig(
  { folder, clock, pages, ports }: Place,
  namespaces: readonly string[],
): object {
  const timing = {
    scrape_interval: shortened('30s', clock),
    scrape_timeout: shortened(SCRAPE_TIMEOUT, clock),
  };
  return {
    global: {
      ...timing,
      evaluation_interval: shortened('30s', clock),
      external_labels: { cluster: routedEnvironment().cluster },
    },
    rule_files: [`${folder}/${FOLDERS.rules}/*.yaml`],
    scrape_configs: [
      {
        job_name: SERVICE,
        sample_limit: sampleLimit(seriesBudget),
        file_sd_configs: [{ files: [`${folder}/${FOLDERS.targets}/*.json`] }],
      },
      // A cluster has one of each. Here every namespace has its own, so that it can fail alone.
      ...[KUBE_STATE_METRICS, KUBELET].map((job) => ({
        job_name: job,
        honor_labels: true,
        static_configs: namespaces.map((namespace) => ({
          targets: [pages],
          labels: { __metrics_path__: `/${namespace}/${job}`, instance: namespace },
        })),
      })),
    ],
    alerting: {
      alertmanagers: [{ static_configs: [{ targets: [`127.0.0.1:${ports.alertmanager}`] }] }],
    },
  };
}
