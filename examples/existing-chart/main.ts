/** Monitoring for a Deployment and a Service that a cdk8s chart already has: `npx tsx main.ts` writes dist/. */
import { App, Chart } from 'cdk8s';
import { Deployment } from 'cdk8s-plus-28';
import type { Construct } from 'constructs';
import { contract, gauge } from 'signalproof';
import { PrometheusRules, ServiceMonitor } from 'signalproof/cdk8s';
import { gt, maxBy, select } from 'signalproof/promql';

const metrics = contract({
  queued: gauge('payments_queued', { help: 'Payments that wait for the bank' }),
});

/** The label by which kube-prometheus-stack selects monitors and rules: the name of its Helm release. */
const labels = { release: 'prometheus' };

class Payments extends Chart {
  constructor(scope: Construct, id: string) {
    super(scope, id, { namespace: 'payments' });
    const deployment = new Deployment(this, 'deployment', {
      metadata: { name: 'payments' },
      containers: [{ image: 'payments:1.4.2', portNumber: 8080 }],
    });
    const service = deployment.exposeViaService({ name: 'payments', ports: [{ name: 'http', port: 8080 }] });
    service.metadata.addLabel('app', 'payments');

    new ServiceMonitor(this, 'payments', { selector: { app: 'payments' }, port: 'http', labels });
    new PrometheusRules(this, 'payments-alerts', {
      labels,
      groups: [
        {
          name: 'payments-alerts',
          interval: '1m',
          rules: [
            {
              alert: 'PaymentsQueued',
              expr: gt(maxBy(['namespace', 'job'], select(metrics.queued, { namespace: 'payments' })), 1000),
              for: '10m',
              labels: { severity: 'warning', team: 'payments' },
              annotations: {
                summary: 'Payments are not sent to the bank.',
                description: '{{ $value }} payments wait in namespace {{ $labels.namespace }}.',
                runbook_url: 'https://runbooks.example.com/payments-queued',
              },
            },
          ],
        },
      ],
    });
  }
}

const app = new App();
new Payments(app, 'payments');
app.synth();
