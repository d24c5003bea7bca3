import { parse } from 'yaml';
import { check as absentOfNothing } from '../../../../src/doctor/checks/wrong-query/absent-of-nothing';
import { check } from '../../../../src/doctor/checks/wrong-query/unknown-target';
import { factsOf } from '../../../../src/doctor/facts';
import { findingsOf, runChecks } from '../../../../src/doctor/run';
import { besideOthers, plainObject } from '../../../../src/doctor/sources/plain-files';
import type { Fields } from '../../../../src/kubernetes/object';
import { findingsFor } from '../../../support/doctor';
import { aService, chain, serviceMonitor } from '../scrape-chain';
import { inForeign, inShop, problemsIn, recording, rules, shop } from '../../expressions/shop';

it('names the job that targets have', () => {
  expect(inShop(check, rules(recording('shop_queue_length{job="shop-api"}')))).toMatchObject([
    {
      code: 'unknown-target',
      check: 'unknown-target',
      severity: 'error',
      resource: 'PrometheusRule default/r',
      path: 'spec.groups[0].rules[0].expr',
      message: 'recording rule a:b:c: no target has job="shop-api"',
      found: 'shop-api',
      expected: 'one of shop',
      fix: 'write job="shop"',
    },
  ]);
});

it.each([
  ['another namespace', 'shop_queue_length{namespace="prod"}', 'namespace="prod"'],
  ['another service', 'shop_queue_length{service=~"shop-.*"}', 'service=~"shop-.*"'],
  ['a job of up that is the name of the monitor', 'up{job="shop-monitor"}', 'job="shop-monitor"'],
  ['a job of up with a letter wrong', 'up{job="shops"}', 'job="shops"'],
  ['another namespace of a job that is ours', 'up{job="shop", namespace="prod"}', 'namespace="prod"'],
])('finds %s', (_what, expr, matcher) => {
  expect(problemsIn(check, expr)).toEqual([`no target has ${matcher}`]);
});

it('finds that jobLabel names a label with another value', () => {
  const found = inShop(check, rules(recording('up{job="shop"}')), { monitor: 'jobLabel: team,' });
  expect(found.map(({ fix }) => fix)).toEqual(['write job="web"']);
});

it('warns of the name of a foreign Service that is not its job', () => {
  const found = findingsFor(check, shop({ monitor: 'jobLabel: team,' }) + rules(recording('up{job="shop"}')));
  expect(found.map(({ severity, fix }) => [severity, fix])).toEqual([['warning', 'write job="web"']]);
});

it('leaves alone jobs that exist, and those of targets that were not read', () => {
  expect(
    problemsIn(
      check,
      'shop_queue_length{job="shop", namespace=~"default|prod"}',
      'up{job="shop", pod="x"}',
      'up{job="kubelet"}',
      'up{job="shop-monitor", namespace="other"}',
      'up',
    ),
  ).toEqual([]);
  expect(inForeign(check, recording('up{job="shop"} == 0'))).toEqual([]);
});

it('leaves alone jobs that a Probe names, and those that differ from pod to pod', () => {
  const probe =
    '---\napiVersion: monitoring.coreos.com/v1\nkind: Probe\nmetadata: { name: p }\nspec: { jobName: shop-monitor }\n';
  expect(inShop(check, probe + rules(recording('up{job="shop-monitor"}')))).toEqual([]);
  const byPod = { endpoint: 'relabelings: [{ sourceLabels: [pod], targetLabel: job }]' };
  expect(inShop(check, rules(recording('up{job="shop"}')), byPod)).toEqual([]);
});

it('warns of a foreign job with one letter wrong', () => {
  const found = findingsFor(check, shop() + rules(recording('up{job="shhop"}')));
  expect(found.map(({ severity, fix }) => [severity, fix])).toEqual([['warning', 'write job="shop"']]);
  for (const job of ['shops', 'shop2', 'sh'])
    expect(findingsFor(check, shop() + rules(recording(`up{job="${job}"}`)))).toEqual([]);
});

it('leaves alone the job that jobLabel gives to a Service whose port no endpoint finds', () => {
  const missed = (jobLabel: string) =>
    chain({
      monitor: serviceMonitor(`endpoints: [{ port: wed }]${jobLabel}`),
      service: aService('', 'name: cart, namespace: shop, labels: { app: cart, team: shhop }'),
    });
  const found = (jobLabel: string) =>
    findingsFor(check, shop() + missed(jobLabel) + rules(recording('up{job="shhop"}')));
  expect(found(', jobLabel: team')).toEqual([]);
  expect(found('')).toHaveLength(1);
});

const cart = (more: string, service = 'name: cart-metrics, namespace: shop, labels: { app: cart-x }') =>
  chain({
    monitor: serviceMonitor('selector: { matchLabels: { app: cart-x } }'),
    service: aService('', service),
    more: `${aService('', 'name: orders, namespace: shop')}\n${more}`,
  });
const OPEN = `---
{ apiVersion: monitoring.coreos.com/v1, kind: Prometheus, metadata: { name: k8s }, spec: { serviceMonitorSelector: {}, additionalScrapeConfigs: { name: s, key: k } } }
`;

it.each([
  ['the case of letters', 'up{job="Cart-Metrics"}', 'write job="cart-metrics"'],
  ['the case of letters, of any metric', 'x{job="CART-METRICS"}', 'write job="cart-metrics"'],
  ['a word that is missing', 'up{job="cart"}', 'write job="cart-metrics"'],
  ['another word', 'up{job="cart-exporter"}', 'write job="cart-metrics"'],
  ['a Service without its word', 'up{service="cart"}', 'write service="cart-metrics"'],
  [
    'a Service of the namespace that was not read',
    'up{service="payments", namespace="shop"}',
    'write service="<value>" with one of cart-metrics, orders',
  ],
])('warns of a target with %s', (_what, expr, fix) => {
  expect(findingsFor(check, cart(rules(recording(expr))))).toMatchObject([{ severity: 'warning', fix }]);
});

