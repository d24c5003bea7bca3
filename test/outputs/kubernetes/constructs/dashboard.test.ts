import { App, Chart, Yaml } from 'cdk8s';
import { Dashboard } from '../../../../src/outputs/kubernetes/constructs/dashboard';
import { serviceDashboards } from '../../../../src/dashboards/service-dashboards';
import { kubePrometheusStackValues } from '../../../../src/outputs/kube-prometheus-stack/kube-prometheus-stack';
import { placedService } from '../../../dashboards/examples';
import { testEnvironment } from '../../../support/catalog';

const [dashboard] = serviceDashboards(placedService());

function render(changed: object = {}) {
  const chart = new Chart(new App(), 'chart');
  new Dashboard(chart, 'dashboard', {
    dashboard: { ...dashboard!, ...changed },
    namespace: 'monitoring',
    labels: { team: 'shopping' },
  });
  return chart.toJson();
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

  it('is refused when no ConfigMap can hold it', () => {
    expect(() => render({ description: 'x'.repeat(2 ** 20) })).toThrow(
      /^dashboard "shop: golden signals": size is not below the 1048576 bytes that a ConfigMap may hold \(got 10\d{5}\); leave out objectives, or split the service$/,
    );
  });

  it('is the same text every time', () => {
    expect(Yaml.stringify(...render())).toBe(Yaml.stringify(...render()));
    expect(JSON.stringify(serviceDashboards(placedService()))).toBe(
      JSON.stringify(serviceDashboards(placedService())),
    );
  });
});
