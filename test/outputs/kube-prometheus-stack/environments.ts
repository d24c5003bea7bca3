import { defineEnvironment, type Environment, type EnvironmentProps } from '../../../src/catalog/environment';
import { anEnvironment } from '../../support/catalog';

/** A small valid environment, changed as the test needs it. */
export function environmentWith(changes: Partial<EnvironmentProps> = {}): Environment {
  return defineEnvironment({ ...anEnvironment, platform: 'self-managed', ...changes });
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
