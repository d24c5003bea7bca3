import { findEnvironment } from '../../fixtures/stack/index';
import { placeServices } from '../../../src/catalog/placement';
import { orderApi } from '../../fixtures/stack/order-api';
import { defineService, type ServiceProps } from '../../../src/catalog/service';
import { renderManifests } from '../../../src/outputs/kubernetes/manifests';
import { aService, testEnvironment } from '../../support/catalog';
import { objectsIn } from '../../support/manifests';

const render = (...list: readonly Partial<ServiceProps>[]) =>
  renderManifests(
    placeServices(
      list.map((fields) => defineService({ ...aService, ...fields })),
      testEnvironment,
    ),
  );

describe('the manifests', () => {
  it('of the Order API in prod are these', () => {
    const files = renderManifests(placeServices([orderApi], findEnvironment('prod')));
    // test/dashboards has the tests of dashboards.
    for (const { name, yaml } of files.filter((file) => !file.name.startsWith('dashboard-')))
      expect(yaml).toMatchSnapshot(name);
  });

  it('are the same text every time', () => {
    expect(render({})).toEqual(render({}));
  });

  it('come in a file for what runs, one for what watches it, and one a dashboard', () => {
    const files = render({}, { name: 'cart', workload: 'external' }).map(({ name }) => name);
    expect(files).toEqual([
      'dashboard-services-overview.k8s.yaml',
      'shop.k8s.yaml',
      'shop-monitoring.k8s.yaml',
      'dashboard-shop-signals.k8s.yaml',
      'cart-monitoring.k8s.yaml',
      'dashboard-cart-signals.k8s.yaml',
    ]);
  });

  it('are all Kubernetes objects', () => {
    for (const object of render({}, { name: 'cart' }).flatMap(({ yaml }) => objectsIn(yaml)))
      expect(object).toMatchObject({
        apiVersion: expect.stringMatching(/./),
        kind: expect.stringMatching(/./),
        metadata: { name: expect.stringMatching(/./) },
      });
  });

  it("start with the environment's namespace for services, which admits restricted pods only", () => {
    const environment = { ...testEnvironment, namespaces: { services: 'shops', monitoring: 'monitoring' } };
    const [first, ...rest] = renderManifests(
      placeServices([defineService(aService), defineService({ ...aService, name: 'cart' })], environment),
    );
    expect(first!.name).toBe('00-namespaces.k8s.yaml');
    expect(first!.objects).toMatchObject([{ kind: 'Namespace', metadata: { name: 'shops' } }]);
    expect(objectsIn(first!.yaml)[0].metadata.labels).toMatchObject({
      'pod-security.kubernetes.io/enforce': 'restricted',
    });
    expect(rest.every(({ name }) => name > first!.name)).toBe(true);
  });

  it.each([
    ['the default one', {}, 'default'],
    ['the one for monitoring', {}, 'monitoring'],
    ['one that a service names itself', { namespace: 'kube-system' }, 'default'],
    ['one for services that something else deploys', { workload: 'external' }, 'shops'],
  ] as const)('create no namespace that is not theirs: %s', (_which, fields, services) => {
    const environment = { ...testEnvironment, namespaces: { services, monitoring: 'monitoring' } };
    const files = renderManifests(placeServices([defineService({ ...aService, ...fields })], environment));
    expect(files.map(({ name }) => name)).not.toContain('00-namespaces.k8s.yaml');
  });

  it('name two services that would write one file, and every object they share', () => {
    expect(() => render({}, { name: 'shop-monitoring' })).toThrow(
      'manifest shop-monitoring.k8s.yaml: two services write this file (file: "shop-monitoring.k8s.yaml"). Rename one of the two services.',
    );
  });

  it('name two services that would write one object', () => {
    expect(() => render({}, {})).toThrow(
      'manifest shop.k8s.yaml: duplicate object, already in shop.k8s.yaml (object: "Deployment default/shop"). Rename one of the two services.',
    );
  });
});
