import { defineEnvironment } from '../../src/catalog/environment';
import { findEnvironment } from '../fixtures/stack/index';
import { placeServices } from '../../src/catalog/placement';
import { uniqueServices } from '../../src/catalog/stack';
import { defineService, type Service } from '../../src/catalog/service';
import { existing } from '../../src/catalog/existing';
import { serviceMonitor } from '../../src/catalog/scrape/service-monitor';
import { cronJob } from '../../src/catalog/workload/cron-job';
import { daemonSet } from '../../src/catalog/workload/daemon-set';
import { deployment } from '../../src/catalog/workload/deployment';
import { statefulSet } from '../../src/catalog/workload/stateful-set';
import { contract } from '../../src/metrics/contract';
import { unbounded } from '../../src/metrics/labels';
import { counter } from '../../src/metrics/metric';
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
      'service "Shop": not a DNS label (name: "Shop"). Use at most 63 lower-case letters, digits and hyphens, starting with a letter.',
    ],
    [
      'missing name',
      service({ name: undefined }),
      'service without a name: required field is missing (name). Give a string.',
    ],
    [
      'namespace with an underscore',
      service({ namespace: 'my_shop' }),
      'service "shop": not a DNS label (namespace: "my_shop"). Use at most 63 lower-case letters, digits and hyphens, starting with a letter.',
    ],
    [
      'team with a space',
      service({ team: 'team one' }),
      'service "shop": not a label value (team: "team one"). Use at most 63 letters, digits, hyphens, dots and underscores.',
    ],
    [
      'port as text',
      service({ port: '8000' }),
      'service "shop": not a number (port: "8000"). Give a number.',
    ],
    [
      'port above 65535',
      service({ port: 70000 }),
      'service "shop": not a port (port: 70000). Use a whole number from 1 to 65535.',
    ],
    [
      'port that needs root',
      service({ port: 80 }),
      'service "shop": privileged port, and the container runs as non-root (port: 80). Use a whole number from 1024 to 65535.',
    ],
    [
      'metrics path without slash',
      service({ metricsPath: 'metrics' }),
      'service "shop": not an HTTP path (metricsPath: "metrics"). Start it with /, without query or fragment.',
    ],
    [
      'misspelt field',
      service({ replicas: 2 }),
      'service "shop": unknown field (replicas: 2). Use one of name, namespace, team, port, metricsPort, metricsPath, metrics, signals, workload, workloadIn, scrape, slos, alerts, builtInAlerts, patches, expect, faults, seriesBudget.',
    ],
    [
      'metrics that are a list of names',
      service({ metrics: ['shop_requests_total'] }),
      'service "shop": not a contract (metrics: ["shop_requests_total"]). Build it with contract({ ... }).',
    ],
    [
      'signals of another service',
      service({ signals: aSignalledContract.signals }),
      'service "shop": the contract does not contain this metric (signals: "other_requests_total"). Use one of shop_requests_total, or add the metric to the contract.\n' +
        'service "shop": the contract does not contain this metric (signals: "other_duration_seconds"). Use one of shop_requests_total, or add the metric to the contract.',
    ],
    [
      'signals that are a list',
      service({ signals: ['shop_requests_total'] }),
      'service "shop": not golden signals (signals: ["shop_requests_total"]). Build them with goldenSignals({ ... }).',
    ],
    [
      'port that is no whole number',
      service({ port: 8080.5 }),
      'service "shop": not a port (port: 8080.5). Use a whole number from 1 to 65535.',
    ],
    [
      'symptom twice',
      service({ alerts: [stuck, stuck] }),
      'service "shop": duplicate symptom (alerts: "QueueStuck"). Give each alert its own symptom.',
    ],
    [
      'more alerts than a group should hold',
      service({ alerts: Array.from({ length: 21 }, () => stuck) }),
      /^service "shop": more than the 20 alerts that one rule group may hold \(alerts: \[.*…\)\. Remove some\.$/,
    ],
    [
      'objective that is text',
      service({ slos: ['99.9 %'] }),
      'service "shop": not an SLO (slos[0]: "99.9 %"). Build it with availabilitySlo({ ... }), latencySlo({ ... }), ratioSlo({ ... }), timeSliceSlo({ ... }), probeSlo({ ... }) or promqlSlo({ ... }).',
    ],
    [
      'objective for a metric of another service',
      service({ slos: [anSlo] }),
      'service "shop": the contract does not contain this metric (slos: "other_requests_total"). Use one of shop_requests_total, or add the metric to the contract.',
    ],
    [
      'image without a tag',
      workload({ image: 'shop' }),
      'service "shop": not a pinned image (workload.image: "shop"). Name a tag other than latest, or a digest, e.g. registry.example.com/payments:1.2.3.',
    ],
    [
      'image whose name is too long',
      workload({ image: `registry.example.com/${'a'.repeat(5000)}:1` }),
      `service "shop": an image name of 5021 characters (workload.image: "registry.example.com/${'a'.repeat(57)}…). Use at most 255 before the tag.`,
    ],
    [
      'image in capitals',
      workload({ image: 'Registry.example.com/Shop:1.0.0' }),
      'service "shop": not an image name (workload.image: "Registry.example.com/Shop:1.0.0"). Write it in lower case, e.g. registry.example.com/payments:1.2.3.',
    ],
    [
      'port of metrics that is the port of requests',
      service({ metricsPort: 8080 }),
      'service "shop": same port as for requests (metricsPort: 8080). Remove metricsPort to serve metrics on port, or use another one.',
    ],
    [
      'port of metrics that needs root',
      service({ metricsPort: 90 }),
      'service "shop": privileged port, and the container runs as non-root (metricsPort: 90). Use a whole number from 1024 to 65535.',
    ],
    [
      'port of metrics that is set twice',
      service({ metricsPort: 9090, workload: { image: 'shop:1.0.0', env: { METRICS_PORT: '9091' } } }),
      'service "shop": metricsPort already sets this variable (workload.env: "METRICS_PORT"). Remove the variable.',
    ],
    [
      'variable that is plain and secret',
      workload({ env: { TOKEN: 'a' }, secretEnv: { TOKEN: { name: 'shop', key: 'token' } } }),
      'service "shop": a variable is set in env and in secretEnv (workload.secretEnv: {"TOKEN":{"name":"shop","key":"token"}}). Remove one.',
    ],
    [
      'Secret that is needed sometimes',
      workload({ secretEnv: { TOKEN: { name: 'shop', key: 'token', needed: 'sometimes' } } }),
      'service "shop": not one of the allowed values (workload.secretEnv.TOKEN.needed: "sometimes"). Use one of always, by several replicas.',
    ],
    [
      'writable folder without a path',
      workload({ writable: { 'var/lib/shop': '1Gi' } }),
      'service "shop": not the path of a folder (workload.writable.var/lib/shop: "1Gi"). Write it like /data or /var/lib/data.',
    ],
    [
      'writable folder that is there in any case',
      workload({ writable: { '/tmp': '1Gi' } }),
      'service "shop": /tmp is always writable (workload.writable./tmp: "1Gi"). Remove it.',
    ],
    [
      'grace period that the drain uses up',
      workload({ terminationGraceSeconds: 6 }),
      'service "shop": too short, because a stopping pod serves for another 5 s first (workload.terminationGraceSeconds: 6). Use 10 or more.',
    ],
    [
      'name that calls its alerts as another does',
      () => uniqueServices([service({ name: 'a-1' })(), service({ name: 'a1' })()]),
      'service "a1": alerts would have the same names as those of service a-1 (name: "a1"). Give each service its own name, which rules, alerts and files contain.',
    ],
    [
      'line in services.ts that is no service',
      () => uniqueServices([requests as unknown as Service]),
      'stack: an entry is not a service (services: {"kind":"counter","name":"shop_requests_total","help":"Requests","labels":{}}). List only what defineService({ ... }) returns.',
    ],
    [
      'image that is latest',
      workload({ image: 'shop:latest' }),
      'service "shop": not a pinned image (workload.image: "shop:latest"). Name a tag other than latest, or a digest, e.g. registry.example.com/payments:1.2.3.',
    ],
    [
      'no replicas',
      workload({ replicas: 0 }),
      'service "shop": below 1 (workload.replicas: 0). Use 1 or more.',
    ],
    [
      'half a replica',
      workload({ replicas: 1.5 }),
      'service "shop": not a whole number (workload.replicas: 1.5). Use 1 or more.',
    ],
    [
      'memory without a unit that Kubernetes knows',
      workload({ memory: '256MB' }),
      'service "shop": not a quantity of bytes (workload.memory: "256MB"). Write it like 256Mi or 50Gi.',
    ],
    [
      'CPU in percent',
      workload({ cpuRequest: '10%' }),
      'service "shop": not a quantity of CPU (workload.cpuRequest: "10%"). Write it like 100m or 0.5.',
    ],
    [
      'probe that is missing',
      workload({ probes: { startup: '/healthz', liveness: '/healthz' } }),
      'service "shop": required field is missing (workload.probes.readiness). Give a string, or give an object.',
    ],
    [
      'environment variable in lower case',
      workload({ env: { 'log-level': 'info' } }),
      'service "shop": not a variable name (workload.env.log-level: "info"). Use capitals, digits and _.',
    ],
    [
      'client that is no namespace',
      workload({ clients: ['Front End'] }),
      'service "shop": not a DNS label (workload.clients[0]: "Front End"). Use at most 63 lower-case letters, digits and hyphens, starting with a letter.',
    ],
    [
      'unbounded label with the budget of the contract',
      service({
        seriesBudget: 'contract',
        metrics: contract({
          requests: counter('shop_requests_total', {
            help: 'Requests',
            labels: { customer: unbounded({ because: 'a handful of wholesalers' }) },
          }),
        }),
      }),
      'service "shop": a label of the contract has no bound, and neither has the number of its series (seriesBudget: "contract"). Set the number of series that one target may expose, or remove the field.',
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
      'service "shop": not in CamelCase (alerts[0].symptom: "queue stuck"). Name the symptom, e.g. QueueStuck.\n' +
        'service "shop": not one of the allowed values (alerts[0].severity: "page"). Use one of critical, warning, info.\n' +
        'service "shop": not a Prometheus duration (alerts[0].for: "soon"). Write it like 0s, 5m or 1h.\n' +
        'service "shop": empty (alerts[0].summary: ""). Write a sentence.\n' +
        'service "shop": not a function (alerts[0].expr: "up == 0"). Write (service) => an expression of signalproof/promql.',
    ],
    [
      'name of another service',
      () => uniqueServices([service({})(), service({ port: 9000 })()]),
      'service "shop": duplicate name (name: "shop"). Give each service its own name, which rules, alerts and files contain.',
    ],
  ])('%s', (_what, build, expected) => {
    if (typeof expected === 'string') expect(message(build)).toBe(expected);
    else expect(message(build)).toMatch(expected);
  });

  it('is reported with all its problems at once', () => {
    expect(message(service({ port: 70000, team: '' }))).toBe(
      'service "shop": not a label value (team: ""). Use at most 63 letters, digits, hyphens, dots and underscores.\n' +
        'service "shop": not a port (port: 70000). Use a whole number from 1 to 65535.',
    );
  });

  it('names the kinds of an object that exists', () => {
    expect(message(() => existing({ name: 'shop' } as never))).toBe(
      'existing: required field is missing (kind). Use one of Deployment, StatefulSet, DaemonSet, CronJob.',
    );
  });

  it('names types in words of the language', () => {
    expect(message(() => serviceMonitor({ port: 'http' } as never))).toBe(
      'serviceMonitor: required field is missing (selector). Give an object.',
    );
  });

  it('may have a port below 1024 where something else deploys it', () => {
    expect(service({ port: 80, workload: 'external' })().port).toBe(80);
  });

  it('does not compile when a golden signal is broken down by a label that one metric lacks', () => {
    const { requests, latency } = aSignalledContract.metrics;
    // @ts-expect-error -- the histogram has no label `status`
    goldenSignals({ requests, errors: {}, latency, by: ['status'] });
    // @ts-expect-error -- the counter has no label `code`
    expect(() => goldenSignals({ requests, errors: { code: '500' }, latency })).toThrow(
      'the series do not have this label (matchers: "code")',
    );
    expect(Object.keys(latency.labels)).not.toContain('status');
  });
});

