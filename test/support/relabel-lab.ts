import { Regexes } from '../../src/operator/anchored-regex';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { modelTargetLabels } from '../../src/doctor/model-target-labels';
import type { ModelledTarget } from '../../src/doctor/target-labels';
import { manifestsOf } from '../../src/kubernetes/manifests';
import type { Labels } from '../../src/kubernetes/object';
import type { Relabeling } from '../../src/kubernetes/relabeling';
import { readManifests } from '../../src/kubernetes/read';
import { discoveredLabels } from '../../src/operator/discovery';
import { roleOf } from '../../src/operator/monitor-relabelings';
import { prometheusSettings } from '../../src/operator/prometheus-settings';
import { relabelConfig, scrapeConfig, scrapeJob, type ScrapeConfig } from '../../src/operator/scrape-config';
import { scrapePaths } from '../../src/operator/scrape-path';
import { scrapedTarget, storedSeries, type LabelRules } from '../../src/operator/target';
import { ENGINE } from './engines';
import { startPrometheus, type Prometheus } from './prometheus';

/** One endpoint of a monitor, as it differs from a plain one. */
export interface LabCase {
  /** @default ServiceMonitor */
  readonly kind?: 'PodMonitor';
  /** Of the endpoint. @default port http */
  readonly endpoint?: object;
  /** Of the monitor. */
  readonly spec?: object;
  /** Of the Prometheus resource. */
  readonly prometheus?: object;
  /** @default both pods' targets belong to this Prometheus */
  readonly shard?: number;
}

export interface LabResult {
  /** Labels of the two pods' targets; undefined for one that was dropped. */
  readonly targets: readonly (Labels | undefined)[];
  /** Labels of everything that was stored of them, sorted, each once. */
  readonly series: readonly Labels[];
}

/** A Service of two pods. */
const workload = `
apiVersion: v1
kind: Service
metadata: { name: shop, namespace: web, labels: { app: shop, app.kubernetes.io/part-of: Mall, tier: front }, annotations: { team: Till } }
spec:
  selector: { app: shop }
  ports: [{ name: http, port: 80, targetPort: web }, { name: debug, port: 81, targetPort: 6060 }]
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: shop, namespace: web }
spec:
  replicas: 2
  template:
    metadata: { labels: { app: shop, version: v1.2 } }
    spec: { containers: [{ name: shop, ports: [{ name: web, containerPort: 8080 }] }] }
`;

/** What every pod exposes, without the prefix that tells the cases apart. */
const EXPOSED: readonly Labels[] = [
  { __name__: 'requests', code: '200', endpoint: '/buy', job: 'inner', namespace: 'Inner', path: '/Buy/42' },
  { __name__: 'nested', pod: 'own', exported_pod: 'older' },
  { __name__: 'empty', service: '', code: '200' },
];

const PODS = [0, 1] as const;

/** Names and regular expressions differ between the versions. */
const MAJOR = ENGINE.version[0] < 3 ? 2 : 3;

/** One case, prepared for the model and for the real Prometheus. */
class Experiment {
  readonly config: ScrapeConfig;
  readonly discovered: readonly Labels[];
  readonly viaModel: ModelledTarget;

