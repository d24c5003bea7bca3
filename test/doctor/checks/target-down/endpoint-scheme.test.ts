import { check } from '../../../../src/doctor/checks/target-down/endpoint-scheme';
import { findingsFor } from '../../../support/doctor';
import { aService, chain, ownCart, podMonitor, pods, serviceMonitor } from '../scrape-chain';
import { yaml } from '../yaml';

const endpoint = (fields: string) => serviceMonitor(`endpoints: [{ port: web, ${fields} }]`);
const secure = aService('ports: [{ name: https, port: 443, targetPort: http }]');

test('the scheme of a service of the catalog is known', () => {
  const own = { contracts: ownCart() };
  expect(findingsFor(check, chain({ monitor: endpoint('scheme: https') }), own)).toEqual([
    {
      code: 'endpoint-scheme',
      check: 'endpoint-scheme',
      severity: 'error',
      resource: 'ServiceMonitor monitoring/cart',
      path: 'spec.endpoints[0].scheme',
      message: 'the metrics of Service shop/cart are served over http',
      found: 'https',
      expected: 'http',
      fix: 'scheme: http',
      at: { file: 'test.yaml', line: 2 },
    },
  ]);
});

const TLS = 'tlsConfig: { insecureSkipVerify: true }';
const ofPods = (fields: string) =>
  chain({ monitor: podMonitor(`podMetricsEndpoints: [{ port: http, ${fields} }]`), service: '' });

test.each([
  ['a Service over http', chain({ monitor: endpoint(`scheme: https, ${TLS}`) }), chain(), 'http'],
  ['a Service over https', chain(), chain({ monitor: endpoint(`scheme: https, ${TLS}`) }), 'https'],
  ['pods over http', ofPods(`scheme: https, ${TLS}`), ofPods('scheme: http'), 'http'],
  ['pods over https', ofPods('scheme: http'), ofPods(`scheme: https, ${TLS}`), 'https'],
] as const)('of the catalog: %s', (_what, wrong, right, scheme) => {
  const own = { contracts: ownCart(false, scheme) };
  expect(findingsFor(check, wrong, own)).toMatchObject([
    { severity: 'error', expected: scheme, fix: `scheme: ${scheme}` },
  ]);
  expect(findingsFor(check, right, own)).toEqual([]);
});

test.each([
  [
    'https without TLS settings',
    chain({ monitor: endpoint('scheme: https') }),
    'warning',
    'spec.endpoints[0].tlsConfig',
    'without tlsConfig, https needs a certificate for the IP address of the pod',
  ],
  [
    'TLS settings without https',
    chain({ monitor: endpoint('tlsConfig: { insecureSkipVerify: true }') }),
    'warning',
    'spec.endpoints[0].tlsConfig',
    'tlsConfig is not used, because scheme is http',
  ],
  [
    'http to a port called https',
    chain({ monitor: serviceMonitor('endpoints: [{ port: https }]'), service: secure }),
    'warning',
    'spec.endpoints[0].scheme',
    'the scheme is http, but the port is named https',
  ],
  [
    'an unsupported scheme',
    chain({ monitor: endpoint('scheme: tcp') }),
    'error',
    'spec.endpoints[0].scheme',
    'unsupported scheme',
  ],
])('it finds %s', (_what, text, severity, path, message) => {
  expect(findingsFor(check, text)).toMatchObject([{ severity, path, message }]);
});

test.each([
  ['the Service', chain({ monitor: endpoint('scheme: https') }), 'cart.shop.svc'],
  [
    'the certificate, without a Service',
    chain({ monitor: podMonitor('podMetricsEndpoints: [{ port: http, scheme: https }]') }),
    '<name in the certificate>',
  ],
])('the server name is that of %s', (_what, text, serverName) => {
  expect(findingsFor(check, text)).toMatchObject([
    { fix: `tlsConfig: {"serverName":"${serverName}","ca":{"secret":{"name":"<secret>","key":"ca.crt"}}}` },
  ]);
});

const byClass = yaml('Prometheus', 'name: k8s', 'spec: { scrapeClasses: [{ name: mesh, default: true }] }');
const relabeled =
  'endpoints: [{ port: https, relabelings: [{ targetLabel: __scheme__, replacement: https }] }]';

test.each([
  ['http', chain()],
  ['capital letters, as the CRD has them too', chain({ monitor: endpoint('scheme: HTTP') })],
  ['https with TLS settings', chain({ monitor: endpoint('scheme: https, tlsConfig: { serverName: cart }') })],
  ['https with a scrape class', chain({ monitor: endpoint('scheme: https'), more: byClass })],
  ['https to what was not read', endpoint('scheme: https')],
  ['a relabeling that sets the scheme', chain({ monitor: serviceMonitor(relabeled), service: secure })],
])('it finds nothing in %s', (_what, text) => {
  expect(findingsFor(check, text)).toEqual([]);
});

const withCa = (tls: string, more = '') =>
  chain({
    monitor: serviceMonitor(`endpoints: [{ port: web, scheme: https, tlsConfig: { ${tls} }${more} }]`),
  });

test('a certificate authority needs the server name, as the address is that of a pod', () => {
  expect(findingsFor(check, withCa('caFile: /ca.crt'))).toMatchObject([
    {
      severity: 'warning',
      path: 'spec.endpoints[0].tlsConfig.serverName',
      message: 'without serverName, the certificate has to contain the IP address of the pod',
      fix: 'serverName: cart.shop.svc',
    },
  ]);
});

