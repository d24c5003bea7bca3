import { check } from '../../../../src/doctor/checks/target-down/loopback-listener';
import { findingsFor } from '../../../support/doctor';
import { chain, podMonitor, pods, serviceMonitor } from '../scrape-chain';

const started = (args: string, monitor = serviceMonitor()) =>
  chain({ monitor, deployment: pods().replace('containers: [{', `containers: [{ ${args},`) });

test('a server listens on the loopback address alone', () => {
  expect(findingsFor(check, started('args: ["--metrics-bind-address=127.0.0.1:8080"]'))).toMatchObject([
    {
      code: 'loopback-listener',
      severity: 'error',
      path: 'spec.endpoints[0].port',
      message:
        'container cart of Deployment shop/cart listens on 127.0.0.1:8080, where only the pod itself can connect',
      found: '--metrics-bind-address=127.0.0.1:8080',
      expected: ':8080',
      fix: 'in container cart: --metrics-bind-address=:8080',
    },
  ]);
});

test.each([
  ['two arguments', started('args: [--web.listen-address, "localhost:8080"]')],
  ['a command', started('command: [app, "--telemetry-addr=[::1]:8080"]')],
  [
    'a PodMonitor',
    started('args: ["--listen=127.0.0.1:8080"]', podMonitor('podMetricsEndpoints: [{ port: http }]')),
  ],
  [
    'a number',
    started('args: ["--listen=127.0.0.1:8080"]', serviceMonitor('endpoints: [{ targetPort: 8080 }]')),
  ],
])('it is found with %s', (_what, text) => {
  expect(findingsFor(check, text)).toHaveLength(1);
});

test.each([
  [
    'a list of URLs, as etcd has it',
    'command: [etcd, "--listen-client-urls=https://127.0.0.1:2379", "--listen-metrics-urls=http://127.0.0.1:8080"]',
    'in container cart: --listen-metrics-urls=http://0.0.0.0:8080',
  ],
  [
    'the address of kube-scheduler, with its port',
    'command: [kube-scheduler, --bind-address=127.0.0.1, --secure-port=8080]',
    'in container cart: --bind-address=0.0.0.0',
  ],
])('%s', (_what, args, fix) => {
  expect(findingsFor(check, started(args))).toMatchObject([{ severity: 'error', fix }]);
});

test('a long list of URLs without an end is read in linear time', () => {
  const urls = `--listen-urls=${'http://a'.repeat(200)},x`;
  expect(findingsFor(check, started(`command: [etcd, "${urls}"]`))).toEqual([]);
});

test('kube-controller-manager listens on its usual port', () => {
  const text = started('command: [/usr/local/bin/kube-controller-manager, "--bind-address=127.0.0.1"]');
  expect(findingsFor(check, text)).toEqual([]);
  expect(findingsFor(check, text.replaceAll('8080', '10257'))).toHaveLength(1);
});

test.each([
  ['no arguments', chain()],
  ['another port', started('args: ["--listen=127.0.0.1:9090"]')],
  ['every address', started('args: ["--listen=:8080"]')],
  [
    'another URL of the list on every address',
    started('command: [etcd, "--listen-metrics-urls=http://127.0.0.1:8080,http://10.0.0.4:8080"]'),
  ],
  [
    'kube-scheduler on every address',
    started('command: [kube-scheduler, --bind-address=0.0.0.0, --secure-port=8080]'),
  ],
  [
    'the bind address of another program',
    started('command: [app, --bind-address=127.0.0.1, --secure-port=8080]'),
  ],
  ['one address of two', started('args: ["--listen=127.0.0.1:8080", "--listen=10.0.0.1:8080"]')],
  [
    'the address of another server',
    started('args: ["--upstream=http://127.0.0.1:8080/", "--redis-addr=127.0.0.1:8080"]'),
  ],
])('it finds nothing with %s', (_what, text) => {
  expect(findingsFor(check, text)).toEqual([]);
});
