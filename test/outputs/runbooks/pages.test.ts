import { defineEnvironment } from '../../../src/catalog/environment';
import { placeServices } from '../../../src/catalog/placement';
import { ruleResources } from '../../../src/catalog/rule-resources';
import { runbookPages } from '../../../src/outputs/runbooks/pages';
import { parse } from '../../../src/promql/parse';
import { isAlert } from '../../../src/rules/rule';
import { accounts } from '../../fixtures/services/accounts';
import { basket } from '../../fixtures/services/basket';
import { checkout } from '../../fixtures/services/checkout';
import { inventory } from '../../fixtures/services/inventory';
import { invoices } from '../../fixtures/services/invoices';
import { ledger } from '../../fixtures/services/ledger';
import { orders } from '../../fixtures/services/orders';
import { payments } from '../../fixtures/services/payments';
import { searchIndex } from '../../fixtures/services/search-index';
import { storefront } from '../../fixtures/services/storefront';
import { worker } from '../../fixtures/services/worker';
import { allServices } from '../../fixtures/stack/index';
import { anEnvironment, testEnvironment } from '../../support/catalog';

const services = [
  accounts,
  basket,
  checkout,
  inventory,
  invoices,
  ledger,
  orders,
  payments,
  searchIndex,
  storefront,
  worker,
  ...allServices,
];
const environment = defineEnvironment({
  ...anEnvironment,
  grafana: { adminSecret: 'grafana-admin', url: 'https://grafana.example.com' },
});
const pages = new Map(runbookPages(services, environment).map(({ path, content }) => [path, content]));

describe('runbook pages of services', () => {
  it('are one a service, with each of its alerts', () => {
    const placed = placeServices(services, environment);
    expect([...pages.keys()].toSorted()).toEqual(
      [...new Set(placed.map(({ name }) => `${name}.md`))].toSorted(),
    );
    for (const { name } of placed) {
      const alerts = placed
        .filter((service) => service.name === name)
        .flatMap(ruleResources)
        .flatMap(({ groups }) =>
          groups.flatMap(({ rules }) => rules.filter(isAlert).map(({ alert }) => alert)),
        );
      const headings = [...pages.get(`${name}.md`)!.matchAll(/^## (.*)$/gm)].map(([, heading]) => heading);
      expect(headings).toEqual([...new Set(alerts)].toSorted());
    }
  });

  it('have queries that parse', () => {
    const queries = [...pages.values()].flatMap((page) =>
      [...page.matchAll(/^```promql\n([^`]+)\n```$/gm)].map(([, query]) => query!),
    );
    expect(queries.length).toBeGreaterThan(400);
    for (const query of queries) expect(parse(query)).toHaveProperty('node');
  });

  it('name the metrics, namespace, dashboards and objectives of the service', () => {
    const page = pages.get('payments.md')!;
    expect(page).toMatch(/^# payments\n\nWritten by `signalproof runbooks` for environment test: /);
    expect(page).toContain(`| Team | payments |
| Cluster | test |
| Namespace | pay |
| Dashboard | https://grafana.example.com/d/payments-signals |
| Error budgets | https://grafana.example.com/d/payments-slo |`);
    expect(page).toContain('[Down](https://example.com/runbooks/down.md)');
    const [, budget = ''] = page.split('\n## PaymentsErrorBudgetBurn\n');
    expect(budget).toContain('| slo | severity | long | short | for |');
    const [, latency = ''] = budget.split('### Objective latency: 99 % in 30d\n');
    expect(latency.split('\n## ')[0]).toContain(
      'http_request_duration_seconds_bucket{handler!~"/healthz", namespace="pay", job="payments"}',
    );
    expect(latency.split('\n## ')[0]).not.toContain('http_requests_total');
  });

  it('ask for the kind of the workload, and only what the service has', () => {
    const page = pages.get('search-index.md')!;
    expect(page).toContain(
      'kube_statefulset_status_replicas_available{namespace="pay", statefulset="search"}',
    );
    expect(page).not.toMatch(/kube_deployment|Deployment|request_rate|undefined/);
  });

  it('say which namespace the queries are for', () => {
    expect(pages.get('accounts.md')).toMatch(
      /\| Namespaces \| (\S+), \S+ \|[^]*\nQueries are for namespace `\1`: use the label `namespace` of the alert\.\n/,
    );
  });

  it('name the object that runs a service in another namespace', () => {
    expect(pages.get('accounts.md')).toContain(
      '\n\nIn namespace `us`, StatefulSet `accounts-db` runs the service: name it in queries about pods.\n\n',
    );
  });

  it('have the section that each alert links to, which links to the generic page', () => {
    const linked = defineEnvironment({
      ...anEnvironment,
      serviceRunbooks: 'https://wiki.example.com/runbooks/test',
    });
    // Headings become anchors on GitHub, GitLab and in MkDocs.
    const sections = runbookPages(services, linked).flatMap(({ path, content }) => [
      path,
      ...[...content.matchAll(/^## (.*)$/gm)].map(([, heading]) => `${path}#${heading!.toLowerCase()}`),
    ]);
    const links = placeServices(services, linked)
      .flatMap(ruleResources)
      .flatMap(({ groups }) => groups.flatMap(({ rules }) => rules.filter(isAlert)))
      .map(({ annotations }) =>
        annotations.runbook_url.replace('https://wiki.example.com/runbooks/test/', ''),
      );
    expect(links).toContain('search-index.md#searchindexunavailable');
    expect(links.filter((link) => !sections.includes(link))).toEqual([]);
    expect(runbookPages([payments], linked)[0]!.content).toContain(
      '[Down](https://example.com/runbooks/down.md)',
    );
  });

  it('leave out services that are absent', () => {
    const without = { ...testEnvironment, services: { payments: 'absent' as const } };
    expect(runbookPages([payments, worker], without).map(({ path }) => path)).toEqual(['worker.md']);
  });
});
