import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { runDiff } from '../../src/diff/command';

// Files of a Prometheus without an operator, and rules whose Prometheus is elsewhere.

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'diff-plain-'))));
afterEach(() => rmSync(folder, { recursive: true }));

type Files = Readonly<Record<string, string>>;

const CONFIG = `
global: { external_labels: { host: one } }
rule_files: [alert.rules]
alerting: { alertmanagers: [{ static_configs: [{ targets: ['alertmanager:9093'] }] }] }
scrape_configs:
  - job_name: node
    static_configs: [{ targets: ['node:9100', 'node2:9100'] }]
  - job_name: gateway
    honor_labels: true
    static_configs: [{ targets: ['gateway:9091'] }]
  - job_name: pods
    kubernetes_sd_configs: [{ role: pod }]
    relabel_configs: [{ source_labels: [__meta_kubernetes_pod_name], target_label: pod }]
  - job_name: discovered
    dns_sd_configs: [{ names: [shop.example.com] }]
`;

const RULES = `
groups:
  - name: all
    rules:
      - record: targets:up
        expr: up
      - { alert: ServiceDown, expr: targets:up == 0, for: 1m, labels: { severity: critical } }
      - { alert: LoadHigh, expr: 'node_load1{job="node"} > 5', labels: { severity: critical } }
      - { alert: ShopGone, expr: 'absent(up{job="discovered"})', labels: { severity: critical } }
      - { alert: BatchOld, expr: 'batch_age{job="batch"} > 5', labels: { severity: critical } }
`;

const ROUTES = `
route:
  receiver: chat
  routes: [{ receiver: pager, match: { severity: critical, host: one } }]
receivers:
  - { name: chat, slack_configs: [{ channel: '#ops' }] }
  - { name: pager, pagerduty_configs: [{ routing_key_file: /etc/key }] }
`;

const ALL: Files = { 'prometheus.yml': CONFIG, 'alert.rules': RULES, 'alertmanager.yml': ROUTES };

function written(name: string, files: Files): string {
  for (const [file, text] of Object.entries(files)) {
    const path = join(folder, name, file);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  }
  return join(folder, name);
}

/** What a change of files does, one line an effect. */
function effectsOf(before: Files, after: Files): readonly string[] {
  const { difference } = runDiff({
    base: written('before', before),
    head: written('after', after),
    path: '.',
    allow: [],
  });
  return difference.effects.map(({ kind, alert, reason }) =>
    `${kind} ${alert}: ${reason}`.replace(`${folder}/`, ''),
  );
}

/** What a change of prometheus.yml does. */
const afterConfig = (from: string, to: string): readonly string[] => {
  expect(CONFIG).toContain(from);
  return effectsOf(ALL, { ...ALL, 'prometheus.yml': CONFIG.replace(from, to) });
};

test('an external label that a route matches is lost', () => {
  expect(afterConfig('{ host: one }', '{ name: one }')).toContain(
    'silenced ServiceDown: {alertname="ServiceDown", host="one", severity="critical"} reached pager (pager), and now only chat (message): Prometheus no longer adds the external label host',
  );
});

describe('alerting', () => {
  const ALERTING = /alerting: .*/.exec(CONFIG)![0];

  test.each([
    ['that is gone', '', 'alerting is missing'],
    [
      'without an address',
      'alerting: { alertmanagers: [{ static_configs: [{ targets: [] }] }] }',
      'the list of addresses is empty',
    ],
  ])('%s silences every alert', (_what, text, because) => {
    const silenced = afterConfig(ALERTING, text).filter((line) => line.startsWith('silenced'));
    expect(silenced).toHaveLength(4);
    expect(silenced).toContain(
      `silenced LoadHigh: {alertname="LoadHigh", host="one", job="node", severity="critical"} reached pager (pager), and now no receiver: in file after/prometheus.yml, ${because}`,
    );
  });

  test('that is gone silences every alert where no configuration of Alertmanager was read', () => {
    const { 'alertmanager.yml': _routes, ...others } = ALL;
    const without = { ...others, 'prometheus.yml': CONFIG.replace(ALERTING, '') };
    expect(effectsOf(others, without)).toContain(
      'silenced LoadHigh: Prometheus sends it to no Alertmanager: in file after/prometheus.yml, alerting is missing',
    );
    expect(effectsOf(without, without)).toEqual([]);
    expect(effectsOf(without, others)).toEqual([]);
  });

  test('that is gone has no counterexample, as amtool reads the routes alone', () => {
    const { difference } = runDiff({
      base: written('before', ALL),
      head: written('after', { ...ALL, 'prometheus.yml': CONFIG.replace(ALERTING, '') }),
      path: '.',
      allow: [],
    });
    expect(difference.effects.filter(({ proof }) => proof !== undefined)).toEqual([]);
  });
});

