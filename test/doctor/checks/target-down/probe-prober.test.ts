import { check } from '../../../../src/doctor/checks/target-down/probe-prober';
import { findingsFor } from '../../../support/doctor';
import { aService } from '../scrape-chain';
import { yaml } from '../yaml';

const probe = (url: string) =>
  yaml(
    'Probe',
    'name: site',
    `spec: { prober: { url: "${url}" }, targets: { staticConfig: { static: [a] } } }`,
  );
const exporter = (spec = '') =>
  aService(`ports: [{ name: http, port: 9115 }]${spec}`, 'name: blackbox, namespace: monitoring');

test('the port of the prober must be a port of its Service', () => {
  expect(findingsFor(check, probe('blackbox.monitoring.svc:9116') + exporter())).toEqual([
    {
      code: 'probe-prober',
      check: 'probe-prober',
      severity: 'error',
      resource: 'Probe monitoring/site',
      path: 'spec.prober.url',
      message: 'Service monitoring/blackbox has no such port',
      found: 'blackbox.monitoring.svc:9116',
      expected: 'one of 9115',
      fix: 'url: blackbox.monitoring.svc:9115',
      at: { file: 'test.yaml', line: 2 },
    },
  ]);
});

test.each([
  [
    '',
    'error',
    'the Probe has no prober, so the operator rejects it',
    'url: blackbox-exporter.monitoring.svc:9115',
  ],
  [
    'http://blackbox:9115/probe',
    'error',
    'the field takes a host and a port only, so the operator rejects the Probe',
    'url: blackbox:9115',
  ],
  ['blackbox', 'error', 'Service monitoring/blackbox has no such port', 'url: blackbox:9115'],
  [
    'blackbox.web.svc.cluster.local:9115',
    'warning',
    'the name resolves to namespace web, but the Service was read in namespace monitoring',
    'url: blackbox.monitoring.svc:9115',
  ],
])('it finds "%s"', (url, severity, message, fix) => {
  expect(findingsFor(check, probe(url) + exporter())).toMatchObject([{ severity, message, fix }]);
});

test.each([
  ['the Service by its full name', probe('blackbox.monitoring.svc.cluster.local:9115') + exporter()],
  ['the Service in the namespace of Prometheus', probe('blackbox:9115') + exporter()],
  ['a Service that was not read', probe('other.monitoring.svc:9115') + exporter()],
  ['a host outside', probe('blackbox.example.com:443') + exporter()],
  ['an address', probe('10.0.0.1:9115') + exporter()],
  ['a headless Service', probe('blackbox.monitoring:9999') + exporter(', clusterIP: None')],
])('it finds nothing in %s', (_what, text) => {
  expect(findingsFor(check, text)).toEqual([]);
});

test('a misspelt name', () => {
  expect(findingsFor(check, probe('blakbox.monitoring.svc:9115') + exporter())).toMatchObject([
    {
      severity: 'warning',
      message: 'no Service of that name was read, but Service monitoring/blackbox was',
      fix: 'url: blackbox.monitoring.svc:9115',
    },
  ]);
  expect(findingsFor(check, probe('whitebox.monitoring.svc:9115') + exporter())).toEqual([]);
});
