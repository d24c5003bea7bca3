import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { placeServices } from '../../src/catalog/placement';
import { ruleResources } from '../../src/catalog/rule-resources';
import { diagnose } from '../../src/doctor/diagnose';
import { kubernetesObject } from '../../src/kubernetes/object';
import { printGroup } from '../../src/rules/rule';
import { renderStack } from '../../src/synth/synthesize';
import { checkRules, testRules } from '../../src/testing/rule-tests';
import { basket } from '../fixtures/services/basket';
import { checkout } from '../fixtures/services/checkout';
import { inventory } from '../fixtures/services/inventory';
import { invoices } from '../fixtures/services/invoices';
import { ledger } from '../fixtures/services/ledger';
import { orders } from '../fixtures/services/orders';
import { accounts } from '../fixtures/services/accounts';
import { payments } from '../fixtures/services/payments';
import { searchIndex } from '../fixtures/services/search-index';
import { storefront } from '../fixtures/services/storefront';
import { worker } from '../fixtures/services/worker';
import { orderChanges } from '../rules/concurrent-order';
import { testEnvironment } from '../support/catalog';

const FOLDER = join(__dirname, '..', 'fixtures', 'services');
const services = [
  payments,
  orders,
  inventory,
  worker,
  checkout,
  basket,
  storefront,
  ledger,
  accounts,
  invoices,
  searchIndex,
];
/** What a user wrote. */
const FILES = [
  'payments',
  'orders',
  'inventory',
  'worker',
  'checkout',
  'basket',
  'storefront',
  'ledger',
  'accounts',
  'invoices',
  'search-index',
];
const real = readFileSync(join(FOLDER, 'real-objects.yaml'), 'utf8');

const objectsOf = (text: string, file: string) =>
  parseAllDocuments(text).flatMap((document) => kubernetesObject(document.toJS(), { file }) ?? []);

const { files, warnings } = renderStack(services, testEnvironment);
const rendered = files
  .filter(({ path }) => path.endsWith('.k8s.yaml'))
  .flatMap(({ path, content }) => objectsOf(content, path));

/** Errors and warnings of the doctor about the rendered files beside what runs in the cluster. */
const findings = (inCluster: string) =>
  diagnose({ services, objects: [...rendered, ...objectsOf(inCluster, 'real.yaml')] })
    .report.findings.filter(({ severity }) => severity !== 'info')
    .map(({ check }) => check);

