import { originalOf } from '../../src/blindspots/mutator';
import { blindspots } from '../../src/blindspots/run';
import { camelCase, snakeCase } from '../../src/findings/spelling';
import { plainObject } from '../../src/doctor/sources/plain-files';
import { ownStack } from '../doctor/own-stack';
import { allServices } from '../fixtures/stack/index';
import { evidenceOf, STACK } from './cart';
import { KUBELET, only, ran, verdict } from './verdict';

/** No alert fires when a scrape fails. */
const QUIET = STACK.replace('up{job="cart"} == 0', 'cart_up{job="cart"} == 0').replace(
  'absent(up{job="cart"})',
  'cart_gone{job="cart"} > 0',
);
const withEndpoint = (stack: string, fields: string): string =>
  stack.replace('    - port: http\n', `    - port: http\n      ${fields}\n`);
const ENDPOINT = 'ServiceMonitor cart spec.endpoints.0';

describe('a scrape that may fail', () => {
  it.each([
    ['path', '', 'path /metrics-x'],
    ['authorization', 'bearerTokenFile: /token', 'bearerTokenFile'],
  ])('for its %s', (mutator, fields, change) => {
    expect(verdict(withEndpoint(QUIET, fields), mutator, `${ENDPOINT}.${change}`)).toMatch(
      /^survived CartErrors: scrapes may fail of Deployment shop\/cart; CartSlow: scrapes/,
    );
    expect(verdict(withEndpoint(STACK, fields), mutator, `${ENDPOINT}.${change}`)).toBe('alert CartDown');
  });

  it('is noticed by the doctor for its scheme, its timeout and its TLS settings', () => {
    const secure = withEndpoint(QUIET, 'scheme: https\n      tlsConfig: { insecureSkipVerify: true }');
    expect(verdict(QUIET, 'scheme', `${ENDPOINT}.scheme https`)).toBe('doctor');
    expect(verdict(secure, 'scheme', `${ENDPOINT}.scheme http`)).toBe('doctor');
    expect(verdict(secure, 'scheme', `${ENDPOINT}.tlsConfig`)).toBe('doctor');
    expect(verdict(QUIET, 'scrape-timeout', `${ENDPOINT}.scrapeTimeout 1d`)).toBe('doctor');
  });

  const RATIO = 'count by (job) (up == 0) / count by (job) (up) > 0.1';
  const ALERT = `        - { alert: TargetDown, expr: '${RATIO}', labels: { severity: critical } }\n`;
  const GONE = ALERT.replace(RATIO, 'absent(up{job="kubelet"} == 1)').replace('TargetDown', 'KubeletDown');
  const two = KUBELET.replace('endpoints: [', 'endpoints: [{ port: web, path: /metrics/cadvisor }, ');
  const PATH = 'ServiceMonitor kubelet spec.endpoints.0.path';

  it('is noticed by an alert that fires for its job, or for its share of the job', () => {
    expect(verdict(QUIET + KUBELET, 'path', `${PATH} /metrics-x`)).toBe(
      'survived PodsStuck: scrapes may fail of ServiceMonitor monitoring/kubelet',
    );
    expect(verdict(QUIET + KUBELET + ALERT, 'path', `${PATH} /metrics-x`)).toBe('alert TargetDown');
    expect(verdict(QUIET + KUBELET + GONE, 'path', `${PATH} /metrics-x`)).toBe('alert KubeletDown');
    expect(verdict(QUIET + two + ALERT, 'path', `${PATH} /metrics/cadvisor-x`)).toBe('alert TargetDown');
    expect(verdict(QUIET + two + GONE, 'path', `${PATH} /metrics/cadvisor-x`)).toMatch(/^survived PodsStuck/);
  });

  it('is not read by alerts on another path', () => {
    const told = two
      .replace(
        'path: /metrics/cadvisor',
        'path: /metrics/cadvisor, relabelings: [{ sourceLabels: [__metrics_path__], targetLabel: metrics_path }]',
      )
      .replace('{job="kubelet"}', '{job="kubelet", metrics_path="/metrics"}');
    expect(verdict(QUIET + told, 'path', `${PATH} /metrics/cadvisor-x`)).toBe('unjudged');
  });
});

