import { defineEnvironment, queryOffsetOf, type EnvironmentProps } from '../../src/catalog/environment';
import { environmentWarnings } from '../../src/catalog/environment-warnings';
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

test('with several shards, the rules do not belong in Prometheus', () => {
  expect(
    warningsOf({ ...told, shards: 2, thanos: { objectStorage: { name: 'thanos', key: 'objstore.yml' } } }),
  ).toEqual([
    `environment "test": every shard evaluates the rules over its own part of the targets only (shards: 2). Set ruler: 'central', and evaluate the rules where all series are available.`,
  ]);
});

test('a central ruler needs the series of the cluster, and all shards', () => {
  const remoteWrite = [{ name: 'mimir', url: 'https://mimir.example.com/api/v1/push' }];
  expect(warningsOf({ ...told, ruler: 'central', shards: 2, remoteWrite })).toEqual([]);
  expect(warningsOf({ ...told, ruler: 'central' })).toEqual([
    'environment "test": no remoteWrite or thanos configured, so a central ruler finds no series of this cluster (ruler: "central"). Set remoteWrite or thanos, unless Prometheus exports its samples in another way.',
  ]);
});

test('a central ruler looks back a minute, and another one only where that is set', () => {
  const offset = (changes: Partial<EnvironmentProps>) =>
    queryOffsetOf(defineEnvironment({ ...anEnvironment, ...changes }));
  expect(offset({})).toBeUndefined();
  expect(offset({ ruleQueryOffset: '30s' })).toBe('30s');
  expect(offset({ ruler: 'central' })).toBe('1m');
  expect(offset({ ruler: 'central', ruleQueryOffset: '2m' })).toBe('2m');
});

test('without receivers, alerts reach nobody', () => {
  expect(warningsOf({})).toEqual([
    'environment "test": no receivers configured, so no alert is delivered (receivers: []). Add a receiver for severity critical.',
  ]);
});

test('without a heartbeat, nobody hears of the end of monitoring', () => {
  expect(warningsOf({ receivers: [receiver!] })).toEqual([
    'environment "test": no heartbeat configured, so an outage of Prometheus or Alertmanager goes unnoticed (heartbeat). Set heartbeat.url to a Secret with the address of a service that alerts when signals stop.',
  ]);
});

test('a heartbeat is sent every five minutes', () => {
  expect(defineEnvironment({ ...anEnvironment, ...told }).heartbeat!.every).toBe('5m');
});

test.each<[string, Partial<EnvironmentProps>, string]>([
  [
    'a heartbeat faster than Alertmanager',
    { heartbeat: { url: { name: 'heartbeat', key: 'url' }, every: '30s' as const } },
    'shorter than the interval at which Alertmanager can repeat a notification (heartbeat.every: "30s"). Use 1m or more.',
  ],
  [
    'a receiver of the name that the heartbeat has',
    { receivers: [{ ...receiver!, name: 'heartbeat' }] },
    'the name belongs to the receiver of the heartbeat (receivers: "heartbeat"). Rename the receiver.',
  ],
  [
    'a receiver for no team',
    { receivers: [{ ...receiver!, teams: [] }] },
    'no team given (receivers[0].teams: []). List at least one, or remove the field to receive the alerts of all teams.',
  ],
  [
    'an address that ends in a slash',
    { externalUrls: { alertmanager: 'https://alerts.example.com/' } },
    'trailing slash (externalUrls.alertmanager: "https://alerts.example.com/"). Remove it.',
  ],
  [
    'an address that Helm would fill in',
    { grafana: { adminSecret: 'admin', url: 'https://{{ .Values.host }}' } },
    'templates are not supported here (grafana.url: "https://{{ .Values.host }}"). Write the whole address.',
  ],
])('%s is rejected', (_what, changes, message) => {
  expect(() => defineEnvironment({ ...anEnvironment, ...changes })).toThrow(`environment "test": ${message}`);
});
