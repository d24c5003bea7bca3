import { defineEnvironment } from '../../src/catalog/environment';
import { findEnvironment } from '../../src/stack/environments';
import { placeServices } from '../../src/catalog/placement';
import { uniqueServices } from '../../src/catalog/all-services';
import { defineService, type Service } from '../../src/catalog/service';
import { contract } from '../../src/metrics/contract';
import { unbounded } from '../../src/metrics/labels';
import { counter, gauge } from '../../src/metrics/metric';
import { select } from '../../src/promql/build';
import { goldenSignals } from '../../src/rules/golden-signals';
import { anEnvironment, anSlo, aService, aSignalledContract } from '../support/catalog';

/** The message of what `build` throws. */
function message(build: () => unknown): string {
  try {
    build();
  } catch (error) {
    return (error as Error).message;
  }
  return 'nothing was thrown';
}

/** A valid service but for some fields; what is wrong on purpose is not what the type allows. */
const service = (fields: object) => () => defineService({ ...aService, ...fields });
const workload = (fields: object) => service({ workload: { image: 'shop:1.0.0', ...fields } });
const environment = (fields: object) => () => defineEnvironment({ ...anEnvironment, ...fields });

const requests = counter('shop_requests_total', { help: 'Requests' });

const stuck = {
  symptom: 'QueueStuck',
  severity: 'warning',
  for: '10m',
  summary: 'Stuck.',
  description: 'Stuck.',
  expr: () => select(requests),
};

