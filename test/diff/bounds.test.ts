import { parse } from '../../src/promql/parse';
import { costLines } from '../../src/diff/formats/cost';
import { timeShare } from '../../src/diff/cost/time-share';
import { isAcceptable, judged, type Allowed } from '../../src/diff/acknowledged';
import { compareBounds } from '../../src/diff/bounds/compare-bounds';
import { maxDelayOf } from '../../src/diff/command';
import { compareCost } from '../../src/diff/cost/compare-cost';
import { compareSides } from '../../src/diff/compare';
import { DIFF_FORMATS, type DiffFormat } from '../../src/diff/formats/index';
import { faultLines, changesText, kindText, workloadsText } from '../../src/diff/formats/faults';
import { sideOf, type SideFacts } from '../../src/diff/side';
import { settledFacts } from '../../src/doctor/facts';
import { allPodsDead } from '../../src/faults/list/all-pods-dead';
import { metricsFail } from '../../src/faults/list/metrics-fail';
import { InvalidInput } from '../../src/findings/invalid-input';
import { readDocuments } from '../../src/kubernetes/read';

/** What a change of these manifests can be about. */
interface Stack {
  readonly alerts: readonly string[];
  /** Receiver of what is critical. */
  readonly critical?: string;
  readonly monitored?: boolean;
  readonly workloads?: readonly string[];
}

const DOWN = `{ alert: Down, expr: 'up == 0', for: 5m, labels: { severity: critical } }`;
const SLOW = DOWN.replace('5m', '15m');

const manifests = ({ alerts, critical = 'pager', monitored = true, workloads = ['cart'] }: Stack): string =>
  [
    ...workloads.flatMap((name) => [
      `apiVersion: apps/v1
kind: Deployment
metadata: { name: ${name}, namespace: shop }
spec:
  replicas: 2
  selector: { matchLabels: { app: ${name} } }
  template:
    metadata: { labels: { app: ${name} } }
    spec: { containers: [{ name: main, image: main, ports: [{ name: http, containerPort: 8080 }] }] }`,
      `apiVersion: monitoring.coreos.com/v1
kind: PodMonitor
metadata: { name: ${name}, namespace: shop, labels: { monitored: "${monitored}" } }
spec: { selector: { matchLabels: { app: ${name} } }, podMetricsEndpoints: [{ port: http, interval: 30s }] }`,
    ]),
    `apiVersion: monitoring.coreos.com/v1
kind: PrometheusRule
metadata: { name: rules, namespace: shop }
spec: { groups: [{ name: rules, interval: 30s, rules: [${alerts.join(', ')}] }] }`,
    `apiVersion: monitoring.coreos.com/v1
kind: Prometheus
metadata: { name: main, namespace: monitoring }
spec:
  alerting: { alertmanagers: [{ name: alertmanager-operated, namespace: monitoring, port: web }] }
  podMonitorSelector: { matchLabels: { monitored: "true" } }
  podMonitorNamespaceSelector: {}
  ruleSelector: {}
  ruleNamespaceSelector: {}`,
    `apiVersion: v1
kind: Secret
metadata: { name: alertmanager-main, namespace: monitoring }
stringData:
  alertmanager.yaml: |
    route:
      receiver: nothing
      group_wait: 10s
      routes:
        - { matchers: [severity = critical], receiver: ${critical} }
        - { matchers: [severity = warning], receiver: chat }
    receivers:
      - name: nothing
      - name: pager
        pagerduty_configs: [{ routing_key_file: /etc/key }]
      - name: other-pager
        pagerduty_configs: [{ routing_key_file: /etc/other }]
      - name: chat
        slack_configs: [{ channel: shop, api_url_file: /etc/url }]`,
  ].join('\n---\n');

const side = (stack: Stack, name: string) =>
  sideOf(
    settledFacts({ objects: readDocuments(manifests(stack), 'test.yaml').objects }).value as SideFacts,
    name,
  );

const compared = (before: Stack, after: Stack, allowed: Partial<Allowed> = {}) => {
  const [own, other] = [side(before, 'before'), side(after, 'after')];
  const difference = compareSides(own, other);
  // Few faults take less time.
  const bounds = compareBounds(own, other, [allPodsDead, metricsFail]);
  return {
    difference,
    bounds,
    cost: compareCost(own, other),
    judged: judged(difference, bounds.changes, { options: [], trailers: [], ...allowed }),
  };
};

