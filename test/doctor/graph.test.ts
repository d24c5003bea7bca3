import { chainOf } from '../../src/doctor/graph/chain';
import { asMermaid, asText } from '../../src/doctor/graph/formats';
import { factsFrom } from '../support/doctor';

const chain = (extra = '', change: (yaml: string) => string = (yaml) => yaml) =>
  `${change(`
apiVersion: apps/v1
kind: Deployment
metadata: { name: web }
spec:
  replicas: 2
  template:
    metadata: { labels: { app: web } }
    spec: { containers: [{ name: main, ports: [{ name: http, containerPort: 8000 }] }] }
---
apiVersion: v1
kind: Service
metadata: { name: web, labels: { app: web } }
spec: { selector: { app: web }, ports: [{ name: http, port: 80, targetPort: 8000 }] }
---
apiVersion: monitoring.coreos.com/v1
kind: ServiceMonitor
metadata: { name: web, namespace: monitoring, labels: { release: prometheus } }
spec:
  selector: { matchLabels: { app: web } }
  namespaceSelector: { matchNames: [default] }
  endpoints: [{ port: http }]
`)}${extra}`;

const draw = (yaml: string, as = asText) =>
  as(
    chainOf(
      factsFrom(yaml, {
        values: { values: {}, name: 'values.yml', release: 'prometheus', namespace: 'monitoring' },
      }),
    )!,
  );

const replacing = (from: string, to: string) => chain('', (yaml) => yaml.replace(from, to));

test('a whole chain is drawn from Prometheus to the pods', () => {
  expect(draw(chain())).toBe(
    `Prometheus monitoring (Helm values values.yml)
└─ release=prometheus → ServiceMonitor monitoring/web endpoints[0]
   └─ app=web in default → Service default/web
      └─ port http is 8000, GET /metrics → Deployment default/web container main (2 pods)`,
  );
});

test.each([
  [
    'labels that Prometheus does not select',
    replacing('release: prometheus', 'release: other'),
    '└─ ✗ BROKEN release=prometheus → ServiceMonitor',
  ],
  [
    'a selector without Service',
    replacing('matchLabels: { app: web }', 'matchLabels: { app: api }'),
    '   └─ ✗ BROKEN app=api in default → no Service',
  ],
  [
    'a Service without pods',
    replacing('spec: { selector: { app: web }', 'spec: { selector: { app: api }'),
    '      └─ ✗ BROKEN app=api → no pods',
  ],
  [
    'a port of another name',
    replacing('endpoints: [{ port: http }]', 'endpoints: [{ port: metrics }]'),
    '      └─ ✗ BROKEN port metrics → Deployment default/web',
  ],
  [
    'a Service that somebody else fills',
    replacing('spec: { selector: { app: web }, ', 'spec: { '),
    '      └─ ? UNKNOWN no selector: its endpoints are managed elsewhere → endpoints',
  ],
  [
    'a policy that admits nobody',
    chain(
      '---\napiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: { name: deny }\nspec: { podSelector: {}, policyTypes: [Ingress] }\n',
    ),
    '✗ BROKEN port http is 8000, GET /metrics; no NetworkPolicy admits Prometheus → Deployment',
  ],
  [
    'a policy by unknown labels',
    chain(
      '---\napiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: { name: some }\nspec: { podSelector: {}, policyTypes: [Ingress], ingress: [{ from: [{ namespaceSelector: { matchLabels: { tier: ops } } }] }] }\n',
    ),
    '? UNKNOWN port http is 8000, GET /metrics; it is unknown whether a NetworkPolicy admits Prometheus → Deployment',
  ],
  [
    'relabeling that drops',
    replacing(
      'endpoints: [{ port: http }]',
      'endpoints: [{ port: http, relabelings: [{ action: drop, sourceLabels: [namespace], regex: default }] }]',
    ),
    '✗ BROKEN port http is 8000, GET /metrics; relabeling drops it → Deployment',
  ],
  [
    'relabeling that is refused',
    replacing(
      'endpoints: [{ port: http }]',
      'endpoints: [{ port: http, relabelings: [{ action: hashmod, sourceLabels: [namespace], targetLabel: x }] }]',
    ),
    '✗ BROKEN port http is 8000, GET /metrics; relabeling is invalid: ',
  ],
  [
    'a namespace that is asked for by label',
    replacing('endpoints: [{ port: http }]', 'endpoints: [{ targetPort: 9000 }]'),
    '✗ BROKEN container port 9000 → Deployment',
  ],
  [
    'every port',
    replacing('endpoints: [{ port: http }]', 'endpoints: [{}]'),
    '      └─ every port is 8000, GET /metrics → Deployment',
  ],
])('%s is marked on its edge', (_what, yaml, line) => {
  expect(draw(yaml)).toContain(line);
});

test('what was not read at all is unknown, not broken', () => {
  const [, service, monitor] = chain().split('---');
  expect(draw(`${service}---${monitor}`)).toContain('└─ ? UNKNOWN app=web → no pods');
  expect(draw(monitor!)).toContain('└─ ? UNKNOWN app=web in default → no Service');
});

test('Mermaid marks the broken edge red, by its number', () => {
  expect(
    draw(
      replacing('endpoints: [{ port: http }]', 'endpoints: [{ port: http }, { port: "8000" }]'),
      asMermaid,
    ),
  ).toBe(
    `flowchart LR
  n0["Prometheus monitoring (Helm values values.yml)"]
  n1["ServiceMonitor monitoring/web endpoints[0]"]
  n0 -- "release=prometheus" --> n1
  n2["Service default/web"]
  n1 -- "app=web in default" --> n2
  n3["Deployment default/web container main (2 pods)"]
  n2 -- "port http is 8000, GET /metrics" --> n3
  n4["ServiceMonitor monitoring/web endpoints[1]"]
  n0 -- "release=prometheus" --> n4
  n5["Service default/web"]
  n4 -- "app=web in default" --> n5
  n6["Deployment default/web"]
  n5 -. "✗ BROKEN port 8000" .-x n6
  linkStyle 5 stroke:#d00,stroke-width:3px`,
  );
});

test('without manifests there is nothing to draw', () => {
  expect(chainOf({})).toBeUndefined();
});