describe('labels of a scrape', () => {
  it('change with jobLabel, which alerts on the job that is gone notice', () => {
    const labelled = (stack: string) =>
      stack
        .replace(
          'spec:\n  selector: { matchLabels: { app: cart } }\n  endpoints',
          'spec:\n  jobLabel: tier\n  selector: { matchLabels: { app: cart } }\n  endpoints',
        )
        .replace(
          'labels: { app: cart } }\nspec: { selector',
          'labels: { app: cart, tier: shop } }\nspec: { selector',
        )
        .replaceAll('job="cart"', 'job="shop"');
    const change = 'ServiceMonitor cart spec.jobLabel';
    const quiet = labelled(QUIET).replaceAll('job="shop"', 'job=~"shop|shops"');
    expect(verdict(quiet, 'job-label', change)).toMatch(
      /^survived CartErrors: it no longer reads Deployment shop\/cart/,
    );
    const absent = quiet.replace('cart_gone{job=~"shop|shops"} > 0', 'absent(up{job=~"shop|shops"})');
    expect(verdict(absent, 'job-label', change)).toBe('alert CartGone');
    expect(verdict(QUIET + KUBELET, 'job-label', 'ServiceMonitor kubelet spec.jobLabel')).toBe(
      'survived PodsStuck: it may no longer read ServiceMonitor monitoring/kubelet',
    );
  });

  const kept = KUBELET.replace('scheme: https,', 'scheme: https, honorLabels: true,');
  const LABELS = 'ServiceMonitor kubelet spec.endpoints.0.honorLabels';

  it('replace those of other objects without honorLabels', () => {
    expect(verdict(QUIET + kept, 'honor-labels', LABELS)).toBe('equivalent');
    expect(
      verdict(
        QUIET + kept.replace('kubelet_errors_total', 'container_oom_events_total'),
        'honor-labels',
        LABELS,
      ),
    ).toBe('survived PodsStuck: it may read other labels of ServiceMonitor monitoring/kubelet');
    const own = withEndpoint(QUIET, 'honorLabels: true').replace('cart_up{', 'argocd_app_info{');
    expect(verdict(own, 'honor-labels', `${ENDPOINT}.honorLabels`)).toBe(
      'survived CartDown: it may read other labels of Deployment shop/cart',
    );
  });

  it('of a federation are those of another Prometheus', () => {
    const federated = kept.replace('scheme: https,', 'scheme: https, path: /federate,');
    expect(verdict(QUIET + federated, 'honor-labels', LABELS)).toMatch(/^survived PodsStuck/);
  });
});

test('a sample limit is below the series of a page of the stack, where these are known', () => {
  const { objects } = ownStack('prod');
  const few = objects.filter(
    ({ kind, name }) => !/Rule|ConfigMap/.test(kind) && name.startsWith('order-api'),
  );
  const services = allServices.filter(({ name }) => name === 'order-api');
  const { judged } = blindspots(
    { objects: [...few, ...evidenceOf(STACK).objects!], services },
    { budget: 1, seed: 1, mutators: [only('sample-limit', () => true)] },
  );
  expect(judged.map(({ verdict: { kind } }) => kind)).toEqual(['doctor']);
  expect(only('sample-limit', () => true).edits(originalOf(evidenceOf(STACK)))).toEqual([]);
});

const PROBED = `
---
apiVersion: monitoring.coreos.com/v1
kind: Probe
metadata: { name: site, namespace: shop, labels: { role: monitors } }
spec:
  jobName: site
  prober: { url: blackbox.example.com:9115 }
  module: http_2xx
  targets: { staticConfig: { static: [https://a.example.com, https://b.example.com] } }
---
apiVersion: monitoring.coreos.com/v1alpha1
kind: ScrapeConfig
metadata: { name: vm, namespace: shop, labels: { role: monitors } }
spec:
  jobName: vm
  scheme: HTTP
  staticConfigs: [{ targets: ['vm-1.example.com:9100', 'vm-2.example.com:9100'] }]
  dnsSDConfigs: [{ names: [vms.example.com] }]
  kubernetesSDConfigs: [{ role: Pod, selectors: [{ role: Pod, label: app=vm }] }]
---
apiVersion: monitoring.coreos.com/v1
kind: Probe
metadata: { name: ingress, namespace: shop, labels: { role: monitors } }
spec:
  jobName: ingress
  prober: { url: blackbox.example.com:9115 }
  targets: { ingress: { selector: { matchLabels: { app: cart } } } }
---
apiVersion: monitoring.coreos.com/v1
kind: PrometheusRule
metadata: { name: site, namespace: shop, labels: { role: alerts } }
spec:
  groups:
    - name: site
      rules:
        - { alert: SiteA, expr: 'probe_success{job="site", instance="https://a.example.com"} == 0', labels: { severity: critical } }
        - { alert: Ingress, expr: 'probe_success{job="ingress"} == 0', labels: { severity: critical } }
        - { alert: Machine, expr: 'vm_load{job="vm"} > 9', labels: { severity: critical } }
`;

