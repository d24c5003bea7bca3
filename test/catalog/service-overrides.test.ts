import { defineEnvironment, type Environment } from '../../src/catalog/environment';
import { existing } from '../../src/catalog/existing';
import { serviceMonitor } from '../../src/catalog/scrape/service-monitor';
import { defineStack } from '../../src/catalog/stack';
import { deployment } from '../../src/catalog/workload/deployment';
import { placeServices } from '../../src/catalog/placement';
import { defineService, type ServiceProps } from '../../src/catalog/service';
import { renderManifests } from '../../src/outputs/kubernetes/manifests';
import { renderStack } from '../../src/synth/synthesize';
import { anEnvironment, anSlo, aService, aSignalledContract } from '../support/catalog';

const shop = (fields: Partial<ServiceProps> = {}) =>
  defineService({ ...aService, ...aSignalledContract, slos: [anSlo], ...fields });
const cart = defineService({ ...aService, name: 'cart' });

/** What is wrong on purpose is not what the type allows. */
const environmentWith = (services: object): Environment =>
  defineEnvironment({ ...anEnvironment, services: { ...services } });

/** Files of an environment, without those of dashboards. */
const filesIn = (services: object, fields: Partial<ServiceProps> = {}) =>
  renderManifests(placeServices([shop(fields)], environmentWith(services))).filter(
    ({ name }) => !name.startsWith('dashboard-'),
  );

test('a service can be absent in an environment', () => {
  const placed = placeServices([shop(), cart], environmentWith({ shop: 'absent' }));
  expect(placed.map(({ name }) => name)).toEqual(['cart']);
});

test('namespace and percentages of objectives can differ', () => {
  const [placed] = placeServices(
    [shop()],
    environmentWith({ shop: { namespaces: ['shops'], objectives: { availability: 99 } } }),
  );
  expect(placed).toMatchObject({ namespace: 'shops', slos: [{ name: 'availability', objective: 99 }] });
  expect(placed).not.toHaveProperty('namespaces');
});

test('the scrape of an external service can differ', () => {
  const services = [shop({ workload: 'external' })];
  const [placed] = placeServices(services, environmentWith({ shop: { scrape: existing({ job: 'all' }) } }));
  expect(placed).toMatchObject({ job: 'all', scrape: { kind: 'existing' } });
});

describe('one name in two namespaces', () => {
  const files = filesIn({ shop: { namespaces: ['eu', 'us'] } });
  const objects = files.flatMap((file) => file.objects);

  it('has files of its own in each', () => {
    expect(files.map(({ name }) => name)).toEqual([
      'shop-eu.k8s.yaml',
      'shop-us.k8s.yaml',
      'shop-monitoring.k8s.yaml',
      'slo-shop-eu-availability.k8s.yaml',
      'slo-shop-us-availability.k8s.yaml',
    ]);
  });

  it('is the same to write as a field of the service', () => {
    expect(filesIn({}, { namespace: ['eu', 'us'] })).toEqual(files);
  });

  it('is deployed under its name in both', () => {
    const deployments = objects.filter(({ kind }) => kind === 'Deployment');
    expect(deployments.map(({ metadata }) => `${metadata.namespace}/${metadata.name}`)).toEqual([
      'eu/shop',
      'us/shop',
    ]);
  });

  it('has one monitor, which searches both', () => {
    const monitors = objects.filter(({ kind }) => kind === 'ServiceMonitor');
    expect(monitors).toMatchObject([
      { metadata: { name: 'shop' }, spec: { namespaceSelector: { matchNames: ['eu', 'us'] } } },
    ]);
  });

  it('records and alerts on each namespace by itself', () => {
    const rules = objects.filter(({ kind }) => kind === 'PrometheusRule');
    expect(rules.map(({ metadata }) => metadata.name)).toEqual([
      'shop-eu-recording-rules',
      'shop-eu-slo-rules',
      'shop-eu-alerts',
      'shop-us-recording-rules',
      'shop-us-slo-rules',
      'shop-us-alerts',
      'shop-eu-slo-availability-rules',
      'shop-us-slo-availability-rules',
    ]);
    for (const rule of rules) {
      const own = rule.metadata.name.startsWith('shop-eu') ? 'eu' : 'us';
      const text = JSON.stringify(rule);
      expect(text).toContain(`namespace=\\"${own}\\"`);
      expect(text).not.toContain(`namespace=\\"${own === 'eu' ? 'us' : 'eu'}\\"`);
    }
  });

  it('has dashboards once, which choose the namespace by a variable', () => {
    const { files: all } = renderStack([shop()], environmentWith({ shop: { namespaces: ['eu', 'us'] } }));
    expect(all.map(({ path }) => path).filter((path) => path.startsWith('dashboard-shop'))).toEqual([
      'dashboard-shop-signals.k8s.yaml',
      'dashboard-shop-slo.k8s.yaml',
    ]);
  });

  it('is proven like everything else', () => {
    const { warnings } = renderStack([shop()], environmentWith({ shop: { namespaces: ['eu', 'us'] } }));
    expect(warnings.filter((warning) => !warning.startsWith('environment'))).toEqual([]);
  });
});