describe('a wrong service', () => {
  it.each<[string, () => unknown, string | RegExp]>([
    [
      'name with capitals',
      service({ name: 'Shop' }),
      'service "Shop": name is not a DNS label (got "Shop"); use at most 63 lower-case letters, digits and hyphens, starting with a letter',
    ],
    [
      'missing name',
      service({ name: undefined }),
      'service without a name: name is missing (got nothing); give a string',
    ],
    [
      'namespace with an underscore',
      service({ namespace: 'my_shop' }),
      'service "shop": namespace is not a DNS label (got "my_shop"); use at most 63 lower-case letters, digits and hyphens, starting with a letter',
    ],
    [
      'team with a space',
      service({ team: 'team one' }),
      'service "shop": team is not a label value (got "team one"); use at most 63 letters, digits, hyphens, dots and underscores',
    ],
    [
      'port as text',
      service({ port: '8000' }),
      'service "shop": port is not a number (got "8000"); give a number',
    ],
    [
      'port above 65535',
      service({ port: 70000 }),
      'service "shop": port is not a port (got 70000); use a whole number from 1024 to 65535',
    ],
    [
      'port that needs root',
      service({ port: 80 }),
      'service "shop": port is not a port that a non-root process can listen on (got 80); use a whole number from 1024 to 65535',
    ],
    [
      'metrics path without slash',
      service({ metricsPath: 'metrics' }),
      'service "shop": metricsPath is not an HTTP path (got "metrics"); start it with /, without query or fragment',
    ],
    [
      'misspelt field',
      service({ replicas: 2 }),
      'service "shop": replicas is not a known field (got 2); use one of name, namespace, team, port, metricsPort, metricsPath, metrics, signals, workload, slos, alerts, seriesBudget',
    ],
    [
      'metrics that are a list of names',
      service({ metrics: ['shop_requests_total'] }),
      'service "shop": metrics are not a contract (got ["shop_requests_total"]); build them with contract({ ... })',
    ],
    [
      'signals of another service',
      service({ signals: aSignalledContract.signals }),
      'service "shop": signals name a metric that the service does not expose (got "other_requests_total"); use one of shop_requests_total, or add it to the contract\n' +
        'service "shop": signals name a metric that the service does not expose (got "other_duration_seconds"); use one of shop_requests_total, or add it to the contract',
    ],
    [
      'signals that are a list',
      service({ signals: ['shop_requests_total'] }),
      'service "shop": signals are not golden signals (got ["shop_requests_total"]); build them with goldenSignals({ ... })',
    ],
    [
      'port that is no whole number',
      service({ port: 8080.5 }),
      'service "shop": port is not a port (got 8080.5); use a whole number from 1024 to 65535',
    ],
    [
      'symptom twice',
      service({ alerts: [stuck, stuck] }),
      'service "shop": alerts have a symptom twice (got "QueueStuck"); give each alert its own symptom',
    ],
    [
      'more alerts than a group should hold',
      service({ alerts: Array.from({ length: 21 }, () => stuck) }),
      /^service "shop": alerts are more than the 20 rules that a group should hold \(got \[.*\); leave some out$/,
    ],
    [
      'objective that is text',
      service({ slos: ['99.9 %'] }),
      'service "shop": slos[0] is not an SLO (got "99.9 %"); build it with availabilitySlo({ ... }) or latencySlo({ ... })',
    ],
    [
      'objective for a metric of another service',
      service({ slos: [anSlo] }),
      'service "shop": slos name a metric that the service does not expose (got "other_requests_total"); use one of shop_requests_total, or add it to the contract',
    ],
    [
      'image without a tag',
      workload({ image: 'shop' }),
      'service "shop": workload.image is not a pinned image (got "shop"); name a tag other than latest, or a digest, e.g. registry.example.com/task-api:1.2.3',
    ],
    [
      'image in capitals',
      workload({ image: 'Registry.example.com/Shop:1.0.0' }),
      'service "shop": workload.image is not an image name (got "Registry.example.com/Shop:1.0.0"); write it in lower case, e.g. registry.example.com/task-api:1.2.3',
    ],
    [
      'port of metrics that is the port of requests',
      service({ metricsPort: 8080 }),
      'service "shop": metricsPort is the port of the requests (got 8080); leave it out to serve metrics there, or use another',
    ],
    [
      'port of metrics that needs root',
      service({ metricsPort: 90 }),
      'service "shop": metricsPort is not a port that a non-root process can listen on (got 90); use a whole number from 1024 to 65535',
    ],
    [
      'port of metrics that is set twice',
      service({ metricsPort: 9090, workload: { image: 'shop:1.0.0', env: { METRICS_PORT: '9091' } } }),
      'service "shop": workload.env sets a variable that metricsPort sets already (got "METRICS_PORT"); leave it out',
    ],
    [
      'variable that is plain and secret',
      workload({ env: { TOKEN: 'a' }, secretEnv: { TOKEN: { name: 'shop', key: 'token' } } }),
      'service "shop": workload.secretEnv has a variable that env has too (got {"TOKEN":{"name":"shop","key":"token"}}); leave one out',
    ],
    [
      'Secret that is needed sometimes',
      workload({ secretEnv: { TOKEN: { name: 'shop', key: 'token', needed: 'sometimes' } } }),
      'service "shop": workload.secretEnv.TOKEN.needed is not one of the allowed values (got "sometimes"); use one of always, by several replicas',
    ],
    [
      'writable folder that is no folder at the root',
      workload({ writable: { '/var/lib/shop': '1Gi' } }),
      'service "shop": workload.writable./var/lib/shop is not a folder at the root (got "1Gi"); write it like /data',
    ],
    [
      'writable folder that is there in any case',
      workload({ writable: { '/tmp': '1Gi' } }),
      'service "shop": workload.writable./tmp is there in any case (got "1Gi"); leave it out',
    ],
    [
      'grace period that the drain uses up',
      workload({ terminationGraceSeconds: 6 }),
      'service "shop": workload.terminationGraceSeconds leaves too little after the 5 s in which a stopping pod still serves (got 6); use 10 or more',
    ],
    [
      'name that calls its alerts as another does',
      () => uniqueServices([service({ name: 'a-1' })(), service({ name: 'a1' })()]),
      'service "a1": name gives its alerts the names of those of a-1 (got "a1"); give each service its own name: rules, alerts and files are named after it',
    ],
    [
      'line in services.ts that is no service',
      () => uniqueServices([requests as unknown as Service]),
      'catalog: services.ts exports something that is not a service (got {"kind":"counter","name":"shop_requests_total","help":"Requests","labels":{}}); export only what defineService({ ... }) returns',
    ],
    [
      'image that is latest',
      workload({ image: 'shop:latest' }),
      'service "shop": workload.image is not a pinned image (got "shop:latest"); name a tag other than latest, or a digest, e.g. registry.example.com/task-api:1.2.3',
    ],
    [
      'no replicas',
      workload({ replicas: 0 }),
      'service "shop": workload.replicas is below 1 (got 0); use 1 or more',
    ],
    [
      'half a replica',
      workload({ replicas: 1.5 }),
      'service "shop": workload.replicas is not a whole number (got 1.5); use 1 or more',
    ],
    [
      'memory without a unit that Kubernetes knows',
      workload({ memory: '256MB' }),
      'service "shop": workload.memory is not a quantity of bytes (got "256MB"); write it like 256Mi or 50Gi',
    ],
    [
      'CPU in percent',
      workload({ cpuRequest: '10%' }),
      'service "shop": workload.cpuRequest is not a quantity of CPU (got "10%"); write it like 100m or 0.5',
    ],
    [
      'probe that is missing',
      workload({ probes: { startup: '/healthz', liveness: '/healthz' } }),
      'service "shop": workload.probes.readiness is missing (got nothing); give a string',
    ],
    [
      'environment variable in lower case',
      workload({ env: { 'log-level': 'info' } }),
      'service "shop": workload.env.log-level is not a variable name (got "info"); use capitals, digits and _',
    ],
    [
      'client that is no namespace',
      workload({ clients: ['Front End'] }),
      'service "shop": workload.clients[0] is not a DNS label (got "Front End"); use at most 63 lower-case letters, digits and hyphens, starting with a letter',
    ],
    [
      'unbounded label without a budget',
      service({
        metrics: contract({
          requests: counter('shop_requests_total', {
            help: 'Requests',
            labels: { customer: unbounded({ because: 'a handful of wholesalers' }) },
          }),
        }),
      }),
      'service "shop": seriesBudget is missing although a label has no bound (got nothing); say how many series one target may expose',
    ],
    [
      'budget below what the labels allow',
      service({
        seriesBudget: 1,
        metrics: contract({ requests, open: gauge('shop_open', { help: 'Open' }) }),
      }),
      'service "shop": seriesBudget is below the 2 series that the contract\'s labels allow and 200 for the runtime\'s own (got 1); use 202 or more, or bound the labels tighter',
    ],
    [
      'alert that is none',
      service({
        alerts: [
          {
            symptom: 'queue stuck',
            severity: 'page',
            for: 'soon',
            summary: '',
            description: 'x',
            expr: 'up == 0',
          },
        ],
      }),
      'service "shop": alerts[0].symptom is not in CamelCase (got "queue stuck"); name what is noticed, e.g. QueueStuck\n' +
        'service "shop": alerts[0].severity is not one of the allowed values (got "page"); use one of critical, warning, info\n' +
        'service "shop": alerts[0].for is not a Prometheus duration (got "soon"); write it like 0s, 5m or 1h\n' +
        'service "shop": alerts[0].summary is empty (got ""); write a sentence\n' +
        'service "shop": alerts[0].expr is not a function (got "up == 0"); write (service) => an expression of promql/build.ts',
    ],
    [
      'name of another service',
      () => uniqueServices([service({})(), service({ port: 9000 })()]),
      'service "shop": name is taken by another service (got "shop"); give each service its own name: rules, alerts and files are named after it',
    ],
  ])('%s', (_what, build, expected) => {
    if (typeof expected === 'string') expect(message(build)).toBe(expected);
    else expect(message(build)).toMatch(expected);
  });

  it('is told everything that is wrong at once', () => {
    expect(message(service({ port: 80, team: '' }))).toBe(
      'service "shop": team is not a label value (got ""); use at most 63 letters, digits, hyphens, dots and underscores\n' +
        'service "shop": port is not a port that a non-root process can listen on (got 80); use a whole number from 1024 to 65535',
    );
  });

  it('does not compile when a golden signal is broken down by a label that one metric lacks', () => {
    const { requests, latency } = aSignalledContract.metrics;
    // @ts-expect-error -- the histogram has no label `status`
    goldenSignals({ requests, errors: {}, latency, by: ['status'] });
    // @ts-expect-error -- the counter has no label `code`
    goldenSignals({ requests, errors: { code: '500' }, latency });
    expect(Object.keys(latency.labels)).not.toContain('status');
  });
});

describe('a wrong environment', () => {
  it.each<[string, () => unknown, string]>([
    [
      'platform that is unknown',
      environment({ platform: 'openshift' }),
      'environment "test": platform is not one of the allowed values (got "openshift"); use one of kind, eks, gke, aks, self-managed',
    ],
    [
      'discovery mode that is unknown',
      environment({ discovery: 'none' }),
      'environment "test": discovery is not one of the allowed values (got "none"); use one of all, release-label',
    ],
    [
      'release that Helm refuses',
      environment({ release: 'p'.repeat(54) }),
      `environment "test": release is too long (got "${'p'.repeat(54)}"); Helm allows 53 characters`,
    ],
    [
      'scrape interval without unit',
      environment({ scrapeInterval: '30' }),
      'environment "test": scrapeInterval is not a Prometheus duration above 0 (got "30"); write it like 30s, 5m or 31d',
    ],
    [
      'scrape interval too long for the rules',
      environment({ scrapeInterval: '2m' }),
      'environment "test": scrapeInterval leaves fewer than four scrapes in the 5m window of the rules (got "2m"); use 75s or less',
    ],
    [
      'retention as a number',
      environment({ retention: 31 }),
      'environment "test": retention is not a string (got 31); give a string',
    ],
    [
      'storage without size',
      environment({ storage: { storageClass: 'gp3' } }),
      'environment "test": storage.size is missing (got nothing); give a string',
    ],
    [
      'storage size that is no quantity',
      environment({ storage: { size: '50 GB' } }),
      'environment "test": storage.size is not a quantity of bytes (got "50 GB"); write it like 256Mi or 50Gi',
    ],
    [
      'shards that nothing brings together',
      environment({ shards: 2 }),
      'environment "test": shards splits the targets, and nothing brings their series together again for the rules (got 2); use 1, or set remoteWrite or thanos',
    ],
    [
      'remote write to no address',
      environment({ remoteWrite: [{ name: 'mimir', url: 'mimir.example.com' }] }),
      'environment "test": remoteWrite[0].url is not an http(s) address (got "mimir.example.com"); write it in full, e.g. https://example.com/path',
    ],
    [
      'receiver with an inline secret',
      environment({
        receivers: [
          { name: 'on-call', severities: ['critical'], via: { kind: 'pagerduty', routingKey: 'abc123' } },
        ],
      }),
      'environment "test": receivers[0].via.routingKey is not an object (got "abc123"); give an object',
    ],
    [
      'receiver of an unknown kind',
      environment({ receivers: [{ name: 'on-call', severities: ['critical'], via: { kind: 'pager' } }] }),
      'environment "test": receivers[0].via.kind is not one of the allowed values (got "pager"); use one of slack, pagerduty, email, webhook',
    ],
    [
      'receiver for no alert',
      environment({
        receivers: [
          { name: 'on-call', severities: [], via: { kind: 'webhook', url: { name: 'hook', key: 'url' } } },
        ],
      }),
      'environment "test": receivers[0].severities are empty (got []); list at least one of critical, warning, info',
    ],
    [
      "receiver that takes the chart's name",
      environment({
        receivers: [
          { name: 'null', severities: ['info'], via: { kind: 'webhook', url: { name: 'hook', key: 'url' } } },
        ],
      }),
      'environment "test": receivers take the name of the chart\'s receiver for alerts that nobody needs to see (got "null"); rename it',
    ],
    [
      'receiver name used twice',
      environment({
        receivers: ['critical', 'warning'].map((severity) => ({
          name: 'hook',
          severities: [severity],
          via: { kind: 'webhook', url: { name: 'hook', key: 'url' } },
        })),
      }),
      'environment "test": receivers have a name twice (got "hook"); give each receiver its own name',
    ],
    [
      'password instead of a Secret',
      environment({ grafana: { adminPassword: 'admin' } }),
      'environment "test": grafana.adminSecret is missing (got nothing); give a string\n' +
        'environment "test": grafana.adminPassword is not a known field (got "admin"); use one of adminSecret, userKey, passwordKey, url',
    ],
    [
      'runbook address that ends in a slash',
      environment({ runbooks: 'https://example.com/runbooks/' }),
      'environment "test": runbooks ends in a slash (got "https://example.com/runbooks/"); leave it out',
    ],
    [
      'change to a service that is not there',
      () =>
        placeServices([defineService(aService)], environment({ workloads: { shoppe: { replicas: 3 } } })()),
      'environment "test": workloads.shoppe changes a service that this stack does not deploy (got "shoppe"); use one of shop',
    ],
    [
      'retention shorter than the period of an objective',
      () =>
        placeServices(
          [defineService({ ...aService, ...aSignalledContract, slos: [anSlo] })],
          environment({ retention: '10d' })(),
        ),
      'SLO "availability": period is longer than the 10d that environment "test" keeps samples, so 10d would be shown as 30d (got "30d"); keep samples for 30d or more, or shorten the period',
    ],
    [
      'name in STACK_ENV that is not in the list',
      () => findEnvironment('staging'),
      'environment: name is not in the list (got "staging"); use one of dev, prod, or add it to src/stack/environments.ts',
    ],
    [
      'name in STACK_ENV that every object has',
      () => findEnvironment('constructor'),
      'environment: name is not in the list (got "constructor"); use one of dev, prod, or add it to src/stack/environments.ts',
    ],
    [
      'image in the shell without a tag',
      () =>
        placeServices([defineService(aService)], environment({})(), {
          SHOP_IMAGE: 'registry.example.com/shop',
        }),
      'environment variable: SHOP_IMAGE is not a pinned image (got "registry.example.com/shop"); name a tag other than latest, or a digest, e.g. registry.example.com/task-api:1.2.3',
    ],
  ])('%s', (_what, build, expected) => {
    expect(message(build)).toBe(expected);
  });
});
