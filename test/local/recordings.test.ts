import { kubernetesObject } from '../../src/kubernetes/object';
import { loadedRules, RARE, serviceMetrics } from '../../src/local/recordings';
import { sloRecords } from '../../src/rules/naming';
import { shopPlan } from './shop';

test('recordings without a sample are known by the names that objectives have', () => {
  const names = Object.values(sloRecords).map((name) => name('shop'));
  for (const ending of RARE) expect(names).toContain(`shop${ending}`);
});

test('metrics of a service are those that rules read and that nothing else exposes or records', () => {
  const rules = [
    { record: 'shop:sales:rate5m', expr: 'sum(rate(shop_sales_total[5m])) and on () up == 1' },
    { alert: 'ShopIdle', expr: 'shop:sales:rate5m == 0 unless on () ALERTS{alertname="ShopDown"}' },
    { alert: 'ShopOdd', expr: 'kube_deployment_spec_replicas > scrape_samples_scraped' },
    { alert: 'ShopYoung', expr: 'time() - process_start_time_seconds < shop_age_seconds' },
  ];
  const object = kubernetesObject({
    apiVersion: 'monitoring.coreos.com/v1',
    kind: 'PrometheusRule',
    metadata: { name: 'shop', namespace: 'web' },
    spec: { groups: [{ name: 'shop', rules }] },
  })!;
  const { settings } = shopPlan();
  expect(serviceMetrics(loadedRules({ rules: [object], settings }))).toEqual([
    'shop_sales_total',
    'shop_age_seconds',
  ]);
});
