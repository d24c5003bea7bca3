import { defineEnvironment, environmentWarnings, type EnvironmentProps } from '../../src/catalog/environment';
import { sentence } from '../../src/findings/invalid-input';
import { everyReceiver } from '../outputs/kube-prometheus-stack/environments';
import { anEnvironment } from '../support/catalog';

const [receiver] = everyReceiver;
const told: Partial<EnvironmentProps> = {
  receivers: [receiver!],
  heartbeat: { url: { name: 'heartbeat', key: 'url' } },
};

const warningsOf = (changes: Partial<EnvironmentProps>) =>
  environmentWarnings(defineEnvironment({ ...anEnvironment, ...changes })).map(sentence);

test('an environment with one shard that tells somebody, even of its own end, is nothing to warn of', () => {
  expect(warningsOf(told)).toEqual([]);
});

test('with several shards, the rules do not belong into Prometheus', () => {
  expect(
    warningsOf({ ...told, shards: 2, thanos: { objectStorage: { name: 'thanos', key: 'objstore.yml' } } }),
  ).toEqual([
    'environment "test": make every shard evaluate the rules over its part of the targets only (shards: 2). Leave the PrometheusRules out there, and evaluate them where all series come together.',
  ]);
});

test('without receivers, alerts reach nobody', () => {
  expect(warningsOf({})).toEqual([
    'environment "test": are none, so that alerts reach nobody (receivers: []). Add one for critical alerts, or look at Alertmanager yourself.',
  ]);
});

test('without a heartbeat, nobody hears of the end of monitoring', () => {
  expect(warningsOf({ receivers: [receiver!] })).toEqual([
    'environment "test": is missing, so that nobody is told when Prometheus or Alertmanager itself is down (heartbeat). Name a Secret with the address of a service that calls you when it hears nothing.',
  ]);
});

test('a heartbeat is sent every five minutes', () => {
  expect(defineEnvironment({ ...anEnvironment, ...told }).heartbeat!.every).toBe('5m');
});

test.each<[string, Partial<EnvironmentProps>, string]>([
  [
    'a heartbeat faster than Alertmanager',
    { heartbeat: { url: { name: 'heartbeat', key: 'url' }, every: '30s' as const } },
    'heartbeat.every is shorter than Alertmanager keeps (got "30s"); use 1m or more',
  ],
  [
    'a receiver of the name that the heartbeat has',
    { receivers: [{ ...receiver!, name: 'heartbeat' }] },
    'receivers take the name of the receiver of the heartbeat (got "heartbeat"); rename it',
  ],
  [
    'a receiver for no team',
    { receivers: [{ ...receiver!, teams: [] }] },
    'receivers[0].teams are empty (got []); list at least one team, or leave them out for all alerts',
  ],
  [
    'an address that ends in a slash',
    { externalUrls: { alertmanager: 'https://alerts.example.com/' } },
    'externalUrls.alertmanager ends in a slash (got "https://alerts.example.com/"); leave it out',
  ],
  [
    'an address that Helm would fill in',
    { grafana: { adminSecret: 'admin', url: 'https://{{ .Values.host }}' } },
    'grafana.url holds a template (got "https://{{ .Values.host }}"); write the address out',
  ],
])('%s is refused', (_what, changes, message) => {
  expect(() => defineEnvironment({ ...anEnvironment, ...changes })).toThrow(`environment "test": ${message}`);
});
