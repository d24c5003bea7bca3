import { Testing, Yaml } from 'cdk8s';
import { GrafanaDashboard } from '../../../../src/outputs/kubernetes/index';
import { serviceDashboards } from '../../../../src/dashboards/service-dashboards';
import { kubePrometheusStackValues } from '../../../../src/outputs/kube-prometheus-stack/kube-prometheus-stack';
import { placedService } from '../../../dashboards/examples';
import { testEnvironment } from '../../../support/catalog';
import { yamlOf } from './yaml-of';

const [dashboard] = serviceDashboards(placedService());

function render(changed: object = {}) {
  const chart = Testing.chart();
  new GrafanaDashboard(chart, 'dashboard', {
    dashboard: { ...dashboard!, ...changed },
    namespace: 'monitoring',
    labels: { team: 'shopping' },
  });
  return Testing.synth(chart);
}

describe('a dashboard', () => {
  it("is a ConfigMap that the chart's sidecar finds, with its folder", () => {
    expect(render()).toEqual([
      {
        apiVersion: 'v1',
        kind: 'ConfigMap',
        metadata: {
          name: 'dashboard-shop-signals',
          namespace: 'monitoring',
          labels: { team: 'shopping', grafana_dashboard: '1' },
          annotations: { grafana_folder: 'Services' },
        },
        data: { 'shop-signals.json': expect.any(String) },
      },
    ]);
  });

  it('has the label and the annotation that the values of the chart name', () => {
    const { dashboards } = kubePrometheusStackValues(testEnvironment).grafana!.sidecar!;
    const [{ metadata }] = render();
    expect(metadata.labels).toHaveProperty([dashboards!.label!], dashboards!.labelValue);
    expect(metadata.annotations).toHaveProperty([dashboards!.folderAnnotation!]);
  });

  it('holds its JSON, line by line in a diff', () => {
    const [{ data }] = render();
    expect(JSON.parse(data['shop-signals.json'])).toEqual(JSON.parse(JSON.stringify(dashboard)));
    expect(Yaml.stringify(...render())).toContain(`
data:
  shop-signals.json: |
    {
      "uid": "shop-signals",
      "title": "shop: golden signals",
`);
  });

  it('is rejected when it is too large for a ConfigMap', () => {
    expect(() => render({ description: 'x'.repeat(2 ** 20) })).toThrow(
      /^dashboard "shop: golden signals": not below the 1048576 bytes that a ConfigMap may hold \(size: 10\d{5}\)\. Remove panels, or split the dashboard\.$/,
    );
  });

  it('exported from Grafana is one too', () => {
    const chart = Testing.chart();
    const exported = { uid: 'cart', title: 'Cart', panels: [{ type: 'stat', title: 'Carts' }] };
    const cart = new GrafanaDashboard(chart, 'cart', { dashboard: exported, folder: 'Shops' });
    expect(cart).toMatchObject({ name: 'dashboard-cart', uid: 'cart' });
    expect(cart.apiObject.kind).toBe('ConfigMap');
    expect(yamlOf(chart)).toMatchSnapshot();
  });

  it.each([{ title: 'Cart' }, { title: 'Cart', uid: '' }, { title: 'Cart', uid: 7 }])(
    'without a uid is rejected: %j',
    (exported) => {
      expect(() => new GrafanaDashboard(Testing.chart(), 'cart', { dashboard: exported })).toThrow(
        /^dashboard "Cart": required field is missing, and Grafana would create a new dashboard at every start \(uid/,
      );
    },
  );

  it('without a title is named by its id in errors', () => {
    expect(() => new GrafanaDashboard(Testing.chart(), 'cart', { dashboard: {} })).toThrow(
      /^dashboard "cart": /,
    );
  });

  it('is the same text every time', () => {
    expect(Yaml.stringify(...render())).toBe(Yaml.stringify(...render()));
    expect(JSON.stringify(serviceDashboards(placedService()))).toBe(
      JSON.stringify(serviceDashboards(placedService())),
    );
  });
});