describe('targets outside of the manifests', () => {
  const stack =
    QUIET.replace(
      '  ruleNamespaceSelector',
      `  probeSelector: {}\n  probeNamespaceSelector: {}\n  scrapeConfigSelector: {}\n  scrapeConfigNamespaceSelector: {}\n  ruleNamespaceSelector`,
    ) + PROBED;

  it.each([
    [
      'Probe site spec.targets.staticConfig.static.0',
      'survived SiteA: it may no longer read https://a.example.com of Probe shop/site',
    ],
    ['Probe site spec.targets.staticConfig.static.1', 'unjudged'],
    [
      'Probe site spec.module http_2xx-x',
      'survived SiteA: scrapes may fail of https://a.example.com of Probe shop/site',
    ],
    [
      'Probe ingress spec.targets.ingress.selector.matchLabels.app cart-x',
      'survived Ingress: it may no longer read Probe shop/ingress',
    ],
    [
      'ScrapeConfig vm spec.staticConfigs.0.targets.1',
      'survived Machine: it may no longer read vm-2.example.com:9100 of ScrapeConfig shop/vm',
    ],
    [
      'ScrapeConfig vm spec.dnsSDConfigs.0.names.0 vms.example.com-x',
      'survived Machine: it may no longer read ScrapeConfig shop/vm',
    ],
    [
      'ScrapeConfig vm spec.kubernetesSDConfigs.0.selectors.0.label app=vm-x',
      'survived Machine: it may no longer read ScrapeConfig shop/vm',
    ],
  ])('%s', (change, expected) => {
    expect(verdict(stack, 'target', change)).toBe(expected);
  });

  it('of one job are left, where one is gone: absent() stays silent', () => {
    const absent = stack.replace('vm_load{job="vm"} > 9', 'absent(up{job="vm"}) or vm_load{job="vm"} > 9');
    expect(verdict(absent, 'target', 'ScrapeConfig vm spec.staticConfigs.0.targets.1')).toMatch(/^survived/);
    expect(verdict(absent, 'deleted-object', 'ScrapeConfig vm')).toBe('alert Machine');
    const gone = `        - { alert: SiteGone, expr: 'absent(probe_success{job="site", instance="https://a.example.com"})', labels: { severity: critical } }\n`;
    expect(verdict(stack + gone, 'target', 'Probe site spec.targets.staticConfig.static.0')).toBe(
      'alert SiteGone',
    );
  });

  it('have a path and a scheme of their own, but for those of a Probe', () => {
    expect(ran(stack, 'path', (change) => !change.startsWith('ServiceMonitor')).judged).toHaveLength(1);
    expect(verdict(stack, 'path', 'ScrapeConfig vm spec.metricsPath /metrics-x')).toMatch(
      /^survived Machine/,
    );
    expect(verdict(stack, 'scheme', 'ScrapeConfig vm spec.scheme HTTPS')).toMatch(/^survived Machine/);
  });
});