describe('rule_files', () => {
  test('that no longer list a rule file silence its alerts', () => {
    expect(afterConfig('[alert.rules]', '["rules/*.yml"]')).toContain(
      'silenced LoadHigh: no entry of rule_files loads after/alert.rules',
    );
  });

  test('that a renamed rule file no longer matches, too', () => {
    const { 'alert.rules': rules, ...others } = ALL;
    expect(effectsOf(ALL, { ...others, 'alert.yml': rules! })).toContain(
      'silenced LoadHigh: no entry of rule_files loads after/alert.yml',
    );
  });

  test('may list files under another path, and be of another place', () => {
    expect(afterConfig('[alert.rules]', '[/etc/prometheus/alert.rules]')).toEqual([]);
    const elsewhere = { ...ALL, 'prometheus.yml': CONFIG.replace('alert.rules', '/etc/other.yml') };
    expect(
      effectsOf(elsewhere, {
        ...elsewhere,
        'alert.rules': RULES.replace('node_load1{job="node"} > 5', 'node_load1 > 9'),
      }),
    ).toEqual([expect.stringMatching(/^silenced LoadHigh: after the change/)]);
  });

  test('that list a file now make its alerts new', () => {
    const unlisted = { ...ALL, 'prometheus.yml': CONFIG.replace('alert.rules', 'none.yml') };
    expect(effectsOf(unlisted, ALL)).toContain('new LoadHigh: the alert is new');
  });
});

describe('scrape configurations', () => {
  test('that are gone silence alerts on up and on their job', () => {
    expect(afterConfig(/ {2}- job_name: node\n.*\n/.exec(CONFIG)![0], '')).toEqual([
      'silenced ServiceDown: up of job node at node:9100, job node at node2:9100 is no longer scraped',
      'silenced LoadHigh: node_load1 of job node at node:9100, job node at node2:9100 is no longer scraped',
      'unjudged scrapes of job node at node:9100: no scrape configuration has it any more; the configuration does not tell which series it has',
      'unjudged scrapes of job node at node2:9100: no scrape configuration has it any more; the configuration does not tell which series it has',
    ]);
  });

  test('without one of several targets silence alerts on up alone', () => {
    expect(afterConfig(", 'node2:9100'", '').map((line) => line.split(':')[0])).toEqual([
      'silenced ServiceDown',
      'unjudged scrapes of job node at node2',
    ]);
  });

  test('of another job silence alerts on the job', () => {
    expect(afterConfig('job_name: node', 'job_name: hosts')).toEqual([
      'silenced LoadHigh: node_load1 of job node at node:9100, job node at node2:9100 is no longer scraped',
    ]);
  });

  test('of another job silence nothing where the alert reads the new one', () => {
    expect(
      effectsOf(ALL, {
        ...ALL,
        'prometheus.yml': CONFIG.replace('job_name: node', 'job_name: hosts'),
        'alert.rules': RULES.replace('job="node"', 'job="hosts"'),
      }).filter((line) => line.includes('no longer scraped')),
    ).toEqual([]);
  });

  test('of a job that is renamed silence alerts on up of it, discovered or not', () => {
    const files = {
      ...ALL,
      'alert.rules': RULES.replace('absent(up{job="discovered"})', 'up{job="discovered"} == 0'),
    };
    const renamed = { ...files, 'prometheus.yml': CONFIG.replace('job_name: discovered', 'job_name: found') };
    expect(effectsOf(files, renamed)).toEqual([
      'silenced ShopGone: up of job discovered is no longer scraped',
    ]);
  });

  test('whose pages may set the job are those of the job', () => {
    expect(afterConfig('job_name: node\n', 'job_name: node\n    honor_labels: true\n')).toEqual([
      'unjudged scrapes of job node: honor_labels changed; the configuration does not tell which series it has',
    ]);
  });

  test('that may have the job, too, leave it open', () => {
    const federated =
      "[{ targets: ['other:9090'] }]\n    honor_labels: true\n  - job_name: hosts\n    static_configs: ";
    expect(
      afterConfig(
        'job_name: node\n    static_configs: ',
        `job_name: federate\n    static_configs: ${federated}`,
      ),
    ).toEqual([]);
  });

  test('that are discovered now are not counted', () => {
    expect(
      afterConfig(
        "static_configs: [{ targets: ['node:9100', 'node2:9100'] }]",
        'dns_sd_configs: [{ names: [hosts] }]',
      ),
    ).toEqual([]);
  });

  test.each([
    ["'node2:9100'", "'node3:9100'"],
    ['job_name: pods', 'job_name: all-pods'],
    ['- job_name: gateway', '- job_name: push'],
  ])('with %s as %s silence nothing', (from, to) => {
    expect(afterConfig(from, to).filter((line) => line.startsWith('silenced'))).toEqual([]);
  });

  test('of files that were not read are not compared', () => {
    const more = (text: string) => `${text}scrape_config_files: [more.yml]\n`;
    const one = { ...ALL, 'prometheus.yml': more(CONFIG) };
    const less = more(CONFIG.replace(", 'node2:9100'", ''));
    expect(effectsOf(one, { ...ALL, 'prometheus.yml': less })).toEqual([]);
  });
});

