import { parse } from 'yaml';
import { check } from '../../../../src/doctor/checks/target-down/static-address';
import { besideOthers, mountedFiles, plainObject } from '../../../../src/doctor/sources/plain-files';
import { factsOf } from '../../../../src/doctor/facts';
import { findingsOf, runChecks } from '../../../../src/doctor/run';
import type { Fields } from '../../../../src/findings/fields';
import { readManifests } from '../../../../src/kubernetes/read';
import { findingsFor } from '../../../support/doctor';
import { values, yaml } from '../yaml';

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

describe('URLs', () => {
  const config = (url: string): string =>
    `route: { receiver: bot }\nreceivers: [{ name: bot, webhook_configs: [{ url: "${url}" }] }]\n`;
  const secret = (url: string): string =>
    yaml(
      'Secret',
      'name: alertmanager-main, namespace: monitoring',
      `stringData: { alertmanager.yaml: ${JSON.stringify(config(url))} }`,
    );
  const resource = (url: string): string =>
    yaml(
      'AlertmanagerConfig',
      'name: bot',
      `spec: { route: { receiver: bot }, receivers: [{ name: bot, webhookConfigs: [{ url: "${url}" }] }] }`,
    );
  const remote = (url: string): string =>
    yaml('Prometheus', 'name: k8s', `spec: { remoteWrite: [{ url: "${url}" }] }`);
  const WEBHOOK = 'receivers[0].webhook_configs[0].url';

  test.each([
    [
      'the webhook of a Secret',
      secret('http://alerts:8080/notify?to=ops'),
      `stringData["alertmanager.yaml"].${WEBHOOK}`,
      'url: http://alerts:9093/notify?to=ops',
    ],
    [
      'the webhook of an AlertmanagerConfig',
      resource('https://alerts.monitoring.svc'),
      'spec.receivers[0].webhookConfigs[0].url',
      'url: https://alerts.monitoring.svc:9093',
    ],
    [
      'the address for samples',
      remote('http://alerts.monitoring.svc:9090/api/v1/write'),
      'spec.remoteWrite[0].url',
      'url: http://alerts.monitoring.svc:9093/api/v1/write',
    ],
  ])('%s', (_what, text, path, fix) => {
    expect(findingsFor(check, text + service())).toMatchObject([
      { severity: 'error', message: 'Service monitoring/alerts has no such port', path, fix },
    ]);
  });

  test('of values are resolved in the namespace of the chart', () => {
    const given = values({
      alertmanager: {
        config: { receivers: [{ name: 'bot', webhook_configs: [{ url: 'http://alerts:8080' }] }] },
      },
    });
    expect(findingsFor(check, service(), given)).toMatchObject([
      { path: `alertmanager.config.${WEBHOOK}`, fix: 'url: http://alerts:9093' },
    ]);
  });

  test('of files', () => {
    const plain = [
      plainObject(parse(config('http://alerts.monitoring.svc:1')) as Fields, 'alertmanager.yml')!,
      plainObject(
        { rule_files: [], remote_write: [{ url: 'http://alerts.monitoring.svc:2' }] },
        'prometheus.yml',
      )!,
    ];
    const services = readManifests(service(), 'test.yaml');
    const facts = factsOf({ objects: [...services, ...besideOthers(plain, services, false)] });
    expect(findingsOf(runChecks([check], facts)).map(({ path }) => path)).toEqual([
      WEBHOOK,
      'remote_write[0].url',
    ]);
  });

  test.each([
    'https://hooks.example.com/a',
    'http://user:secret@alerts.monitoring.svc:1/a',
    'http://alerts.monitoring.svc:${PORT}',
    'http://alerts:9093',
    'alerts:1',
  ])('%s is left alone', (url) => {
    expect(findingsFor(check, secret(url) + service())).toEqual([]);
  });
});