describe('a prometheus.yml', () => {
  const alert = (name: string, expr: string) => ({ alert: name, expr, labels: { severity: 'critical' } });
  const evidenceWith = (...rules: readonly ReturnType<typeof alert>[]) => ({
    objects: [
      {
        rule_files: ['all.yml'],
        alerting: { alertmanagers: [{ static_configs: [{ targets: ['alertmanager:9093'] }] }] },
        global: { external_labels: { cluster: 'west' } },
        scrape_configs: [
          {
            job_name: 'cart',
            tls_config: { ca_file: '/ca' },
            scheme: 'https',
            static_configs: [{ targets: ['a:80', 'b:80'] }],
          },
          { job_name: 'disc', file_sd_configs: [{ files: ['x.yml'] }] },
        ],
      },
      {
        groups: [{ name: 'a', rules }],
      },
      {
        route: { receiver: 'none', routes: [{ receiver: 'chat', matchers: ['cluster="west"'] }] },
        receivers: [
          { name: 'none' },
          { name: 'chat', webhook_configs: [{ url: 'https://chat.example.com' }] },
        ],
      },
    ].map((file, index) => plainObject(file, ['prometheus.yml', 'all.yml', 'alertmanager.yml'][index]!)!),
  });
  const found = (evidence: ReturnType<typeof evidenceWith>, name: string, change: string) =>
    blindspots(evidence, {
      budget: 9,
      seed: 1,
      mutators: [only(name, (each) => each === `Prometheus prometheus.yml ${change}`)],
    }).judged.map(({ verdict }) =>
      verdict.kind !== 'alert' && 'changes' in verdict
        ? verdict.changes.map(({ page, how }) => `${page.alert.rule.name}: ${how}`).join('; ')
        : verdict.kind,
    );

  it.each([
    [
      'target',
      'file.scrape_configs.0.static_configs.0.targets.1',
      'Errors: it may no longer read b:80 of job cart of file prometheus.yml',
    ],
    [
      'target',
      'file.scrape_configs.1.file_sd_configs.0.files.0 x.yml-x',
      'Disc: it may no longer read job disc of file prometheus.yml',
    ],
    [
      'path',
      'file.scrape_configs.1.metrics_path /metrics-x',
      'Disc: scrapes may fail of job disc of file prometheus.yml',
    ],
    [
      'scheme',
      'file.scrape_configs.0.tls_config',
      'Errors: scrapes may fail of a:80 of job cart of file prometheus.yml; Errors: scrapes may fail of b:80 of job cart of file prometheus.yml',
    ],
    ['scrape-timeout', 'file.scrape_configs.1.scrape_timeout 1d', 'doctor'],
    [
      'external-label',
      'file.global.external_labels.cluster',
      'Errors: chat is not notified; Disc: chat is not notified',
    ],
  ])('has another %s: %s', (name, change, expected) => {
    const evidence = evidenceWith(
      alert('Errors', 'sum(errors{job="cart"}) > 0'),
      alert('Disc', 'sum(errors{job="disc"}) > 0'),
    );
    expect(found(evidence, name, change)).toEqual([expected]);
  });

  const TARGET = 'file.scrape_configs.0.static_configs.0.targets.1';
  const PATH = 'file.scrape_configs.1.metrics_path /metrics-x';
  it.each([
    ['up == 0', 'target', TARGET, 'Down: it may no longer read b:80 of job cart of file prometheus.yml'],
    ['up == 0', 'path', PATH, 'alert'],
    ['up{job!="disc"} == 0', 'path', PATH, 'unjudged'],
    // What the targets of a file have, nothing here says.
    ['up{zone="a"} == 0', 'path', PATH, 'unjudged'],
  ])('%s reads every scrape that may have its labels: another %s', (expr, name, change, expected) => {
    expect(found(evidenceWith(alert('Down', expr)), name, change)).toEqual([expected]);
  });

  it('spells fields with underscores', () => {
    expect([camelCase('kubernetes_sd_configs'), camelCase('oauth2'), snakeCase('bearerTokenFile')]).toEqual([
      'kubernetesSdConfigs',
      'oauth2',
      'bearer_token_file',
    ]);
  });
});

describe('a role of Prometheus', () => {
  const role = (kind: string, resources: string, namespace = '') => `
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ${kind}
metadata: { name: prometheus-${resources.length}${namespace === '' ? '' : `, namespace: ${namespace}`} }
rules: [{ apiGroups: [''], resources: [${resources}], verbs: [get, list, watch] }]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ${kind}Binding
metadata: { name: prometheus-${resources.length}${namespace === '' ? '' : `, namespace: ${namespace}`} }
roleRef: { apiGroup: rbac.authorization.k8s.io, kind: ${kind}, name: prometheus-${resources.length} }
subjects: [{ kind: ServiceAccount, name: prometheus, namespace: monitoring }]
`;
  const TARGETS = 'services, endpoints, pods';
  const withRoles = (stack: string) =>
    stack.replace('spec:\n  alerting', 'spec:\n  serviceAccountName: prometheus\n  alerting') +
    role('ClusterRole', TARGETS);

  it('that lets it list targets is deleted, or its only binding', () => {
    const change = `ClusterRole prometheus-${TARGETS.length}`;
    expect(verdict(withRoles(QUIET), 'role', change)).toMatch(
      /CartErrors: it no longer reads Deployment shop\/cart/,
    );
    expect(verdict(withRoles(STACK), 'role', change)).toBe('alert CartGone');
    const binding = change.replace(' ', 'Binding ');
    expect(verdict(withRoles(QUIET), 'role', binding)).toMatch(/^survived CartErrors: it no longer reads/);
    expect(verdict(withRoles(QUIET) + role('ClusterRole', 'nodes'), 'role', binding)).toBe('doctor');
  });

  it('is left alone where it grants something else, or where others grant the same', () => {
    expect(ran(withRoles(STACK) + role('Role', TARGETS, 'shop'), 'role', () => true).judged).toEqual([]);
    expect(ran(withRoles(STACK) + role('ClusterRole', 'nodes'), 'role', () => true).judged).toHaveLength(2);
    expect(ran(STACK, 'role', () => true).judged).toEqual([]);
  });
});