  /** @param ports of the servers that stand for the pods */
  constructor(
    readonly prefix: string,
    { kind, endpoint, spec, prometheus, shard }: LabCase,
    ports: readonly number[],
  ) {
    const plain = { port: kind === 'PodMonitor' ? 'web' : 'http' };
    const monitor = JSON.stringify({
      apiVersion: 'monitoring.coreos.com/v1',
      kind: kind ?? 'ServiceMonitor',
      metadata: { name: prefix, namespace: 'web' },
      spec: {
        selector: { matchLabels: { app: 'shop' } },
        [kind === 'PodMonitor' ? 'podMetricsEndpoints' : 'endpoints']: [plain, endpoint ?? plain],
        ...spec,
      },
    });
    const resource = JSON.stringify({
      apiVersion: 'monitoring.coreos.com/v1',
      kind: 'Prometheus',
      metadata: { name: 'k8s', namespace: 'monitoring' },
      spec: { version: `v${ENGINE.prometheusVersion}`, ...prometheus },
    });
    const manifests = manifestsOf(readManifests([workload, monitor, resource].join('\n---\n'), 'lab.yaml'));
    const settings = prometheusSettings(manifests);
    // What is discovered does not depend on the endpoint.
    const [discovering, path] = scrapePaths(manifests);
    const [link] = discovering!.links;
    const [target] = link!.targets;
    this.config = scrapeConfig(path!.monitor, 1, settings, {
      version: ENGINE.version,
      ...(shard === undefined ? {} : { shard }),
    })!;
    this.discovered = PODS.map((pod) => ({
      ...discoveredLabels(link!, target!, roleOf(path!.monitor, settings), pod),
      __address__: `127.0.0.1:${ports[pod]}`,
    }));
    this.viaModel = modelTargetLabels(settings).of(path!, link!, target!);
  }

  /** What the model says. */
  get modelled(): LabResult {
    const targets = this.discovered.map((labels) => {
      const outcome = scrapedTarget(this.config, labels, new Regexes(MAJOR));
      return outcome.kind === 'kept' ? outcome.labels : undefined;
    });
    const series = targets.flatMap((labels) =>
      labels === undefined
        ? []
        : this.exposed
            .map((exposed) => storedSeries(this.config, labels, exposed, new Regexes(MAJOR)))
            .filter((stored) => stored !== undefined),
    );
    return { targets, series: eachOnce(series) };
  }

  /** Series as its pods expose them. */
  get exposed(): readonly Labels[] {
    return EXPOSED.map((labels) => ({ ...labels, __name__: `${this.prefix}_${labels['__name__']}` }));
  }
}

/** Relabeling of a target that is never scraped. */
export interface BareCase {
  readonly labels: Labels;
  readonly relabelings: readonly Relabeling[];
}

/** A target that is relabeled by nothing else. */
export const bareTarget = ({ labels, relabelings }: BareCase, index: number): Labels | undefined => {
  const rules = { ...BARE, jobName: `bare${index}`, relabelings };
  const outcome = scrapedTarget(rules, { ...labels, __address__: NOWHERE }, new Regexes(MAJOR));
  return outcome.kind === 'kept' ? outcome.labels : undefined;
};

const BARE: Omit<LabelRules, 'jobName' | 'relabelings'> = {
  path: '/metrics',
  scheme: 'http',
  params: {},
  honorLabels: false,
  metricRelabelings: [],
};

/** Nothing listens there. */
const NOWHERE = '127.0.0.1:1';

export interface Lab {
  readonly experiments: readonly Experiment[];
  /** What the real Prometheus did. */
  readonly real: readonly LabResult[];
  /** Labels of the bare targets; undefined for one that was dropped. */
  readonly bare: readonly (Labels | undefined)[];
  stop(): Promise<void>;
}

