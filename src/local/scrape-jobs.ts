import { discoveredLabels } from '../operator/discovery';
import { roleOf } from '../operator/monitor-relabelings';
import { scrapeConfig, scrapeJob } from '../operator/scrape-config';
import type { PrometheusVersion } from '../operator/scrape-options';
import type { ScrapePath } from '../operator/scrape-path';
import { mapOf, textOf, type Fields } from '../kubernetes/object';
import { duration, tryMilliseconds } from '../promql/window';
import { shortened, type Clock } from './clock';
import type { Plan, PlannedPod } from './plan';

/** A pod and the address of its local replacement. */
export interface RunningPod extends PlannedPod {
  /** `host:port` for a port of the pod in the manifest. */
  readonly address: (port: number) => string;
}

/** A job of Prometheus, with the file that its targets are discovered from. */
export interface LocalJob {
  readonly config: Fields;
  readonly targetsFile: string;
  readonly targets: readonly LocalTarget[];
}

/** As `file_sd` reads it: the labels are those that Kubernetes would give. */
export interface LocalTarget {
  readonly targets: readonly string[];
  readonly labels: Readonly<Record<string, string>>;
}

/**
 * The jobs that the operator writes, with files in place of the cluster.
 * @param folder where Prometheus finds the files
 */
export function scrapeJobs(
  { paths, settings }: Pick<Plan, 'paths' | 'settings'>,
  pods: readonly RunningPod[],
  {
    folder,
    version,
    clock,
  }: { readonly folder: string; readonly version: PrometheusVersion; readonly clock: Clock },
): readonly LocalJob[] {
  return paths.flatMap((path, number) => {
    const config = scrapeConfig(path.monitor, path.index, settings, { version });
    if (config === undefined) return [];
    const targetsFile = `targets-${number}.json`;
    const job = scrapeJob(config, { file_sd_configs: [{ files: [`${folder}/${targetsFile}`] }] });
    return [
      {
        config: { ...job, ...speedUpTimes(job, settings.scrapeInterval, settings.scrapeTimeout, clock) },
        targetsFile,
        targets: targetsOf(path, pods, roleOf(path.monitor, settings)),
      },
    ];
  });
}

function targetsOf(
  { links }: ScrapePath,
  pods: readonly RunningPod[],
  role: ReturnType<typeof roleOf>,
): readonly LocalTarget[] {
  return links.flatMap((link) =>
    link.targets.flatMap((target) =>
      pods
        .filter(({ template }) => template === target.pod)
        .map(({ replica, address }) => {
          const { __address__, ...labels } = discoveredLabels(link, target, role, replica);
          return { targets: [address(target.port)], labels };
        }),
    ),
  );
}

/**
 * Intervals follow the clock. A timeout does not, as far as the interval leaves room: the program that is scraped is
 * no faster than it was.
 */
function speedUpTimes(job: Fields, interval: number, timeout: number, clock: Clock): Fields {
  const real = textOf(job['scrape_interval']) ?? duration(interval);
  const given = textOf(job['scrape_timeout']) ?? duration(timeout);
  const quick = shortened(real, clock);
  const shorter = (tryMilliseconds(given) ?? 0) > (tryMilliseconds(quick) ?? 0) ? quick : given;
  return { scrape_interval: quick, scrape_timeout: shorter };
}

/** Names of external labels that the operator adds, with their values. */
export function operatorLabels({ settings }: Pick<Plan, 'settings'>, prometheus: string): Fields {
  const spec = mapOf(mapOf(mapOf(settings.values)['prometheus'])['prometheusSpec']);
  const label = (name: string, fallback: string, value: string): Fields => {
    if (spec[`${name}Clear`] === true) return {};
    return { [textOf(spec[name]) || fallback]: value };
  };
  return {
    ...label('prometheusExternalLabelName', 'prometheus', `${settings.namespace}/${prometheus}`),
    ...label('replicaExternalLabelName', 'prometheus_replica', `prometheus-${prometheus}-0`),
  };
}