const linesOf = (before: Stack, after: Stack): readonly string[] => {
  const found = compared(before, after);
  return faultLines(found.bounds, found.judged).map(
    (line) =>
      `${line.fails ? '! ' : ''}${kindText(line)}: ${line.fault} (${workloadsText(line)}): ${changesText(line)}`,
  );
};

const DEAD = 'all pods are dead (shop/Deployment cart)';
const ANSWER = '/metrics of every pod answers 500 (shop/Deployment cart)';

describe('a fault that is notified otherwise than before is a row of its own', () => {
  it.each([
    ['nothing changes', { alerts: [DOWN] }, { alerts: [DOWN] }, []],
    [
      'an alert waits longer',
      { alerts: [DOWN] },
      { alerts: [SLOW] },
      [`Later: ${DEAD}: pager 6m45s → 16m45s`, `Later: ${ANSWER}: pager 6m15s → 16m15s`],
    ],
    [
      'an alert waits less',
      { alerts: [SLOW] },
      { alerts: [DOWN] },
      [`Earlier: ${DEAD}: pager 16m45s → 6m45s`, `Earlier: ${ANSWER}: pager 16m15s → 6m15s`],
    ],
    [
      'another receiver of the same strength',
      { alerts: [DOWN] },
      { alerts: [DOWN], critical: 'other-pager' },
      [
        `Other receiver: ${DEAD}: pager 6m45s → never; other-pager never → 6m45s`,
        `Other receiver: ${ANSWER}: pager 6m15s → never; other-pager never → 6m15s`,
      ],
    ],
    [
      'a message instead of a page',
      { alerts: [DOWN] },
      { alerts: [DOWN], critical: 'chat' },
      [
        `! Silenced: ${DEAD}: pager 6m45s → never; chat never → 6m45s`,
        `! Silenced: ${ANSWER}: pager 6m15s → never; chat never → 6m15s`,
      ],
    ],
    [
      'the only alert that reports one of the faults is removed',
      {
        alerts: [
          DOWN,
          `{ alert: Restarting, expr: 'kube_pod_container_status_restarts_total > 0', labels: { severity: critical } }`,
        ],
      },
      {
        alerts: [
          `{ alert: Restarting, expr: 'kube_pod_container_status_restarts_total > 0', labels: { severity: critical } }`,
        ],
      },
      [`! Silenced: ${ANSWER}: pager 6m15s → never`],
    ],
    [
      'a new alert',
      { alerts: [DOWN.replace('critical', 'info')] },
      { alerts: [DOWN] },
      [`Newly notified: ${DEAD}: pager never → 6m45s`, `Newly notified: ${ANSWER}: pager never → 6m15s`],
    ],
    [
      'what the simulation cannot evaluate',
      { alerts: [DOWN] },
      { alerts: [DOWN.replace('up == 0', 'stddev_over_time(up[10m]) > 0.5')] },
      [`Not judged: ${DEAD}: pager 6m45s → never`, `Not judged: ${ANSWER}: pager 6m15s → never`],
    ],
    [
      'two workloads',
      { alerts: [DOWN], workloads: ['cart', 'till'] },
      { alerts: [SLOW], workloads: ['cart', 'till'] },
      [DEAD, ANSWER].map((fault, index) =>
        `Later: ${fault}: pager ${index === 0 ? '6m45s → 16m45s' : '6m15s → 16m15s'}`.replace(
          'cart)',
          'cart, shop/Deployment till)',
        ),
      ),
    ],
    [
      'rules without workloads',
      { alerts: [DOWN], workloads: [] },
      { alerts: [SLOW], workloads: [] },
      [DEAD, ANSWER].map((fault, index) =>
        `Later: ${fault}: pager ${index === 0 ? '6m45s → 16m45s' : '6m15s → 16m15s'}`.replace(
          'shop/Deployment cart',
          'any Deployment',
        ),
      ),
    ],
  ] as const)('%s', (_name, before, after, lines) => {
    expect(linesOf(before, after)).toEqual(lines);
  });
});

test('a workload that is no longer scraped is said', () => {
  const { bounds } = compared({ alerts: [DOWN] }, { alerts: [DOWN], monitored: false });
  expect(bounds.notes).toEqual([
    'Faults of shop/Deployment cart are not compared: no monitor in after scrapes it.',
  ]);
});