describe('a wrong environment', () => {
  it.each<[string, () => unknown, string]>([
    [
      'platform that is unknown',
      environment({ platform: 'openshift' }),
      'environment "test": not one of the allowed values (platform: "openshift"). Use one of kind, eks, gke, aks, self-managed.',
    ],
    [
      'key that would leave the comment of the values file',
      environment({ grafana: { adminSecret: 'grafana-admin', userKey: 'user\nevil: true' } }),
      'environment "test": not a Secret key (grafana.userKey: "hidden"). Use letters, digits, hyphens, dots and underscores.',
    ],
    [
      'discovery mode that is unknown',
      environment({ discovery: 'none' }),
      'environment "test": not one of the allowed values (discovery: "none"). Use one of all, release-label.',
    ],
    [
      'release that Helm refuses',
      environment({ release: 'p'.repeat(54) }),
      `environment "test": too long for Helm (release: "${'p'.repeat(54)}"). Use at most 53 characters.`,
    ],
    [
      'scrape interval without unit',
      environment({ scrapeInterval: '30' }),
      'environment "test": not a Prometheus duration above 0 (scrapeInterval: "30"). Write it like 30s, 5m or 31d.',
    ],
    [
      'scrape interval too long for the rules',
      environment({ scrapeInterval: '2m' }),
      'environment "test": the 5m window of the rules would hold fewer than four scrapes (scrapeInterval: "2m"). Use 75s or less.',
    ],
    [
      'retention as a number',
      environment({ retention: 31 }),
      'environment "test": not a string (retention: 31). Give a string.',
    ],
    [
      'storage without size',
      environment({ storage: { storageClass: 'gp3' } }),
      'environment "test": required field is missing (storage.size). Give a string.',
    ],
    [
      'storage size that is no quantity',
      environment({ storage: { size: '50 GB' } }),
      'environment "test": not a quantity of bytes (storage.size: "50 GB"). Write it like 256Mi or 50Gi.',
    ],
    [
      'shards that nothing brings together',
      environment({ shards: 2 }),
      'environment "test": shards split the targets, so rules need a place where all series are available (shards: 2). Use 1, or set remoteWrite or thanos.',
    ],
    [
      'remote write to no address',
      environment({ remoteWrite: [{ name: 'mimir', url: 'mimir.example.com' }] }),
      'environment "test": not an http(s) address (remoteWrite[0].url: "mimir.example.com"). Write it in full, e.g. https://example.com/path.',
    ],
    [
      'receiver with an inline secret',
      environment({
        receivers: [
          { name: 'on-call', severities: ['critical'], via: { kind: 'pagerduty', routingKey: 'abc123' } },
        ],
      }),
      'environment "test": not an object (receivers[0].via.routingKey: "hidden"). Give an object.',
    ],
    [
      'receiver of an unknown kind',
      environment({ receivers: [{ name: 'on-call', severities: ['critical'], via: { kind: 'pager' } }] }),
      'environment "test": not one of the allowed values (receivers[0].via.kind: "pager"). Use one of slack, pagerduty, email, webhook.',
    ],
    [
      'receiver for no alert',
      environment({
        receivers: [
          { name: 'on-call', severities: [], via: { kind: 'webhook', url: { name: 'hook', key: 'url' } } },
        ],
      }),
      'environment "test": no severity given (receivers[0].severities: []). List at least one of critical, warning, info.',
    ],
    [
      "receiver that takes the chart's name",
      environment({
        receivers: [
          { name: 'null', severities: ['info'], via: { kind: 'webhook', url: { name: 'hook', key: 'url' } } },
        ],
      }),
      'environment "test": the name belongs to the chart\'s receiver that discards alerts (receivers: "null"). Rename the receiver.',
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
      'environment "test": duplicate name of a receiver (receivers: "hook"). Give each receiver its own name.',
    ],
    [
      'password instead of a Secret',
      environment({ grafana: { adminPassword: 'admin' } }),
      'environment "test": required field is missing (grafana.adminSecret). Give a string.\n' +
        'environment "test": unknown field (grafana.adminPassword: "hidden"). Use one of adminSecret, userKey, passwordKey, url.',
    ],
    [
      'runbook address that ends in a slash',
      environment({ runbooks: 'https://example.com/runbooks/' }),
      'environment "test": trailing slash (runbooks: "https://example.com/runbooks/"). Remove it.',
    ],
    [
      'change to a service that is not there',
      () =>
        placeServices([defineService(aService)], environment({ workloads: { shoppe: { replicas: 3 } } })()),
      'environment "test": this stack deploys no service of that name (workloads.shoppe: "shoppe"). Use one of shop.',
    ],
    ...(
      [
        [
          'a DaemonSet',
          daemonSet({ image: 'shop:1.0.0' }),
          'a DaemonSet runs one pod on each node and has no replicas',
        ],
        [
          'a Deployment with an autoscaler',
          deployment({ image: 'shop:1.0.0', autoscaling: { max: 5, cpu: 80 } }),
          'autoscaling of the service decides on the number of pods',
        ],
        [
          'a StatefulSet with an autoscaler',
          statefulSet({ image: 'shop:1.0.0', autoscaling: { max: 5, cpu: 80 } }),
          'autoscaling of the service decides on the number of pods',
        ],
        [
          'a CronJob',
          cronJob({ image: 'shop:1.0.0', schedule: '@daily', succeedsWithin: '26h' }),
          'a CronJob starts one pod for each job and has no replicas',
        ],
      ] as const
    ).map(
      ([what, workload, message]) =>
        [
          `replicas of ${what} in an environment`,
          () => {
            const { metrics, seriesBudget, port, ...rest } = aService;
            const own = workload.kind === 'cronJob' ? {} : { metrics, seriesBudget, port };
            return placeServices(
              [defineService({ ...rest, ...own, workload })],
              environment({ workloads: { shop: { replicas: 3 } } })(),
            );
          },
          `environment "test": ${message} (workloads.shop.replicas: 3). Remove the override.`,
        ] satisfies [string, () => unknown, string],
    ),
    [
      'retention shorter than the period of an objective',
      () =>
        placeServices(
          [defineService({ ...aService, ...aSignalledContract, slos: [anSlo] })],
          environment({ retention: '10d' })(),
        ),
      'SLO "availability": longer than the 10d for which environment "test" keeps samples (period: "30d"). Raise its retention to 30d or more, or shorten the period.',
    ],
    [
      'name in STACK_ENV that is not in the list',
      () => findEnvironment('staging'),
      'environment: unknown name (name: "staging"). Use one of dev, prod, or add it to the environments of the stack.',
    ],
    [
      'name in STACK_ENV that every object has',
      () => findEnvironment('constructor'),
      'environment: unknown name (name: "constructor"). Use one of dev, prod, or add it to the environments of the stack.',
    ],
    [
      'image in the shell without a tag',
      () =>
        placeServices([defineService(aService)], environment({})(), {
          SHOP_IMAGE: 'registry.example.com/shop',
        }),
      'environment variable: not a pinned image (SHOP_IMAGE: "registry.example.com/shop"). Name a tag other than latest, or a digest, e.g. registry.example.com/payments:1.2.3.',
    ],
  ])('%s', (_what, build, expected) => {
    expect(message(build)).toBe(expected);
  });
});
