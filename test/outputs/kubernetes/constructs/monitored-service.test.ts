import { App, Chart, Testing } from 'cdk8s';
import { defineEnvironment } from '../../../../src/catalog/environment';
import { defineService } from '../../../../src/catalog/service';
import { MonitoredService } from '../../../../src/outputs/kubernetes/index';
import { renderManifests } from '../../../../src/outputs/kubernetes/manifests';
import { placeServices } from '../../../../src/catalog/placement';
import {
  anEnvironment,
  anSlo,
  aService,
  aSignalledContract,
  testEnvironment,
} from '../../../support/catalog';
import type { Manifest } from '../../../support/manifests';
import { yamlOf } from './yaml-of';

const shop = defineService({ ...aService, ...aSignalledContract, slos: [anSlo] });
const external = defineService({ ...aService, name: 'cart', workload: 'external' });

const objectsOf = (chart: Chart) => Testing.synth(chart) as readonly Manifest[];
const namesOf = (chart: Chart) => objectsOf(chart).map(({ kind, metadata }) => `${kind} ${metadata.name}`);

describe('a MonitoredService', () => {
  it('creates workload, monitor, rules and dashboards in a chart of any app', () => {
    const chart = new Chart(new App(), 'mine', { namespace: 'elsewhere' });
    const monitored = new MonitoredService(chart, 'shop', { service: shop, environment: testEnvironment });
    expect(namesOf(chart)).toEqual([
      'ServiceAccount shop',
      'Deployment shop',
      'Service shop',
      'NetworkPolicy shop',
      'PodDisruptionBudget shop',
      'ServiceMonitor shop',
      'PrometheusRule shop-recording-rules',
      'PrometheusRule shop-slo-rules',
      'PrometheusRule shop-alerts',
      'PrometheusRule shop-slo-availability-rules',
      'ConfigMap dashboard-shop-signals',
      'ConfigMap dashboard-shop-slo',
    ]);
    expect(monitored.name).toBe('shop');
    expect(monitored.workload?.deployment.kind).toBe('Deployment');
    expect(monitored.monitor?.port).toBe('http');
    expect(monitored.rules.map(({ name }) => name)).toEqual([
      'shop-recording-rules',
      'shop-slo-rules',
      'shop-alerts',
      'shop-slo-availability-rules',
    ]);
    expect(monitored.dashboards.map(({ uid }) => uid)).toEqual(['shop-signals', 'shop-slo']);
  });

  it('creates the same objects as the charts of a stack', () => {
    const chart = Testing.chart();
    new MonitoredService(chart, 'shop', { service: shop, environment: testEnvironment });
    const stack = renderManifests(placeServices([shop], testEnvironment))
      .filter(({ name }) => !name.includes('services-overview'))
      .flatMap(({ objects }) => objects);
    expect(objectsOf(chart)).toEqual(stack);
  });

  it('of an external service leaves out the workload', () => {
    const chart = Testing.chart();
    const cart = new MonitoredService(chart, 'cart', { service: external, environment: testEnvironment });
    expect(cart.workload).toBeUndefined();
    expect(yamlOf(chart).replace(/(cart-signals.json: )[^]*/, '$1…\n')).toMatchSnapshot();
  });

  it('that something else scrapes has no ServiceMonitor', () => {
    const chart = Testing.chart();
    const cart = new MonitoredService(chart, 'cart', {
      service: external,
      environment: testEnvironment,
      scrape: 'existing',
    });
    expect(cart.monitor).toBeUndefined();
    expect(namesOf(chart)).toEqual(['PrometheusRule cart-alerts', 'ConfigMap dashboard-cart-signals']);
  });

  it('applies the overrides of its environment, and ignores those for other services', () => {
    const environment = defineEnvironment({
      ...anEnvironment,
      workloads: { shop: { replicas: 5 }, cart: { replicas: 3 } },
    });
    const chart = Testing.chart();
    new MonitoredService(chart, 'shop', { service: shop, environment });
    expect(objectsOf(chart).find(({ kind }) => kind === 'Deployment').spec.replicas).toBe(5);
  });
});