describe('services that people have', () => {
  it('are each described in a page', () => {
    for (const name of FILES) {
      const lines = readFileSync(join(FOLDER, `${name}.ts`), 'utf8')
        .trimEnd()
        .split('\n');
      expect([name, lines.length <= 40]).toEqual([name, true]);
    }
  });

  it('are rendered, with a warning only about a long name', () => {
    expect(warnings.filter((warning) => warning.startsWith('service'))).toEqual([
      expect.stringMatching(
        /^service "customer-order-history-service": the alert name \w+ has \d\d characters/,
      ),
    ]);
    const kinds = rendered.map(({ kind, name }) => `${kind} ${name}`);
    expect(kinds.filter((kind) => /Monitor|Probe|ScrapeConfig/.test(kind)).toSorted()).toEqual([
      'PodMonitor customer-order-history-service',
      'Probe storefront',
      'ScrapeConfig ledger',
      'ServiceMonitor accounts',
      'ServiceMonitor accounts-existing',
      'ServiceMonitor inventory',
      'ServiceMonitor payments',
      'ServiceMonitor search-index',
      'ServiceMonitor worker',
    ]);
  });

  it('have rules that promtool accepts', async () => {
    const groups = placeServices(services, testEnvironment).flatMap((service) =>
      ruleResources(service)
        .flatMap(({ groups: own }) => own.map(printGroup))
        // One file has them all here, and one service runs in two namespaces.
        .map((group) => ({ ...group, name: `${service.namespace} ${group.name}` })),
    );
    await checkRules(groups);
  });

  it('have alerts of their own that fire, and stay silent while all is well', () => {
    const groups = placeServices([worker, ledger], testEnvironment).flatMap((service) =>
      ruleResources(service).flatMap(({ groups: own }) => own.map(printGroup)),
    );
    const seconds = (age: number, lag: number) => [
      {
        series: 'queue_oldest_message_age_seconds{namespace="default", job="worker", pod="a"}',
        values: `${age}x30`,
      },
      {
        series: 'pg_replication_lag_seconds{namespace="shop", job="ledger", instance="a"}',
        values: `${lag}x30`,
      },
    ];
    const alerts = ['WorkerQueueStuck', 'LedgerReplicaLags'];
    return testRules({
      groups,
      interval: '1m',
      cases: [
        {
          name: 'old messages and a late replica',
          inputSeries: seconds(61, 61),
          queries: [
            {
              expr: `count by (alertname) (ALERTS{alertstate="firing", alertname=~"${alerts.join('|')}"})`,
              at: '15m',
              expected: alerts.toSorted().map((alert) => ({ labels: `{alertname="${alert}"}`, value: 1 })),
            },
          ],
        },
        {
          name: 'young messages and no lag',
          inputSeries: seconds(60, 60),
          alerts: alerts.map((alert) => ({ at: '15m' as const, alert, expected: [] })),
        },
      ],
    });
  });

  it('record the same where Prometheus evaluates the rules of a group concurrently', () => {
    const groups = placeServices(services, testEnvironment).flatMap((service) =>
      ruleResources(service).flatMap((resource) => resource.groups),
    );
    expect(groups.flatMap(({ rules }) => orderChanges(rules))).toEqual([]);
    // The order within a group matters.
    expect(groups.flatMap(({ rules }) => orderChanges(rules.toReversed())).length).toBeGreaterThan(0);
  });

  it('pass the doctor beside their real objects', () => {
    expect(findings(real)).toEqual([]);
  });

  it.each([
    [
      'another label of the Service',
      'labels: { app.kubernetes.io/name: payments,',
      'labels: { app: payments,',
      'monitor-selects-service',
    ],
    ['another name of its port', 'name: http-metrics', 'name: prometheus', 'monitor-service-port'],
    [
      'pods without the port of metrics',
      'name: metrics, containerPort',
      'name: prom, containerPort',
      'service-target-port',
    ],
    [
      'another label of the pods',
      'metadata: { labels: { app: orders } }',
      'metadata: { labels: { app: order } }',
      'monitor-selects-pod',
    ],
    ['another port of the pods', 'name: management', 'name: admin', 'monitor-target-port'],
    [
      'another label of a Service that exists in one of two namespaces',
      'namespace: us, labels: { app.kubernetes.io/name: accounts }',
      'namespace: us, labels: { app: accounts }',
      'monitor-selects-service',
    ],
    [
      'another port of a Service that exists in one of two namespaces',
      'name: http-metrics, port: 9200',
      'name: web, port: 9200',
      'monitor-service-port',
    ],
    [
      'another name of the workload that exists in one of two namespaces',
      'name: accounts-db, namespace: us }\nspec:\n  serviceName',
      'name: accounts, namespace: us }\nspec:\n  serviceName',
      'watched-workload',
    ],
    [
      'another label of the Service of a StatefulSet',
      'namespace: pay, labels: { app: search }',
      'namespace: pay, labels: { app: index }',
      'monitor-selects-service',
    ],
    [
      'another port of its pods',
      'name: metrics, containerPort: 9108',
      'name: web, containerPort: 9108',
      'service-target-port',
    ],
    [
      'another name of the StatefulSet',
      'metadata: { name: search, namespace: pay }\nspec:\n  serviceName',
      'metadata: { name: search-0, namespace: pay }\nspec:\n  serviceName',
      'watched-workload',
    ],
    [
      'another namespace of the pods of orders',
      'metadata: { name: orders, namespace: pay }',
      'metadata: { name: orders, namespace: shop }',
      'monitor-selects-pod',
    ],
    [
      'another selector of the Service',
      'selector: { app.kubernetes.io/name: payments }\n  ports',
      'selector: { app: payments }\n  ports',
      'service-has-pods',
    ],
    [
      'another port of the exporter that probes',
      'port: 9115, targetPort',
      'port: 19115, targetPort',
      'probe-prober',
    ],
    [
      'the exporter that probes in another namespace',
      'name: blackbox-exporter, namespace: monitoring, labels',
      'name: blackbox-exporter, namespace: tools, labels',
      'probe-prober',
    ],
  ])('%s is found', (_what, from, to, check) => {
    expect(real).toContain(from);
    expect(findings(real.replace(from, to))).toContain(check);
  });
});