it.each([
  ['other words', 'up{job="basket"}'],
  ['other words of any metric', 'x{job="cart"}'],
  ['a Service that was read', 'up{service="cart-metrics"}'],
  ['a Service of a namespace of which none was read', 'up{service="pay", namespace="other"}'],
  ['a Service of any namespace', 'up{service="pay"}'],
  ['a Service beside Prometheus', 'up{service="prometheus-operated", namespace="monitoring"}'],
])('leaves alone %s', (_what, expr) => {
  expect(findingsFor(check, cart(rules(recording(expr))))).toEqual([]);
});

it('leaves alone what additional scrape configurations may have', () => {
  for (const expr of ['up{job="cart-exporter"}', 'up{service="cart"}'])
    expect(findingsFor(check, cart(OPEN + rules(recording(expr))))).toEqual([]);
});

describe('of a Prometheus without an operator', () => {
  const config = (jobs: string, more = '') =>
    `rule_files: ["rules/*.yml"]\n${more}scrape_configs: [{ job_name: node }, ${jobs}]\n`;
  const inPlain = (configuration: string, expr: string, ruleFile = 'rules/a.yml') => {
    const files = {
      'prometheus.yml': parse(configuration) as Fields,
      [ruleFile]: { groups: [{ name: 'a', rules: [{ alert: 'A', expr }] }] },
    };
    const objects = Object.entries(files).flatMap(([file, value]) => plainObject(value, file) ?? []);
    return findingsOf(
      runChecks([check, absentOfNothing], factsOf({ objects: besideOthers(objects, [], false) })),
    );
  };
  const api = config('{ job_name: api, static_configs: [{ labels: { job: web } }] }');

  it('warns of a job that no scrape configuration gives, once', () => {
    expect(inPlain(api, 'absent(up{job="postgres"})')).toMatchObject([
      {
        check: 'unknown-target',
        severity: 'warning',
        path: 'groups[0].rules[0].expr',
        message: 'alert A: no job of prometheus.yml gives series with job="postgres"',
        found: 'postgres',
        expected: 'one of api, node, web',
        fix: 'add a scrape configuration with job_name: postgres, or select one of api, node, web',
      },
    ]);
    expect(inPlain(api.replace('web', 'postgres'), 'absent(up{job="postgres"})')).toEqual([]);
  });

  it.each([
    ['a letter wrong', 'up{job="nodes"} == 0', 'write job="node"'],
    ['another case', 'up{job="API"} == 0', 'write job="api"'],
    ['a word more', 'up{job="api-metrics"} == 0', 'write job="api"'],
    [
      'another metric',
      'node_load1{job="linux-hosts"} > 9',
      'add a scrape configuration with job_name: linux-hosts',
    ],
    ['several jobs', 'up{job=~"hosts|machines"} == 0', 'select one of api, node, web'],
  ])('finds %s', (_what, expr, fix) => {
    expect(inPlain(api, expr).map((found) => found.fix)).toEqual([expect.stringContaining(fix)]);
  });

  it.each([
    ['jobs that exist', api, 'up{job=~"api|x"} + up{job="web"} + up{job!="a"} + up{job=""}'],
    ['alerts', api, 'ALERTS{job="x"}'],
    ['a pattern that selector-without-regex reports', api, 'up{job="api|node"}'],
    [
      'jobs of static targets',
      config('{ job_name: b, static_configs: [{ labels: { job: x } }] }'),
      'up{job="x"}',
    ],
    [
      'a job that a step writes',
      config('{ job_name: b, relabel_configs: [{ target_label: job, replacement: x }] }'),
      'up{job="x"}',
    ],
    [
      'jobs from labels',
      config('{ job_name: b, relabel_configs: [{ source_labels: [a], target_label: job }] }'),
      'up{job="x"}',
    ],
    [
      'labels that are copied',
      config('{ job_name: b, relabel_configs: [{ action: labelmap, regex: "a_(.+)" }] }'),
      'up{job="x"}',
    ],
    [
      'labels named by others',
      config('{ job_name: b, metric_relabel_configs: [{ target_label: "$1" }] }'),
      'up{job="x"}',
    ],
    ['targets of a file', config('{ job_name: b, file_sd_configs: [{ files: [a.json] }] }'), 'up{job="x"}'],
    ['labels of the page', config('{ job_name: b, honor_labels: true }'), 'up{job="x"}'],
    ['a name from the environment', config('{ job_name: "${JOB}" }'), 'up{job="x"}'],
    [
      'configurations in other files',
      config('{ job_name: b }', 'scrape_config_files: [b.yml]\n'),
      'up{job="x"}',
    ],
    [
      'series of another Prometheus',
      config('{ job_name: b }', 'remote_read: [{ url: "http://a" }]\n'),
      'up{job="x"}',
    ],
    ['no scrape configuration', 'rule_files: [rules/a.yml]\n', 'up{job="x"}'],
  ])('leaves alone %s', (_what, configuration, expr) => {
    expect(inPlain(configuration, expr)).toEqual([]);
  });

  it('leaves alone rules that another Prometheus loads', () => {
    expect(inPlain(api, 'up{job="x"}', 'rules/a.yaml')).toEqual([]);
  });
});
