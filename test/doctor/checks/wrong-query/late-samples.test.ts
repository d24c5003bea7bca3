import { parse } from 'yaml';
import { check } from '../../../../src/doctor/checks/wrong-query/late-samples';
import { findingsFor } from '../../../support/doctor';
import { withValue } from '../../../support/with-value';
import { values, yaml } from '../yaml';

const group = (more = '') =>
  yaml(
    'PrometheusRule',
    'name: cart',
    `spec: { groups: [{ name: a, ${more} rules: [{ record: b, expr: up }] }] }`,
  );
const prometheus = (spec: string) => yaml('Prometheus', 'name: k8s', `spec: { ${spec} }`);
const RECEIVES = 'enableRemoteWriteReceiver: true';

it('finds a receiver of remote write without an offset', () => {
  expect(findingsFor(check, prometheus(RECEIVES) + group())).toMatchObject([
    {
      code: 'late-samples',
      severity: 'warning',
      resource: 'Prometheus monitoring/k8s',
      path: 'spec.ruleQueryOffset',
      message:
        'Prometheus receives samples by remote write, and 1 rule group is evaluated before late ones arrive',
      expected: 'more than the delay of samples, such as 1m',
      fix: 'ruleQueryOffset: 1m',
    },
  ]);
});

it('finds one in Helm values, and its fix cures', () => {
  const given = { prometheus: { prometheusSpec: { enableRemoteWriteReceiver: true } } };
  const [finding] = findingsFor(check, group() + group('interval: 1m,'), values(given));
  expect(finding).toMatchObject({
    path: 'prometheus.prometheusSpec.ruleQueryOffset',
    message:
      'Prometheus receives samples by remote write, and 2 rule groups are evaluated before late ones arrive',
  });
  const [[key, value]] = Object.entries(parse(finding!.fix) as Record<string, unknown>) as [
    [string, unknown],
  ];
  const fixed = withValue(given, ['prometheus', 'prometheusSpec', key], value);
  expect(findingsFor(check, group(), values(fixed))).toEqual([]);
});

it.each([
  ['the feature flag of version 2.25', 'enableFeatures: [remote-write-receiver]', 'by remote write'],
  ['OTLP', 'enableOTLPReceiver: true', 'by OTLP'],
  ['an offset of 0', `${RECEIVES}, ruleQueryOffset: 0s`, 'by remote write'],
])('finds %s', (_, spec, how) => {
  expect(findingsFor(check, prometheus(spec) + group()).map(({ message }) => message)).toEqual([
    expect.stringContaining(how) as string,
  ]);
});

it.each([
  ['v2.52.0', 'update Prometheus to 2.53 or newer, and set ruleQueryOffset: 1m'],
  ['v2.53.0', 'ruleQueryOffset: 1m'],
  ['3.5.0', 'ruleQueryOffset: 1m'],
])('knows whether version %s has an offset', (version, fix) => {
  expect(findingsFor(check, prometheus(`${RECEIVES}, version: ${version}`) + group())[0]?.fix).toBe(fix);
});

it('reads the version from the image of the chart', () => {
  const given = {
    prometheus: { prometheusSpec: { enableRemoteWriteReceiver: true, image: { tag: 'v1.8.2' } } },
  };
  expect(findingsFor(check, group(), values(given))[0]?.fix).toMatch(/^update Prometheus/);
});

it('finds a ruler of Thanos without an offset, which reads what other stores receive', () => {
  const ruler = (spec: string) =>
    yaml('ThanosRuler', 'name: central', `spec: { queryEndpoints: [querier:9090], ${spec} }`);
  expect(findingsFor(check, ruler('') + group())).toMatchObject([
    {
      resource: 'ThanosRuler monitoring/central',
      path: 'spec.ruleQueryOffset',
      message:
        'ThanosRuler reads samples that other stores receive, and 1 rule group is evaluated before late ones arrive',
      fix: 'ruleQueryOffset: 1m',
    },
  ]);
  expect(findingsFor(check, ruler('ruleQueryOffset: 1m') + group())).toEqual([]);
  expect(findingsFor(check, ruler('') + group('query_offset: 1m,'))).toEqual([]);
});

it.each([
  ['no receiver', prometheus('') + group()],
  ['no rules', prometheus(RECEIVES)],
  ['an offset of Prometheus', prometheus(`${RECEIVES}, ruleQueryOffset: 1m`) + group()],
  ['an offset of every group', prometheus(RECEIVES) + group('query_offset: 30s,')],
  ['an agent', yaml('PrometheusAgent', 'name: k8s', `spec: { ${RECEIVES} }`) + group()],
])('accepts %s', (_, text) => {
  expect(findingsFor(check, text)).toEqual([]);
});

it('counts the groups that have no offset', () => {
  const text = prometheus(RECEIVES) + group('query_offset: 30s,') + group();
  expect(findingsFor(check, text)[0]?.message).toContain('1 rule group is evaluated');
});
