import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { manifestsOf } from '../../src/kubernetes/manifests';
import { kubernetesObject } from '../../src/kubernetes/object';
import { discoveredLabels } from '../../src/operator/discovery';
import { roleOf } from '../../src/operator/monitor-relabelings';
import { prometheusSettings } from '../../src/operator/prometheus-settings';
import { scrapeConfig, scrapeJob } from '../../src/operator/scrape-config';
import { scrapePaths } from '../../src/operator/scrape-path';
import { aService, chain, podMonitor, serviceMonitor } from '../doctor/checks/scrape-chain';
import { cure, documentsOf, errorsIn } from '../support/cure';
import { ENGINE } from '../support/engines';
import { startPrometheus } from '../support/prometheus';

/** Chains without a target, whose monitor the printed fix corrects. */
const WRONG: readonly (readonly [what: string, text: string])[] = [
  ['the port of the container', chain({ monitor: serviceMonitor('endpoints: [{ port: http }]') })],
  [
    'the number of the Service',
    chain({
      monitor: serviceMonitor('endpoints: [{ targetPort: 9090 }]'),
      service: aService('ports: [{ name: web, port: 9090, targetPort: http }]'),
    }),
  ],
  ['a number in quotes', chain({ monitor: podMonitor('podMetricsEndpoints: [{ port: "8080" }]') })],
];

const pathsOf = (documents: readonly unknown[]) => {
  const manifests = manifestsOf(documents.map((document) => kubernetesObject(document)!));
  return { settings: prometheusSettings(manifests), path: scrapePaths(manifests)[0]! };
};

test('a real Prometheus drops the targets of wrong chains, and scrapes those of the cured ones', async () => {
  const page = createServer((_request, response) => {
    response.setHeader('Content-Type', 'text/plain; version=0.0.4');
    response.end('up_and_running 1\n');
  }).listen(0, '127.0.0.1');
  await once(page, 'listening');
  const address = `127.0.0.1:${(page.address() as AddressInfo).port}`;
  const jobs = WRONG.flatMap(([, text], index) => {
    expect(errorsIn(documentsOf(text))).toHaveLength(1);
    const { documents, left } = cure(text);
    expect(left).toEqual([]);
    const after = pathsOf(documents);
    const [link] = after.path.links;
    // The fix changes the monitor alone, so Kubernetes lists the same addresses before and after it.
    const { __address__, ...labels } = discoveredLabels(
      link!,
      link!.targets[0]!,
      roleOf(after.path.monitor, after.settings),
      0,
    );
    expect(__address__).toMatch(/:8080$/);
    return [pathsOf(documentsOf(text)), after].map(({ settings, path }, cured) => ({
      ...scrapeJob(scrapeConfig(path.monitor, 0, settings, { version: ENGINE.version })!, {
        static_configs: [{ targets: [address], labels }],
      }),
      job_name: `${cured === 0 ? 'wrong' : 'cured'}${index}`,
    }));
  });
  const prometheus = await startPrometheus(
    () => ({ global: { scrape_interval: '1s', scrape_timeout: '1s' }, scrape_configs: jobs }),
    {},
  );
  try {
    await prometheus.queryUntil('up == 1', (result) => result.length === WRONG.length);
    const { data } = (await (await fetch(`${prometheus.url}/api/v1/targets`)).json()) as {
      readonly data: { readonly activeTargets: readonly { readonly scrapePool: string }[] };
    };
    expect(data.activeTargets.map(({ scrapePool }) => scrapePool).toSorted()).toEqual(
      WRONG.map((_, index) => `cured${index}`),
    );
  } finally {
    await prometheus.stop();
    page.closeAllConnections();
    page.close();
  }
});
