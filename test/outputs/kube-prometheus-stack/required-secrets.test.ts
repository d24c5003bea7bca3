import { findEnvironment } from '../../fixtures/stack/index';
import { requiredSecrets } from '../../../src/outputs/kube-prometheus-stack/required-secrets';
import { environmentWith, everyReceiver } from './environments';

const grafanaAdmin = {
  namespace: 'monitoring',
  name: 'grafana-admin',
  keys: ['admin-password', 'admin-user'],
  purpose: "Grafana's administrator",
};

test('dev needs only the administrator of Grafana', () => {
  expect(requiredSecrets(findEnvironment('dev'))).toEqual([grafanaAdmin]);
});

test('prod needs one Secret for all of its receivers', () => {
  expect(requiredSecrets(findEnvironment('prod'))).toEqual([
    {
      namespace: 'monitoring',
      name: 'alertmanager-receivers',
      keys: ['heartbeat-url', 'pagerduty-routing-key', 'slack-webhook-url'],
      purpose: 'receiver on-call, receiver team-channel, heartbeat',
    },
    grafanaAdmin,
  ]);
});

test('every Secret is named once, with all of its keys and uses', () => {
  const environment = environmentWith({
    namespaces: { services: 'default', monitoring: 'observability' },
    receivers: everyReceiver.slice(0, 1),
    remoteWrite: [
      { name: 'open', url: 'http://receiver/push' },
      {
        name: 'mimir',
        url: 'https://mimir.example.com/push',
        basicAuth: { username: { name: 'chat', key: 'user' }, password: { name: 'chat', key: 'url' } },
      },
    ],
    thanos: { objectStorage: { name: 'buckets', key: 'objstore.yml' } },
    grafana: { adminSecret: 'chat', userKey: 'user', passwordKey: 'password' },
  });
  expect(requiredSecrets(environment)).toEqual([
    {
      namespace: 'observability',
      name: 'buckets',
      keys: ['objstore.yml'],
      purpose: 'object storage of Thanos',
    },
    {
      namespace: 'observability',
      name: 'chat',
      keys: ['password', 'url', 'user'],
      purpose: "Grafana's administrator, receiver chat, remote write mimir",
    },
  ]);
});
