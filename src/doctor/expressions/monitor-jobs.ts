import type { Manifests } from '../../kubernetes/manifests';
import type { Labels } from '../../kubernetes/object';
import { monitorRelabelings } from '../../operator/monitor-relabelings';
import { actionOf } from '../../operator/relabel';
import type { ScrapePath } from '../../operator/scrape-path';
import { sanitizedLabel } from '../../operator/selector-relabelings';
import { prometheusSpec } from '../../operator/prometheus-spec';
import type { PrometheusSettings } from '../../operator/settings';
import { namedJobs } from './jobs';

/** The scraped endpoints by their `job`, from monitors and Services alone: their pods need not be read. */
export class MonitorJobs {
  private readonly byJob = new Map<string, ScrapePath[]>();
  /** Endpoints whose relabeling decides the job, and jobs that are not of monitors. */
  private readonly others: ReadonlySet<string>;
  /** Whether any job may exist that cannot be computed here. */
  readonly isOpen: boolean;

  constructor(
    private readonly paths: readonly ScrapePath[],
    manifests: Manifests,
    private readonly settings: PrometheusSettings,
  ) {
    this.others = namedJobs(manifests);
    const spec = prometheusSpec(settings);
    let open = ['additionalScrapeConfigs', 'additionalScrapeConfigsSecret'].some(
      (key) => spec[key] !== undefined,
    );
    for (const path of paths) {
      if (path.links.length === 0) continue;
      if (path.endpoint.relabelings.some(setsJob)) open = true;
      else for (const job of jobsOf(path)) this.byJob.set(job, [...(this.byJob.get(job) ?? []), path]);
    }
    this.isOpen = open;
  }

  /** The namespace of Prometheus. */
  get namespace(): string {
    return this.settings.namespace;
  }

  /** Endpoints with this job. Undefined: others may have it too, or none of them was read. */
  of(job: string): readonly ScrapePath[] | undefined {
    return this.isOpen || this.others.has(job) ? undefined : this.byJob.get(job);
  }

  /** A scraped Service without this job whose label has that value, so that jobLabel would give it. */
  byLabel(
    job: string,
  ): { readonly path: ScrapePath; readonly key: string; readonly actual: string } | undefined {
    if (this.isOpen || this.others.has(job) || this.byJob.has(job)) return undefined;
    for (const path of this.paths) {
      if (path.monitor.jobLabel !== undefined) continue;
      for (const { service } of path.links) {
        const key = Object.entries(service?.labels ?? {}).find(
          ([name, value]) => NAMING.includes(name) && value === job,
        )?.[0];
        // A Service without the port is not the one that is scraped.
        const { port } = path.endpoint;
        const isScraped = port === undefined || service?.ports.some(({ name }) => name === port);
        if (service !== undefined && key !== undefined && isScraped)
          return { path, key, actual: service.name };
      }
    }
    return undefined;
  }

  /** Whether targets of an endpoint can have a label. Relabeling by a pattern can set any. */
  mayHave({ monitor, endpoint }: ScrapePath, label: string): boolean {
    return (
      label === 'job' ||
      label === 'instance' ||
      monitorRelabelings(monitor, endpoint, this.settings).some((step) => {
        const { targetLabel = '' } = step;
        return actionOf(step) === 'labelmap' || targetLabel.includes('$') || targetLabel === label;
      })
    );
  }
}

/** Labels that name an application, whose value people expect as the job. */
const NAMING = ['app.kubernetes.io/name', 'app', 'k8s-app', 'component', 'name'];

const setsJob = (step: { readonly action?: string; readonly targetLabel?: string }): boolean =>
  step.targetLabel === 'job' || /^labelmap$/i.test(step.action ?? '');

function jobsOf({ monitor, links }: ScrapePath): readonly string[] {
  const named = (labels: Labels): string | undefined =>
    Object.entries(labels).find(
      ([key, value]) =>
        monitor.jobLabel !== undefined &&
        sanitizedLabel(key) === sanitizedLabel(monitor.jobLabel) &&
        value !== '',
    )?.[1];
  return links.flatMap(({ service, pods }) =>
    service === undefined
      ? pods.map(({ labels }) => named(labels) ?? `${monitor.namespace}/${monitor.name}`)
      : [named(service.labels) ?? service.name],
  );
}

/** Jobs that targets of endpoints without a target may have: set by a relabeling, or of the Service or monitor. */
export const missedJobs = (paths: readonly ScrapePath[]): ReadonlySet<string> =>
  new Set(
    paths
      .filter(({ links }) => links.length === 0 || links.some(({ targets }) => targets.length === 0))
      .flatMap((path) => [
        path.monitor.name,
        `${path.monitor.namespace}/${path.monitor.name}`,
        ...jobsOf(path),
        ...path.endpoint.relabelings.flatMap(({ targetLabel, replacement }) =>
          targetLabel === 'job' && replacement !== undefined ? [replacement] : [],
        ),
      ]),
  );
