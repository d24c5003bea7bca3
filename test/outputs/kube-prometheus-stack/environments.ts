import { defineEnvironment, type Environment, type EnvironmentProps } from '../../../src/catalog/environment';

/** A small valid environment, changed as the test needs it. */
export function environmentWith(changes: Partial<EnvironmentProps> = {}): Environment {
  return defineEnvironment({
    name: 'test',
    cluster: 'test',
    platform: 'self-managed',
    release: 'prometheus',
    namespaces: { services: 'default', monitoring: 'monitoring' },
    discovery: 'all',
    scrapeInterval: '30s',
    retention: '31d',
    storage: 'ephemeral',
    replicas: 1,
    grafana: { adminSecret: 'grafana-admin' },
    runbooks: 'https://example.com/runbooks',
    ...changes,
  });
}

/** One receiver of each kind, all of them for every severity. */
export const everyReceiver: NonNullable<EnvironmentProps['receivers']> = [
  {
    name: 'chat',
    severities: ['critical', 'warning', 'info'],
    via: { kind: 'slack', channel: '#alerts', webhookUrl: { name: 'chat', key: 'url' } },
  },
  {
    name: 'pager',
    severities: ['critical', 'warning', 'info'],
    via: { kind: 'pagerduty', routingKey: { name: 'pager', key: 'routing-key' } },
  },
  {
    name: 'mail',
    severities: ['critical', 'warning', 'info'],
    via: {
      kind: 'email',
      to: 'on-call@example.com',
      from: 'alerts@example.com',
      smarthost: 'smtp.example.com:587',
      username: 'alerts',
      password: { name: 'mail', key: 'password' },
    },
  },
  {
    name: 'hook',
    severities: ['critical', 'warning', 'info'],
    via: { kind: 'webhook', url: { name: 'hook', key: 'url' } },
  },
];

/** Receivers of every kind. */
export const everyKind: Environment = environmentWith({
  receivers: everyReceiver,
  heartbeat: { url: { name: 'heartbeat', key: 'url' } },
});
