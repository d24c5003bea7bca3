import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { freePort } from '../../../test/support/free-port';
import { kubernetesObject } from '../../../src/kubernetes/object';
import { shortened } from '../../../src/local/clock';
import { ruleFile } from '../../../src/local/rule-files';
import { printGroup, type PrintedGroup } from '../../../src/rules/rule';
import type { Duration } from '../../../src/promql/window';
import { ownGroupsIn, pyrraIn, slothIn, type Design } from '../designs';
import { Engine } from './engine';
import type { Pod } from './pod';

/** Seconds on the rules' clock in one real second. */
const SPEED = 30;

export const real = (length: Duration): Duration => shortened(length, { speed: SPEED }) as Duration;

/** Minutes on the rules' clock. */
const minutes = (milliseconds: number): number => (milliseconds / 60_000) * SPEED;
export const milliseconds = (passed: number): number => (passed * 60_000) / SPEED;

/** Seconds on the rules' clock, in tenths. */
export const fromReal = (seconds: number): number => Math.round(seconds * SPEED * 10) / 10;

/** What two replicas write remotely, and the third reads. */
const RAW = 'order_api_requests_total|up|process_start_time_seconds';

/** Where services are scraped and rules evaluated: in one Prometheus, and where two replicas of it write to. */
/** The interval: no page hangs here, and a machine that stands still for a third of a second is not an outage. */
export const SCRAPE_TIMEOUT: Duration = '30s';

export class Topology {
  /** Whether pods serve requests. */
  busy = false;
  private relabelled = false;

  private constructor(
    private readonly pods: readonly Pod[],
    private readonly pages: Server,
    /** Scrapes and evaluates, and is stopped now and then. It writes to the receiver, too. */
    readonly direct: Engine,
    /** The second replica, which only scrapes and writes. */
    private readonly replica: Engine,
    /** Evaluates what both have written. */
    readonly receiver: Engine,
  ) {}

  static async start(pods: readonly Pod[]): Promise<Topology> {
    const lookBack = `--query.lookback-delta=${real('5m')}`;
    const ports = [await freePort(), await freePort(), await freePort()] as const;
    const topology: Topology = new Topology(
      pods,
      createServer((request, response) => {
        const [, scraper = '', namespace, name] = request.url!.split('/');
        const pod = pods.find((each) => each.namespace === namespace && each.name === name)!;
        pod.grow(minutes, topology.busy);
        if (!pod.up || pod.pageFails) {
          response.destroy();
          return;
        }
        const { text, sent } = pod.page(scraper);
        response.once('finish', sent);
        setTimeout(
          () => response.writeHead(200, { 'Content-Type': 'text/plain; version=0.0.4' }).end(text),
          milliseconds(pod.delay / 60),
        );
      }),
      new Engine('direct', ports[0], [lookBack]),
      new Engine('replica', ports[1], [lookBack]),
      new Engine('receiver', ports[2], [lookBack, '--web.enable-remote-write-receiver']),
    );
    topology.pages.listen(0, '127.0.0.1');
    await once(topology.pages, 'listening');
    topology.configure();
    topology.receiver.write({
      'prometheus.yml': { rule_files: ['rules.yml'] },
      // Samples come later than they are stamped.
      'rules.yml': { groups: topology.groups().map((group) => ({ ...group, query_offset: real('30s') })) },
    });
    for (const engine of topology.engines) await engine.start();
    return topology;
  }

  /** Gives every target another label, and the rules another file, and with it another time of evaluation. */
  relabel(): void {
    this.relabelled = true;
    this.configure();
    this.direct.reload();
    this.replica.reload();
  }

  async remove(): Promise<void> {
    // The receiver last: the others send what they have before they end.
    for (const engine of this.engines.toReversed()) await engine.remove();
    this.pages.closeAllConnections();
    this.pages.close();
  }

  private get engines(): readonly Engine[] {
    return [this.receiver, this.direct, this.replica];
  }

  private configure(): void {
    const rules = this.relabelled ? 'rules-moved.yml' : 'rules.yml';
    this.direct.write({ [rules]: { groups: this.groups() }, 'prometheus.yml': this.scraping('a', rules) });
    this.replica.write({ 'prometheus.yml': this.scraping('b') });
  }

  private scraping(replica: string, ...ruleFiles: readonly string[]): object {
    const address = `127.0.0.1:${(this.pages.address() as AddressInfo).port}`;
    return {
      global: {
        scrape_interval: real('30s'),
        scrape_timeout: real(SCRAPE_TIMEOUT),
        external_labels: { replica },
      },
      rule_files: ruleFiles,
      remote_write: [
        {
          url: `${this.receiver.url}/api/v1/write`,
          write_relabel_configs: [{ source_labels: ['__name__'], regex: RAW, action: 'keep' }],
          queue_config: { batch_send_deadline: real('5s'), min_backoff: '10ms' },
        },
      ],
      scrape_configs: [
        {
          job_name: 'order-api',
          static_configs: this.pods.map(({ namespace, name }) => ({
            targets: [address],
            labels: {
              __metrics_path__: `/${replica}/${namespace}/${name}`,
              namespace,
              pod: name,
              instance: `${name}:8000`,
              ...(this.relabelled ? { version: '2' } : {}),
            },
          })),
        },
      ],
    };
  }

  /** The rules of all designs for all namespaces, on the faster clock. */
  private groups(): readonly PrintedGroup[] {
    const namespaces = [...new Set(this.pods.map(({ namespace }) => namespace))];
    const groups = namespaces.flatMap((namespace) => [
      ...ownGroupsIn(namespace).map((group) => ({
        ...printGroup(group),
        name: `${namespace}-${group.name}`,
      })),
      ...[slothIn(namespace), pyrraIn(namespace)].flatMap((design) => peerGroups(design, namespace)),
    ]);
    const resource = kubernetesObject({
      apiVersion: 'monitoring.coreos.com/v1',
      kind: 'PrometheusRule',
      metadata: { name: 'rules' },
      spec: { groups },
    })!;
    return ruleFile(resource, { speed: SPEED, real: 0, shown: 0 }).content
      .groups as unknown as PrintedGroup[];
  }
}

function peerGroups({ name, rules }: Design, namespace: string): readonly PrintedGroup[] {
  return [...new Set(rules.map(({ every }) => every))].map((interval) => ({
    name: `${namespace} ${name} ${interval}`,
    interval,
    rules: rules.flatMap(({ record, expr, every }, index) =>
      every === interval
        ? [{ record: record ?? `peer:rule_${index}:ratio`, expr, labels: { namespace, design: name } }]
        : [],
    ),
  }));
}