test.each([
  ['a server name', withCa('caFile: /ca.crt, serverName: cart')],
  ['no verification', withCa('caFile: /ca.crt, insecureSkipVerify: true')],
  ['relabeling of the address', withCa('caFile: /a', ', relabelings: [{ targetLabel: __address__ }]')],
])('it finds nothing in %s', (_what, text) => {
  expect(findingsFor(check, text)).toEqual([]);
});

const proxied = (args: string) =>
  chain({
    deployment: pods().replace('containers: [{', `containers: [{ args: [${args}],`),
  });

test('kube-rbac-proxy serves https', () => {
  expect(
    findingsFor(
      check,
      proxied('"--secure-listen-address=0.0.0.0:8080", "--upstream=http://127.0.0.1:9090/"'),
    ),
  ).toMatchObject([
    {
      severity: 'error',
      path: 'spec.endpoints[0].scheme',
      message: 'the scheme is http, but container cart serves https on this port',
      expected: 'https, because of --secure-listen-address=0.0.0.0:8080',
      fix: 'scheme: https\ntlsConfig: {"insecureSkipVerify":true}',
    },
  ]);
});

const certificate = '"--secure-listen-address=:8080", "--tls-cert-file=/tls/tls.crt"';
const overTls = '"--metrics-bind-address=:8080", "--metrics-secure"';
const kubebuilder = proxied('"--metrics-bind-address=:8443"').replace('8080 }', '8443 }');

test.each([
  ['a certificate of its own', proxied(certificate), 'error', 'scheme: https'],
  ['the address of a node', proxied('"--secure-listen-address=[$(IP)]:8080"'), 'error', /^scheme: https\n/],
  ['a secure controller-runtime', proxied(overTls), 'error', /^scheme: https\n/],
  ['the port of kubebuilder', kubebuilder, 'warning', /^scheme: https\n/],
])('http does not fit %s', (_what, text, severity, fix) => {
  expect(findingsFor(check, text)).toMatchObject([
    { severity, fix: typeof fix === 'string' ? fix : expect.stringMatching(fix) },
  ]);
});

test.each(['"--metrics-bind-address=:8080", "--metrics-secure=false"', '"--insecure-listen-address=:8080"'])(
  'https does not fit %s',
  (args) => {
    const https = serviceMonitor('endpoints: [{ port: web, scheme: https, tlsConfig: { caFile: /a } }]');
    const text = proxied(args).replace(serviceMonitor(), https);
    expect(findingsFor(check, text)).toMatchObject([
      {
        severity: 'error',
        message: expect.stringContaining('serves http on') as string,
        fix: 'scheme: http',
      },
    ]);
  },
);

const HTTPS = serviceMonitor(
  'endpoints: [{ port: web, scheme: https, tlsConfig: { caFile: /a, serverName: a } }]',
);

test('the sidecar of Prometheus and Alertmanager serves https only with a file for it', () => {
  const found = (args: string, monitor?: string) =>
    findingsFor(
      check,
      chain({
        ...(monitor === undefined ? {} : { monitor }),
        deployment: pods().replace(
          'containers: [{ name: cart',
          `containers: [{ args: [${args}], name: config-reloader`,
        ),
      }),
    );
  const http = '"--listen-address=:8080", "--web-config-file="';
  const https = '"--listen-address=:8080", "--web-config-file=/a.yaml"';
  expect(found(http, HTTPS)).toMatchObject([
    {
      severity: 'error',
      message: 'the scheme is https, but container config-reloader serves http on this port',
      fix: 'scheme: http',
    },
  ]);
  expect([
    found(http),
    found(https, HTTPS),
    findingsFor(check, proxied(http).replace(serviceMonitor(), HTTPS)),
  ]).toEqual([[], [], []]);
});

test.each([
  '"--secure-listen-address=:8443"',
  '"--listen-address=:8080"',
  '"--metrics-bind-address=:8080"',
  '"--metrics-bind-address=:8080", "--metrics-secure=false"',
  '"--insecure-listen-address=:8080"',
])('it serves http with %s', (args) => {
  expect(findingsFor(check, proxied(args))).toEqual([]);
});

const http = endpoint('scheme: http');
const withContainer = (fields: string) => pods().replace('containers: [{', `containers: [{ ${fields},`);

test.each([
  ['--secure-port', 'args: [--secure-port=8080]', '--secure-port=8080'],
  [
    'a probe over https',
    'readinessProbe: { httpGet: { port: 8080, scheme: HTTPS } }',
    'scheme: HTTPS of its probe',
  ],
  [
    'a probe of a named port',
    'livenessProbe: { httpGet: { port: http, scheme: HTTPS } }',
    'scheme: HTTPS of its probe',
  ],
])('a port that serves https because of %s', (_what, fields, because) => {
  const deployment = withContainer(fields);
  expect(findingsFor(check, chain({ monitor: http, deployment }))).toMatchObject([
    {
      severity: 'error',
      message: 'the scheme is http, but container cart serves https on this port',
      expected: `https, because of ${because}`,
      fix: 'scheme: https\ntlsConfig: {"insecureSkipVerify":true}',
    },
  ]);
  const fixed = endpoint('scheme: https, tlsConfig: { insecureSkipVerify: true }');
  expect(findingsFor(check, chain({ monitor: fixed, deployment }))).toEqual([]);
});

test.each([
  ['another secure port', 'args: [--secure-port=8443]'],
  ['no secure port', 'args: [--secure-port=0]'],
  ['a probe over http', 'readinessProbe: { httpGet: { port: 8080 } }'],
  ['a probe of another port', 'readinessProbe: { httpGet: { port: 8443, scheme: HTTPS } }'],
])('it finds nothing with %s', (_what, fields) => {
  expect(findingsFor(check, chain({ monitor: http, deployment: withContainer(fields) }))).toEqual([]);
});
