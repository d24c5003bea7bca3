import type { StackProps } from '../index';

/** Alerts link to the pages of docs/runbooks. Replace it with the address at which your team reads them. */
const RUNBOOKS = 'https://github.com/your-org/task-api-monitoring/blob/main/docs/runbooks';

/** The clusters this stack is deployed to, one entry each. */
export const environments: StackProps['environments'] = {
  /** A test cluster: one Prometheus, ephemeral storage, no receivers. */
  dev: {
    cluster: 'dev',
    platform: 'kind',
    release: 'prometheus',
    namespaces: { services: 'default', monitoring: 'monitoring' },
    discovery: 'all',
    scrapeInterval: '30s',
    retention: '31d',
    storage: 'ephemeral',
    replicas: 1,
    grafana: { adminSecret: 'grafana-admin' },
    runbooks: RUNBOOKS,
    // One replica, because its database is embedded; creating the database needs the memory.
    workloads: { 'task-api': { replicas: 1, memory: '1Gi' } },
  },
  /** A production cluster: tolerates the loss of a node, and notifies. */
  prod: {
    cluster: 'prod',
    platform: 'eks',
    release: 'prometheus',
    namespaces: { services: 'task-api', monitoring: 'monitoring' },
    discovery: 'all',
    scrapeInterval: '30s',
    retention: '35d',
    storage: { size: '100Gi' },
    replicas: 2,
    receivers: [
      {
        name: 'on-call',
        severities: ['critical'],
        via: {
          kind: 'pagerduty',
          routingKey: { name: 'alertmanager-receivers', key: 'pagerduty-routing-key' },
        },
      },
      {
        name: 'team-channel',
        severities: ['critical', 'warning'],
        via: {
          kind: 'slack',
          channel: '#task-api-alerts',
          webhookUrl: { name: 'alertmanager-receivers', key: 'slack-webhook-url' },
        },
      },
    ],
    heartbeat: { url: { name: 'alertmanager-receivers', key: 'heartbeat-url' } },
    grafana: { adminSecret: 'grafana-admin' },
    runbooks: RUNBOOKS,
    workloads: { 'task-api': { replicas: 3 } },
  },
};
