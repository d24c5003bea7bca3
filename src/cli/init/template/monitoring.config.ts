import { defineStack } from 'signalproof';
import { myService } from './services/my-service';

/** The services to monitor, and the clusters that they run in. */
export default defineStack({
  services: [myService],
  environments: {
    prod: {
      cluster: 'prod',
      platform: 'self-managed',
      // Helm release of kube-prometheus-stack, and its namespace.
      release: 'prometheus',
      namespaces: { services: 'default', monitoring: 'monitoring' },
      discovery: 'all',
      scrapeInterval: '30s',
      retention: '31d',
      storage: { size: '50Gi' },
      replicas: 1,
      grafana: { adminSecret: 'grafana-admin' },
      // Alerts link to the pages of this address; replace it with your own once you have edited them.
      runbooks: 'https://example.com/runbooks',
    },
  },
});
