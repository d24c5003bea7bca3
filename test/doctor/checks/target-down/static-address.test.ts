import { check } from '../../../../src/doctor/checks/target-down/static-address';
import { besideOthers, mountedFiles, plainObject } from '../../../../src/doctor/sources/plain-files';
import { factsOf } from '../../../../src/doctor/facts';
import { findingsOf, runChecks } from '../../../../src/doctor/run';
import type { Fields } from '../../../../src/findings/fields';
import { readManifests } from '../../../../src/kubernetes/read';
import { findingsFor } from '../../../support/doctor';
import { yaml } from '../yaml';

const service = (spec = '', metadata = 'name: alerts, namespace: monitoring') =>
  yaml('Service', metadata, `spec: { ports: [{ name: web, port: 9093 }]${spec} }`);
const scrape = (target: string, more = '') =>
  yaml('ScrapeConfig', 'name: x', `spec: { staticConfigs: [{ targets: ["b:1", "${target}"] }]${more} }`);

test('a port that the Service does not have', () => {
  expect(findingsFor(check, scrape('alerts.monitoring.svc:9094') + service())).toMatchObject([
    {
      severity: 'error',
      resource: 'ScrapeConfig monitoring/x',
      path: 'spec.staticConfigs[0].targets[1]',
      message: 'Service monitoring/alerts has no such port',
      found: 'alerts.monitoring.svc:9094',
      expected: 'one of 9093',
      fix: 'targets: ["b:1","alerts.monitoring.svc:9093"]',
    },
  ]);
});

test.each([
  ['alerts.monitoring.svc', '', 'error', 'alerts.monitoring.svc:9093'],
  ['alerts.shop.svc.cluster.local:9093', '', 'warning', 'alerts.monitoring.svc:9093'],
  ['allerts.monitoring:9093', '', 'warning', 'alerts.monitoring.svc:9093'],
  ['alerts:443', ', scheme: HTTPS', 'error', 'alerts:9093'],
])('the address %s%s', (target, more, severity, meant) => {
  expect(findingsFor(check, scrape(target, more) + service())).toMatchObject([
    { severity, fix: `targets: ["b:1","${meant}"]` },
  ]);
});

test.each([
  ['a Service and its port', scrape('alerts.monitoring.svc:9093') + service()],
  ['the default port of https', scrape('alerts', ', scheme: https') + service().replace('9093', '443')],
  ['a Service that was not read', scrape('other.monitoring.svc:9093') + service()],
  ['a headless Service', scrape('alerts.monitoring.svc:1') + service(', clusterIP: None')],
  ['a host outside of the cluster', scrape('alerts.example:9094') + service()],
  ['a host with several dots', scrape('alerts.example.com:9094') + service()],
  ['a placeholder', scrape('alerts.monitoring.svc:${PORT}') + service()],
  [
    'an address that relabeling replaces',
    scrape(
      'alerts.monitoring.svc:9094',
      ', relabelings: [{ targetLabel: __address__, replacement: "b:1" }]',
    ) + service(),
  ],
])('nothing is wrong with %s', (_what, text) => {
  expect(findingsFor(check, text)).toEqual([]);
});

describe('a prometheus.yml', () => {
  const CONFIG: Fields = {
    alerting: { alertmanagers: [{ static_configs: [{ targets: ['alerts:9094'] }] }] },
    scrape_configs: [
      { job_name: 'a', static_configs: [{ targets: ['alerts.monitoring.svc:9095'] }] },
      {
        job_name: 'probes',
        static_configs: [{ targets: ['alerts.monitoring.svc:9096'] }],
        relabel_configs: [{ target_label: '__address__', replacement: 'b:1' }],
      },
    ],
  };
  const services = readManifests(service(), 'test.yaml');
  const found = (plain: Parameters<typeof besideOthers>[0]) =>
    findingsOf(
      runChecks([check], factsOf({ objects: [...services, ...besideOthers(plain, services, false)] })),
    );

  test('of a ConfigMap resolves names in the namespace of that', () => {
    const map = yaml(
      'ConfigMap',
      'name: prometheus, namespace: monitoring',
      `data: { prometheus.yml: ${JSON.stringify(
        JSON.stringify(CONFIG, null, 2)
          .replaceAll(/^ {2}"(\w+)"/gm, '$1')
          .replace(/^\{\n|\n\}$/g, ''),
      )} }`,
    );
    expect(found(mountedFiles(readManifests(map, 'test.yaml')))).toMatchObject([
      { path: 'scrape_configs[0].static_configs[0].targets[0]', found: 'alerts.monitoring.svc:9095' },
      {
        path: 'alerting.alertmanagers[0].static_configs[0].targets[0]',
        found: 'alerts:9094',
        fix: 'targets: ["alerts:9093"]',
      },
    ]);
  });

  test('of a file does not, as that may be outside of the cluster', () => {
    expect(found([plainObject(CONFIG, 'prometheus.yml')!])).toMatchObject([
      { resource: 'file prometheus.yml', found: 'alerts.monitoring.svc:9095' },
    ]);
  });
});
