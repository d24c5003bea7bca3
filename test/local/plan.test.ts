import { planOf } from '../../src/local/plan';
import { loadedRules, objectiveKinds, recordingsOf } from '../../src/local/recordings';
import { scrapeJobs } from '../../src/local/scrape-jobs';
import { alertmanagerArgs, prometheusArgs, prometheusConfig } from '../../src/local/server-config';
import { readManifests } from '../../src/kubernetes/read';
import { shopPlan } from './shop';

const clock = { speed: 60, real: 0, shown: 0 };

describe('a plan', () => {
  it('has every pod that a monitor selects', () => {
    const { pods, rules, notes } = shopPlan({ values: {} });
    expect(pods.map(({ identity }) => identity.name)).toEqual([
      'shop-5d8f7c9b4-x2xbb',
      'shop-5d8f7c9b4-x2xbc',
    ]);
    expect(rules.map(({ name }) => name)).toEqual(['shop']);
    expect(notes).toEqual([]);
  });

  it('reports what Prometheus does not select', () => {
    expect(() => shopPlan({ labels: '{ release: other }', values: {} })).toThrow(
      'local: no selected monitor reaches a pod (manifests). Run "signalproof doctor" on the same folder, and fix its findings.',
    );
    const rules = `apiVersion: monitoring.coreos.com/v1
kind: PrometheusRule
metadata: { name: forgotten, namespace: web }
spec: { groups: [] }
---
apiVersion: monitoring.coreos.com/v1
kind: Probe
metadata: { name: page, namespace: web }
spec: {}
`;
    const { objects } = shopPlan();
    const { notes } = planOf([...objects, ...readManifests(rules, 'rules.yaml')], undefined);
    expect(notes).toEqual([
      expect.stringMatching(
        /^PrometheusRule web\/forgotten is not selected by .*: run "signalproof doctor" for the reason\.$/,
      ),
      'Probe web/page is skipped: local does not run Probe objects.',
      expect.stringMatching(/^Assumed: the defaults of kube-prometheus-stack .*\.$/),
    ]);
  });

  it('has the recording rules, and the metrics that need a cluster', () => {
    const rules = loadedRules(shopPlan());
    expect(recordingsOf(rules)).toEqual([
      { name: 'shop:up:sum', labels: {}, needsCluster: [] },
      {
        name: 'shop:throttled:rate5m',
        labels: {},
        needsCluster: ['container_cpu_cfs_throttled_periods_total'],
      },
      { name: 'shop:slo:info', labels: { slo: 'speed', kind: 'latency' }, needsCluster: [] },
    ]);
    expect(objectiveKinds(rules)).toEqual(new Map([['speed', 'latency']]));
  });
});

describe('the configuration of Prometheus', () => {
  const plan = shopPlan({
    values: {
      prometheus: {
        prometheusSpec: {
          retention: '31d',
          externalLabels: { cluster: 'dev' },
          query: { lookbackDelta: '2m' },
        },
      },
    },
  });
  const pods = plan.pods.map((pod) => ({
    ...pod,
    address: (port: number) => `127.1.0.${pod.replica}:${port}`,
  }));
  const [job] = scrapeJobs(plan, pods, { folder: '/run', version: [2, 42], clock });

  it('has the job of the operator, with targets from a file instead of the cluster', () => {
    expect(job!.config).toMatchObject({
      job_name: 'serviceMonitor/web/shop/0',
      scrape_interval: '500ms',
      // Not 167 ms: the program is no faster than it was.
      scrape_timeout: '500ms',
      file_sd_configs: [{ files: ['/run/targets-0.json'] }],
    });
    expect(job!.config).not.toHaveProperty('kubernetes_sd_configs');
  });

  it('has every pod as a target, with the labels of Kubernetes discovery', () => {
    expect(job!.targets.map(({ targets }) => targets)).toEqual([['127.1.0.0:8080'], ['127.1.0.1:8080']]);
    expect(job!.targets[1]!.labels).toMatchObject({
      __meta_kubernetes_namespace: 'web',
      __meta_kubernetes_service_name: 'shop',
      __meta_kubernetes_endpoint_port_name: 'http',
      __meta_kubernetes_pod_name: 'shop-5d8f7c9b4-x2xbc',
      __meta_kubernetes_pod_container_port_number: '8080',
    });
  });

  it('has the external labels of the values and the operator, and alerts drop the replica label', () => {
    const addresses = { alertmanager: '127.0.0.1:2', clusterExporter: '127.0.0.1:3' };
    expect(prometheusConfig(plan, [job!], '/run', addresses, clock)).toMatchObject({
      global: {
        scrape_interval: '500ms',
        evaluation_interval: '500ms',
        external_labels: {
          cluster: 'dev',
          prometheus: 'monitoring/prometheus-kube-prometheus-prometheus',
          prometheus_replica: 'prometheus-prometheus-kube-prometheus-prometheus-0',
        },
      },
      rule_files: ['/run/rules/*.yaml'],
      scrape_configs: [
        { job_name: 'serviceMonitor/web/shop/0' },
        {
          job_name: 'kube-state-metrics',
          honor_labels: true,
          static_configs: [{ targets: ['127.0.0.1:3'] }],
        },
      ],
      alerting: {
        alert_relabel_configs: [{ action: 'labeldrop', regex: 'prometheus_replica' }],
        alertmanagers: [{ static_configs: [{ targets: ['127.0.0.1:2'] }] }],
      },
    });
  });

  it('omits the labels that the values clear', () => {
    const prometheusSpec = { replicaExternalLabelNameClear: true, prometheusExternalLabelName: 'by' };
    const cleared = shopPlan({ values: { prometheus: { prometheusSpec } } });
    const config = prometheusConfig(cleared, [], '/run', { alertmanager: '', clusterExporter: '' }, clock);
    expect(config['global']).toMatchObject({
      external_labels: { by: 'monitoring/prometheus-kube-prometheus-prometheus' },
    });
    expect(config['alerting']).not.toHaveProperty('alert_relabel_configs');
  });

  it('has the retention of the values, and a lookback delta that is divided by the speed', () => {
    expect(prometheusArgs(plan, { prometheus: '127.0.0.1:1' }, '/run', clock)).toEqual([
      '--config.file=/run/prometheus.yml',
      '--storage.tsdb.path=/run/prometheus-data',
      '--web.listen-address=127.0.0.1:1',
      '--query.lookback-delta=2s',
      '--rules.alert.resend-delay=1s',
      '--storage.tsdb.retention.time=31d',
    ]);
    expect(alertmanagerArgs({ alertmanager: '127.0.0.1:2' }, '/run')).toContain('--cluster.listen-address=');
  });
});