test('a longer delay than --max-delay fails, unless the alert is acknowledged', () => {
  const acceptable = (allowed: Partial<Allowed>): boolean =>
    isAcceptable(compared({ alerts: [DOWN] }, { alerts: [SLOW] }, allowed).judged);
  expect([
    acceptable({}),
    acceptable({ maxDelay: maxDelayOf('10m') }),
    acceptable({ maxDelay: maxDelayOf('9m59s') }),
    acceptable({ maxDelay: 0, options: ['Down'] }),
    acceptable({ maxDelay: 0, trailers: ['Other'] }),
  ]).toEqual([true, true, false, true, false]);
  expect(() => maxDelayOf('soon')).toThrow(
    new InvalidInput({
      resource: 'diff',
      path: '--max-delay',
      message: 'not a duration',
      found: 'soon',
      fix: 'give one such as 5m or 1h30m',
    }),
  );
});

test.each<[DiffFormat, string]>([
  ['text', `Faults:\n  Later: ${DEAD}: pager 6m45s → 16m45s.`],
  ['markdown', '| **Later** | all pods are dead | shop/Deployment cart | pager 6m45s → 16m45s |'],
  ['json', '"fault": "all pods are dead",\n      "workload": "shop/Deployment cart",'],
])('%s has a row for each fault', (format, row) => {
  const printed = compared({ alerts: [DOWN] }, { alerts: [SLOW] }, { maxDelay: 60 });
  const text = DIFF_FORMATS[format](printed);
  expect(text).toContain(row);
  expect(text).toContain(format === 'json' ? '"fails": true' : '; faults: later 2, 0 unchanged; ');
});

describe('the cost of a change', () => {
  const record = (expr: string): Stack => ({
    alerts: [`{ record: 'shop:requests:rate', expr: '${expr}' }`],
    workloads: ['cart', 'till'],
  });
  const costOf = (before: string, after: string) => costLines(compared(record(before), record(after)).cost);

  it.each([
    [
      'a window twice as long: 2 pods of 2 workloads, scraped every 30 s and evaluated every 30 s',
      'rate(up[5m])',
      'rate(up[10m])',
      [
        'Cost in an hour: rules read 4,800 → 9,600 (+100 %) samples and record 480 of 4 series.',
        'recording rule shop:requests:rate: reads 4,800 → 9,600 (+100 %) samples',
      ],
    ],
    [
      'fewer labels',
      'up',
      'sum by (pod) (up{job=~".*cart"})',
      [
        'Cost in an hour: rules read 480 → 240 (−50 %) samples and record 480 → 240 (−50 %) of 4 → 2 (−50 %) series.',
        'recording rule shop:requests:rate: reads 480 → 240 (−50 %) samples, records 4 → 2 (−50 %) series',
      ],
    ],
    [
      'values that a matcher names, and one other; what a step of a subquery returns counts',
      'max_over_time(sum by (code) (requests_total{code=~"2..|5..",job=~".*cart"})[1h:5m])',
      'requests_total{code!="500",job=~".*cart"}',
      [
        'Cost in an hour: rules read 2,880 → 480 (−83 %) samples and record 240 → 480 (+100 %) of 2 → 4 (+100 %) series. No metric table states the series of 1 of the metrics; their labels are assumed to be those that rules name.',
        'recording rule shop:requests:rate: reads 2,880 → 480 (−83 %) samples, records 2 → 4 (+100 %) series',
      ],
    ],
    ['nothing', 'up', 'up{}', ['Cost in an hour: rules read 480 samples and record 480 of 4 series.']],
  ])('%s', (_name, before, after, lines) => {
    expect(costOf(before, after)).toEqual(lines);
  });
});

test.each([
  ['hour() % 2 == 0', 0.5],
  ['hour() >= 6 unless hour() >= 18', 0.5],
  ['day_of_week() == 0 or hour() < 12', 4 / 7],
  ['vector(1) and on () hour() < 6', undefined],
  ['vector(1) and hour() < 6', 0.25],
  ['-1 * minute() > -30', 0.5],
  ['up', undefined],
  ['vector(1)', undefined],
])('the clock condition %s holds for a share of the week', (expr, share) => {
  const found = timeShare(parse(expr));
  if (share === undefined) expect(found).toBeUndefined();
  else expect(found).toBeCloseTo(share, 5);
});
