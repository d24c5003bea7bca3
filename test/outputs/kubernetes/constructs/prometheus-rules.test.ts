import type { AlertRow } from '../../../../src/rules/alert';
import { Testing } from 'cdk8s';
import { PrometheusRules } from '../../../../src/outputs/kubernetes/index';
import { absent, eq, select, sumBy } from '../../../../src/promql/build';
import { platformMetrics } from '../../../../src/metrics/platform';
import { aSignalledContract } from '../../../support/catalog';
import { manifestsOf } from '../../../support/manifests';
import { yamlOf } from './yaml-of';

const { metrics, signals } = aSignalledContract;

const quiet: AlertRow = {
  symptom: 'Quiet',
  severity: 'info',
  for: '5m',
  summary: 'Nothing comes from %s.',
  description: 'No series of %s in {{ $labels.namespace }}.',
  expr: ({ name, namespace }) => absent(select(platformMetrics.up, { job: name, namespace })),
};

const alertNames = (rules: { spec: { groups: { rules: { alert: string }[] }[] } }) =>
  rules.spec.groups.flatMap((group) => group.rules.map(({ alert }) => alert));

describe('PrometheusRules', () => {
  it('in a chart of their own need no service', () => {
    const chart = Testing.chart();
    const rules = new PrometheusRules(chart, 'queue-rules', {
      labels: { release: 'prometheus' },
      groups: [
        {
          name: 'queue',
          interval: '1m',
          rules: [
            { record: 'job:up:sum', expr: sumBy(['job'], select(platformMetrics.up, { job: 'queue' })) },
            {
              alert: 'QueueDown',
              expr: eq(select(platformMetrics.up, { job: 'queue' }), 0),
              for: '5m',
              labels: { severity: 'critical', team: 'shopping' },
              annotations: {
                summary: 'The queue is down.',
                description: '{{ $labels.instance }} does not answer.',
                runbook_url: 'https://example.com/QueueDown',
              },
            },
          ],
        },
      ],
    });
    expect(rules.name).toBe('queue-rules');
    expect(rules.apiObject.kind).toBe('PrometheusRule');
    expect(yamlOf(chart)).toMatchSnapshot();
  });

  it('carry the label that the release selects, and expressions as strings', () => {
    const rules = manifestsOf({ metrics, signals })('PrometheusRule', 'shop-recording-rules');
    expect(rules.metadata).toMatchObject({ namespace: 'monitoring', labels: { release: 'prometheus' } });
    expect(rules.spec.groups[0]).toMatchObject({ name: 'shop', interval: '30s' });
    expect(rules.spec.groups[0].rules[0]).toEqual({
      record: 'shop:requests:rate5m',
      expr: 'sum by (namespace, job, route) (rate(other_requests_total{namespace="default", job="shop"}[5m]))',
    });
  });

  it('of a service without golden signals watch its targets and pods only', () => {
    const of = manifestsOf();
    expect(of('PrometheusRule', 'shop-recording-rules')).toBeUndefined();
    expect(alertNames(of('PrometheusRule', 'shop-alerts'))).toEqual([
      'ShopDown',
      'ShopTargetsFailing',
      'ShopTargetDown',
      'ShopSeriesBudgetExceeded',
      'ShopTargetMissing',
      'ShopUnavailable',
      'ShopScaledToZero',
      'ShopPartialOutage',
      'ShopPodsCrashing',
      'ShopCrashLooping',
      'ShopOomKilled',
      'ShopRolloutStuck',
      'ShopCpuThrottled',
      'ShopMemoryNearLimit',
    ]);
  });

  it('go on firing for as long as they state', () => {
    const rules = manifestsOf({ alerts: [{ ...quiet, keepFiringFor: '20m' }] })(
      'PrometheusRule',
      'shop-alerts',
    );
    expect(rules.spec.groups[1].rules[0]).toMatchObject({ alert: 'ShopQuiet', keep_firing_for: '20m' });
    expect(rules.spec.groups[0].rules[0]).toMatchObject({ alert: 'ShopDown', keep_firing_for: '10m' });
    expect(rules.spec.groups[0].rules[2]).not.toHaveProperty('keep_firing_for');
  });

  it("of an external service leave its pods alone, and add the service's own alerts", () => {
    const of = manifestsOf({ workload: 'external', alerts: [quiet] });
    expect(of('Deployment')).toBeUndefined();
    expect(alertNames(of('PrometheusRule', 'shop-alerts'))).toEqual([
      'ShopDown',
      'ShopTargetsFailing',
      'ShopTargetDown',
      'ShopSeriesBudgetExceeded',
      'ShopTargetMissing',
      'ShopQuiet',
    ]);
  });

  it('too large for the operator are rejected', () => {
    const long = { ...quiet, description: 'x'.repeat(600_000) };
    expect(() => manifestsOf({ alerts: [long] })).toThrow(
      /^PrometheusRule "shop-alerts": larger than the 524288 bytes that the operator accepts \(spec: 6\d{5}\)\. Split the groups over several resources, or shorten the texts of the alerts\.$/,
    );
  });
});
