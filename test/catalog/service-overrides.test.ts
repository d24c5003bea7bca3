import { defineEnvironment, type Environment } from '../../src/catalog/environment';
import { existing } from '../../src/catalog/existing';
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