describe('one name in two namespaces, of which one has the workload already', () => {
  const beside = {
    namespace: ['eu', 'us'],
    workloadIn: { us: existing({ kind: 'StatefulSet', name: 'shop-db' }) },
    scrape: serviceMonitor({ selector: { app: 'shop-db' }, port: 'prom' }),
  };
  const files = filesIn({}, beside);
  const objects = files.flatMap((file) => file.objects);

  it('is written in the other one alone', () => {
    expect(
      objects
        .filter(({ metadata, kind }) => metadata.namespace !== 'monitoring' && kind !== 'Namespace')
        .map(({ kind, metadata }) => `${kind} ${metadata.namespace}/${metadata.name}`)
        .toSorted(),
    ).toEqual(
      ['Deployment', 'NetworkPolicy', 'PodDisruptionBudget', 'Service', 'ServiceAccount'].map(
        (kind) => `${kind} eu/shop`,
      ),
    );
  });

  it('has a monitor for each, under one job', () => {
    expect(objects.filter(({ kind }) => kind === 'ServiceMonitor')).toMatchObject([
      {
        metadata: { name: 'shop' },
        spec: { namespaceSelector: { matchNames: ['eu'] }, selector: { matchLabels: { app: 'shop' } } },
      },
      {
        metadata: { name: 'shop-existing' },
        spec: {
          namespaceSelector: { matchNames: ['us'] },
          selector: { matchLabels: { app: 'shop-db' } },
          endpoints: [{ port: 'prom', relabelings: [{ targetLabel: 'job', replacement: 'shop' }] }],
        },
      },
    ]);
  });

  it('has alerts on the object that runs it in each', () => {
    const alertsIn = (namespace: string) =>
      JSON.stringify(objects.find(({ metadata }) => metadata.name === `shop-${namespace}-alerts`));
    expect(alertsIn('eu')).toContain(
      'kube_deployment_spec_replicas{namespace=\\"eu\\", deployment=\\"shop\\"}',
    );
    expect(alertsIn('us')).toContain(
      'kube_statefulset_replicas{namespace=\\"us\\", statefulset=\\"shop-db\\"}',
    );
    expect(alertsIn('us')).not.toContain('kube_deployment');
  });

  it('shows the pods of both in one dashboard', () => {
    const { files: all } = renderStack([shop(beside)], environmentWith({}));
    const dashboard = all.find(({ path }) => path === 'dashboard-shop-signals.k8s.yaml')!.content;
    expect(dashboard).toMatch(
      /kube_deployment_spec_replicas\{[^}]*deployment=\\"shop\\"\}\) or max by \([^)]*\) \(kube_statefulset_replicas\{[^}]*statefulset=\\"shop-db\\"\}/,
    );
  });

  it('is deployed alone where an environment has no such namespace', () => {
    const kinds = filesIn({ shop: { namespaces: ['eu'] } }, beside)
      .flatMap((file) => file.objects)
      .map(({ kind, metadata }) => `${kind} ${metadata.name}`);
    expect(kinds).toContain('Deployment shop');
    expect(kinds.filter((kind) => kind.startsWith('ServiceMonitor'))).toEqual(['ServiceMonitor shop']);
  });

  test.each<[string, Partial<ServiceProps>, string]>([
    [
      'a scrape that is missing',
      { scrape: undefined },
      "required field is missing, as something else deploys the service in the namespaces of workloadIn (scrape). Say how it is scraped there, e.g. serviceMonitor({ selector: { app: 'shop' }, port: 'http' }).",
    ],
    [
      'a scrape under another job',
      { scrape: existing({ job: 'pods' }) },
      'series of the Service that is deployed have job="shop", so these must have it too (scrape: "existing"). Use serviceMonitor or podMonitor without job and jobLabel.',
    ],
    [
      'a CronJob',
      { workloadIn: { us: existing({ kind: 'CronJob', name: 'shop' }) } },
      'alerts and dashboards of a CronJob are not those of other kinds (workloadIn.us: "CronJob"). Define two services.',
    ],
    [
      'a workload that would be written',
      { workloadIn: { us: deployment({ image: 'shop:2' }) as never } },
      'not a workload that exists (workloadIn.us: ',
    ],
  ])('%s is rejected', (_what, fields, message) => {
    expect(() => shop({ ...beside, ...fields })).toThrow(message);
  });

  test('a namespace of no environment is rejected', () => {
    const { name: _name, ...settings } = anEnvironment;
    const stackWith = (workloadIn: ServiceProps['workloadIn']) =>
      defineStack({
        services: [shop({ ...beside, workloadIn })],
        environments: { test: { ...settings, services: { shop: { namespaces: ['eu', 'asia'] } } } },
      });
    const there = existing({ kind: 'Deployment', name: 'shop' });
    expect(() => stackWith({ asia: there, us: there })).not.toThrow();
    expect(() => stackWith({ uss: there })).toThrow(
      'service "shop": the service does not run in this namespace in any environment (workloadIn.uss: "uss"). Use one of eu, us, asia, or add it to namespace.',
    );
  });
});

test.each<[string, object, string]>([
  [
    'an unknown service',
    { shpo: 'absent' },
    'environment "test": the stack has no service of that name (services.shpo: "shpo"). Use one of shop.',
  ],
  [
    'another word',
    { shop: 'off' },
    'environment "test": not one of the allowed values (services.shop: "off").',
  ],
  [
    'an unknown objective',
    { shop: { objectives: { latency: 99 } } },
    'environment "test": the service has no objective of this name (services.shop.objectives.latency: "latency"). Use one of availability.',
  ],
  [
    'an objective that no alert can watch',
    { shop: { objectives: { availability: 100 } } },
    '(services.shop.objectives.availability: 100)',
  ],
  [
    'a scrape of a service that is deployed',
    { shop: { scrape: existing({}) } },
    'environment "test": the Service that is deployed has a ServiceMonitor of its own (services.shop.scrape: "existing"). Remove it.',
  ],
  [
    'no namespace',
    { shop: { namespaces: [] } },
    'environment "test": empty (services.shop.namespaces: []). Name at least one namespace, or write \'absent\'.',
  ],
])('%s is one sentence', (_what, services, message) => {
  expect(() => placeServices([shop()], environmentWith(services))).toThrow(message);
});