/** Gives every case to one real Prometheus as a job of its own, whose targets are discovered from a file. */
export async function startLab(cases: readonly LabCase[], bareCases: readonly BareCase[]): Promise<Lab> {
  const servers = await Promise.all(cases.flatMap(() => PODS.map(() => startPod())));
  const stopServers = () => servers.forEach(({ server }) => (server.closeAllConnections(), server.close()));
  try {
    const experiments = cases.map((each, index) => {
      const pods = servers.slice(index * PODS.length, (index + 1) * PODS.length);
      const experiment = new Experiment(
        `c${index}`,
        each,
        pods.map(({ port }) => port),
      );
      for (const pod of pods) pod.expose(experiment.exposed);
      return experiment;
    });
    const prometheus = await startPrometheus(
      (folder) => ({
        global: { scrape_interval: '1s', scrape_timeout: '1s' },
        scrape_configs: [
          ...experiments.map(({ prefix, config }) =>
            scrapeJob(config, { file_sd_configs: [{ files: [`${folder}/${prefix}.yml`] }] }),
          ),
          ...bareCases.map(({ labels, relabelings }, index) => ({
            job_name: `bare${index}`,
            static_configs: [{ targets: [NOWHERE], labels }],
            relabel_configs: relabelings.map(relabelConfig),
          })),
        ],
      }),
      Object.fromEntries(
        experiments.map(({ prefix, discovered }) => [
          `${prefix}.yml`,
          discovered.map(({ __address__, ...labels }) => ({ targets: [__address__], labels })),
        ]),
      ),
    );
    const stop = async () => {
      stopServers();
      await prometheus.stop();
    };
    try {
      const targets = await targetsOnce(prometheus.url, cases.length * PODS.length + bareCases.length);
      const bare = bareCases.map(
        (_, index) => targets.activeTargets.find(({ scrapePool }) => scrapePool === `bare${index}`)?.labels,
      );
      return { experiments, real: await observe(prometheus, targets, experiments), bare, stop };
    } catch (error) {
      await prometheus.stop();
      throw error;
    }
  } catch (error) {
    stopServers();
    throw error;
  }
}

interface Pod {
  readonly server: Server;
  readonly port: number;
  expose(series: readonly Labels[]): void;
}

async function startPod(): Promise<Pod> {
  let page = '';
  const server = createServer((_request, response) => {
    response.setHeader('Content-Type', 'text/plain; version=0.0.4');
    response.end(page);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    server,
    port: (server.address() as AddressInfo).port,
    expose: (series) => (page = series.map(exposition).join('')),
  };
}

function exposition({ __name__, ...labels }: Labels): string {
  const pairs = Object.entries(labels).map(([name, value]) => `${name}=${JSON.stringify(value)}`);
  return `${__name__}{${pairs.join(',')}} 1\n`;
}

/** As the API of Prometheus tells it. */
interface Targets {
  readonly activeTargets: readonly {
    readonly labels: Labels;
    readonly discoveredLabels: Labels;
    /** The job. */
    readonly scrapePool: string;
  }[];
  readonly droppedTargets: readonly { readonly discoveredLabels: Labels }[];
}

async function observe(
  prometheus: Prometheus,
  { activeTargets }: Targets,
  experiments: readonly Experiment[],
): Promise<readonly LabResult[]> {
  const scraped = activeTargets.filter(({ discoveredLabels }) => discoveredLabels['__address__'] !== NOWHERE);
  // The samples of a scrape are stored together with its `up`.
  await prometheus.queryUntil('count(up == 1)', ([count]) => Number(count?.value[1]) === scraped.length);
  const stored = (await prometheus.query('{__name__=~"c[0-9]+_.*"}')).map(({ metric }) => metric);
  return experiments.map(({ prefix, discovered }) => ({
    targets: discovered.map(
      ({ __address__ }) =>
        activeTargets.find(({ discoveredLabels }) => discoveredLabels['__address__'] === __address__)?.labels,
    ),
    series: eachOnce(stored.filter(({ __name__ }) => __name__!.startsWith(`${prefix}_`))),
  }));
}

const eachOnce = (series: readonly Labels[]): readonly Labels[] => {
  const texts = series.map((labels) => JSON.stringify(Object.entries(labels).toSorted()));
  return [...new Set(texts)]
    .toSorted()
    .map((text) => Object.fromEntries(JSON.parse(text) as [string, string][]));
};

async function targetsOnce(url: string, expected: number): Promise<Targets> {
  const deadline = Date.now() + PATIENCE;
  for (;;) {
    const body = (await (await fetch(`${url}/api/v1/targets`)).json()) as { readonly data: Targets };
    const known = body.data.activeTargets.length + body.data.droppedTargets.length;
    if (known >= expected) return body.data;
    if (Date.now() > deadline) throw new Error(`Prometheus knows ${known} targets of ${expected}`);
    await wait(100);
  }
}

/** Milliseconds to wait for targets; reached only when a test fails. */
const PATIENCE = 25_000;