describe('scrape configurations that go on', () => {
  const RATES: Files = {
    ...ALL,
    'alert.rules': `
groups:
  - name: all
    rules:
      - { alert: LoadHigh, expr: 'node_load1{job="node"} > 5', labels: { severity: critical } }
      - { alert: BatchOld, expr: batch_age > 5, labels: { severity: critical } }
      - { alert: BusyAnywhere, expr: 'rate(cpu_seconds_total[2m]) > 5', labels: { severity: critical } }
      - { alert: NodeBusy, expr: 'rate(cpu_seconds_total{job=~"node|none"}[2m]) > 5', labels: { severity: critical } }
`,
  };
  const changed = (from: string, to: string): readonly string[] => {
    expect(CONFIG).toContain(from);
    return effectsOf(RATES, { ...RATES, 'prometheus.yml': CONFIG.replace(from, to) });
  };
  const NODE = '  - job_name: node\n';
  const withSteps = (steps: string) => changed(NODE, `${NODE}    metric_relabel_configs: ${steps}\n`);

  test('at longer intervals silence rates over windows that hold no two samples any more', () => {
    expect(changed('global: {', 'global: { scrape_interval: 90s,')).toEqual([
      'silenced BusyAnywhere: a window of 2m holds fewer than two samples of cpu_seconds_total, which is scraped every 1m30s',
      'silenced NodeBusy: a window of 2m holds fewer than two samples of cpu_seconds_total, which is scraped every 1m30s',
      'later scrapes of job node: every 1m is now every 1m30s',
      'later scrapes of job gateway: every 1m is now every 1m30s',
      'later scrapes of job pods: every 1m is now every 1m30s',
      'later scrapes of job discovered: every 1m is now every 1m30s',
    ]);
    expect(changed(NODE, `${NODE}    scrape_interval: 90s\n`)).toEqual([
      'silenced NodeBusy: a window of 2m holds fewer than two samples of cpu_seconds_total, which is scraped every 1m30s',
      'later scrapes of job node: every 1m is now every 1m30s',
    ]);
    expect(changed(NODE, `${NODE}    scrape_interval: 30s\n`)).toEqual([
      'earlier scrapes of job node: every 1m is now every 30s',
    ]);
  });

  test('silence alerts on metrics that no job of theirs keeps', () => {
    expect(withSteps("[{ source_labels: [__name__], regex: 'node_load.*', action: drop }]")).toEqual([
      'silenced LoadHigh: metric_relabel_configs of job node drop node_load1 now',
    ]);
    expect(
      withSteps(
        "[{ source_labels: [__name__], regex: 'node_.*', target_label: __name__, replacement: load }]",
      ),
    ).toEqual([
      'silenced LoadHigh: metric_relabel_configs of job node drop node_load1 now',
      'unjudged scrapes of job node: metric_relabel_configs changed; the configuration does not tell which series it has',
    ]);
  });

  test('leave open whether another job has a metric', () => {
    expect(withSteps("[{ source_labels: [__name__], regex: 'batch_.*', action: drop }]")).toEqual([
      'unjudged BatchOld: metric_relabel_configs of job node drop batch_age now; the configuration does not tell whether that job has it',
    ]);
  });

  test.each([
    ["metric_relabel_configs: [{ source_labels: [__name__], regex: 'go_.*', action: drop }]"],
    [
      "metric_relabel_configs: [{ source_labels: [__name__], regex: 'node_load1|cpu.*|batch.*', action: keep }]",
    ],
    ['scrape_interval: 1m\n    scrape_timeout: 5s\n    basic_auth: { username: a, password: b }'],
    ['scrape_interval: 60s'],
  ])('with %s change no message', (field) => {
    expect(changed(NODE, `${NODE}    ${field}\n`)).toEqual([]);
  });

  test.each([
    ['metrics_path: /other'],
    ['honor_labels: true'],
    ['metric_relabel_configs: [{ regex: mode, action: labeldrop }]'],
  ])('with %s are not judged', (field) => {
    expect(changed(NODE, `${NODE}    ${field}\n`)).toEqual([
      `unjudged scrapes of job node: ${field.split(':')[0]} changed; the configuration does not tell which series it has`,
    ]);
  });

  test('with steps that Prometheus rejects are not judged', () => {
    expect(withSteps("[{ source_labels: [__name__], regex: '(', action: drop }]")).toEqual([]);
  });
});

describe('PrometheusRules without a Prometheus', () => {
  const rules = (labels: string, expr: string): Files => ({
    'rules.yaml': `
apiVersion: monitoring.coreos.com/v1
kind: PrometheusRule
metadata: { name: shop, labels: ${labels} }
spec: { groups: [{ name: shop, rules: [{ alert: LoadHigh, expr: '${expr}' }] }] }
`,
  });

  test('are compared, whatever their labels', () => {
    expect(effectsOf(rules('{}', 'shop_load > 5'), rules('{}', 'shop_load > 50'))).toEqual([
      expect.stringMatching(/^silenced LoadHigh: after the change/),
    ]);
  });
});
