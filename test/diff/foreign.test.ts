import { parse } from 'yaml';
import { compareSides } from '../../src/diff/compare';
import { sideOf, type Side, type SideFacts } from '../../src/diff/side';
import { factsOf } from '../../src/doctor/facts';
import { readManifests } from '../../src/kubernetes/read';

// Manifests as people write them by hand: one PrometheusRule, and a Secret with the configuration of Alertmanager.

const RULES = `
apiVersion: monitoring.coreos.com/v1
kind: PrometheusRule
metadata: { name: shop, namespace: shop }
spec:
  groups:
    - name: shop
      interval: 30s
      rules:
        - record: shop:errors:ratio5m
          expr: sum by (job) (rate(errors_total{job="shop"}[5m])) / sum by (job) (rate(requests_total{job="shop"}[5m]))
        - alert: ShopErrors
          expr: shop:errors:ratio5m > 0.05
          for: 2m
          labels: { severity: critical, team: shop }
        - alert: ShopDown
          expr: up{job="shop"} == 0
          for: 3m
          keep_firing_for: 5m
          labels: { severity: critical, team: shop }
---
apiVersion: monitoring.coreos.com/v1
kind: Prometheus
metadata: { name: k8s, namespace: monitoring }
spec: { ruleSelector: {}, ruleNamespaceSelector: {}, alerting: { alertmanagers: [{ name: main, port: web }] } }
`;

const ROUTES = `
route:
  receiver: mail
  group_by: [alertname, namespace]
  routes:
    - matchers: ['severity="critical"']
      receiver: pager
      continue: true
    - matchers: ['team="shop"']
      receiver: chat
      active_time_intervals: [office]
time_intervals:
  - name: office
    time_intervals: [{ weekdays: ['monday:friday'] }]
  - name: nights
    time_intervals: [{ times: [{ start_time: '00:00', end_time: '06:00' }] }]
receivers:
  - name: mail
    email_configs: [{ to: ops@example.com }]
  - name: pager
    pagerduty_configs: [{ routing_key_file: /etc/key }]
  - name: chat
    slack_configs: [{ channel: '#shop' }]
`;

function side(rules: string, routes: string): Side {
  const secret = `---
apiVersion: v1
kind: Secret
metadata: { name: alertmanager-main, namespace: monitoring }
stringData:
  alertmanager.yaml: ${JSON.stringify(routes)}
`;
  const objects = readManifests(rules + secret, 'manifests.yaml');
  return sideOf(factsOf({ objects }) as SideFacts, 'manifests');
}

const before = side(RULES, ROUTES);

type Changes = readonly (readonly [from: string, to: string])[];

const replacedIn = (text: string, changes: Changes): string =>
  changes.reduce((changed, [from, to]) => changed.replaceAll(from, to), text);

/** Both texts with some of their parts replaced. */
function changedSide(changes: Changes): Side {
  for (const [from] of changes) expect(RULES + ROUTES).toContain(from);
  return side(replacedIn(RULES, changes), replacedIn(ROUTES, changes));
}

const lines = (usual: Side, now: Side): readonly string[] =>
  compareSides(usual, now).effects.map(({ kind, alert, reason }) => `${kind} ${alert}: ${reason}`);

/** What a change does, one line an effect. */
const effectsOf = (changes: Changes): readonly string[] => lines(before, changedSide(changes));

const RATIO =
  'sum by (job) (rate(errors_total{job="shop"}[5m])) / sum by (job) (rate(requests_total{job="shop"}[5m]))';

test.each([
  ['matchers in the deprecated form', [[`matchers: ['team="shop"']`, 'match: { team: shop }']]],
  ['an interval of another name', [['office', 'work']]],
  [
    'a receiver of another name',
    [
      ['receiver: pager\n', 'receiver: on-call\n'],
      ['name: pager\n', 'name: on-call\n'],
    ],
  ],
  ['labels of groups in another order', [['[alertname, namespace]', '[namespace, alertname]']]],
  [
    'an alert that reads what its recorded series is computed from',
    [['expr: shop:errors:ratio5m', `expr: ${RATIO}`]],
  ],
  ['a recorded series and its reader renamed', [['ratio5m', 'ratio_rate5m']]],
  [
    'both sides of a comparison in percent',
    [['shop:errors:ratio5m > 0.05', '100 * shop:errors:ratio5m > 5']],
  ],
] as const)('%s: no message changes', (_, changes) => {
  expect(effectsOf(changes)).toEqual([]);
});

test('a severity that is renamed in rules and routes changes no route, and concerns no alert that is not there', () => {
  expect(
    effectsOf([
      ['severity: critical', 'severity: page'],
      ['severity="critical"', 'severity="page"'],
    ]),
  ).toEqual(['text ShopErrors: changed: label severity', 'text ShopDown: changed: label severity']);
});

test('a pager that is muted is not made up for by a chat', () => {
  expect(
    effectsOf([['receiver: pager\n', 'receiver: pager\n      mute_time_intervals: [nights]\n']]),
  ).toEqual([
    'suppressed ShopErrors: {alertname="ShopErrors", severity="critical", team="shop"} is muted in nights, and then only notifies chat',
    'suppressed ShopDown: {alertname="ShopDown", job="shop", severity="critical", team="shop"} is muted in nights, and then only notifies chat',
  ]);
});

test('the definition of an interval counts, not its name', () => {
  const tickets: Changes = [['severity: critical', 'severity: warning']];
  const shorter: Changes = [...tickets, ['monday:friday', 'monday:tuesday']];
  expect(lines(changedSide(tickets), changedSide(shorter))).toContain(
    'suppressed ShopErrors: {alertname="ShopErrors", severity="warning", team="shop"} is muted outside of office',
  );
});

test('a receiver without an integration is not named among those that are left', () => {
  expect(effectsOf([['    pagerduty_configs: [{ routing_key_file: /etc/key }]\n', '']])).toContain(
    'silenced ShopErrors: {alertname="ShopErrors", severity="critical", team="shop"} reached pager, chat (pager), and now only chat (message)',
  );
});

describe('relabelings of alerts', () => {
  const ADDITIONAL: Changes[number] = [
    'spec: { ruleSelector: {}',
    'spec: { additionalAlertRelabelConfigs: { name: relabel, key: steps.yaml }, ruleSelector: {}',
  ];
  const OF_ALERTMANAGER = (steps: string): Changes[number] => [
    '{ name: main, port: web }',
    `{ name: main, port: web, alertRelabelings: ${steps} }`,
  ];
  const secret = (steps: string): Changes[number] => [
    'apiVersion: monitoring.coreos.com/v1\nkind: Prometheus\n',
    `apiVersion: v1
kind: Secret
metadata: { name: relabel, namespace: monitoring }
stringData: { steps.yaml: ${JSON.stringify(steps)} }
---
apiVersion: monitoring.coreos.com/v1
kind: Prometheus
`,
  ];

  test.each([
    ['[{ action: labeldrop, regex: pod|replica }]'],
    ['[{ targetLabel: cluster, replacement: west }]'],
    ['[{ action: drop, sourceLabels: [severity], regex: info }]'],
    [
      '[{ action: replace, sourceLabels: [severity], regex: warn, targetLabel: severity, replacement: warning }]',
    ],
  ])('%s changes no message', (steps) => {
    expect(effectsOf([OF_ALERTMANAGER(steps)])).toEqual([]);
  });

  test('silence the alerts that they drop', () => {
    const drop = '[{ source_labels: [alertname], regex: ShopD.*, action: drop }]';
    expect(effectsOf([ADDITIONAL, secret(drop)])).toEqual([
      'silenced ShopDown: {alertname="ShopDown", job="shop", severity="critical", team="shop"} reached pager, chat (pager), and now no receiver: relabelings of alerts drop it',
    ]);
  });

  test('silence the alerts whose label of a route they rename, with a counterexample', () => {
    const [renamed] = compareSides(
      before,
      changedSide([
        OF_ALERTMANAGER(
          '[{ action: labelmap, regex: sever(ity), replacement: prio$1 }, { action: labeldrop, regex: severity }]',
        ),
      ]),
    ).effects;
    expect(renamed).toMatchObject({
      kind: 'silenced',
      alert: 'ShopErrors',
      reason:
        '{alertname="ShopErrors", severity="critical", team="shop"} reached pager, chat (pager), and now only chat (message): relabelings of alerts make it {alertname="ShopErrors", prioity="critical", team="shop"}',
    });
    expect(renamed!.proof!.commands.after).toContain('prioity=critical');
  });

  test('are compared for the values that they read', () => {
    const routes: Changes = [[`'team="shop"'`, `'tier="gold"'`]];
    const gold = (regex: string): Changes => [
      ...routes,
      ['expr: up{job="shop"} == 0', 'expr: up == 0'],
      ['severity: critical, team: shop', 'team: shop'],
      OF_ALERTMANAGER(`[{ sourceLabels: [zone], regex: ${regex}, targetLabel: tier, replacement: gold }]`),
    ];
    expect(lines(changedSide(gold('west|east')), changedSide(gold('west')))).toContain(
      'receiver ShopDown: {alertname="ShopDown", team="shop", zone="east"} notified chat, and now mail',
    );
  });

  test('are not judged where they changed and were not read', () => {
    expect(effectsOf([ADDITIONAL])).toEqual([
      'unjudged relabelings of alerts: they changed, and were not read: Secret monitoring/relabel key steps.yaml',
    ]);
    expect(lines(changedSide([ADDITIONAL]), changedSide([ADDITIONAL]))).toEqual([]);
    expect(effectsOf([OF_ALERTMANAGER('[{ action: remove }]')])).toEqual([
      'unjudged relabelings of alerts: they changed, and were not read: invalid alert relabelings',
    ]);
    expect(effectsOf([ADDITIONAL, secret('not a list')])).toHaveLength(1);
    const [key, text] = OF_ALERTMANAGER('[{ regex: a }]');
    expect(effectsOf([[key, `${text}, { name: other, port: web }`]])).toEqual([
      'unjudged relabelings of alerts: they changed, and were not read: different alertRelabelings of several Alertmanagers',
    ]);
  });

  test('silence the alerts that they drop where no routes are known', () => {
    const only = (steps: string): Side => {
      const [from, to] = OF_ALERTMANAGER(steps);
      return sideOf(
        factsOf({ objects: readManifests(RULES.replace(from, to), 'rules.yaml') }) as SideFacts,
        'rules',
      );
    };
    const usual = only('[]');
    expect(lines(usual, only('[{ sourceLabels: [team, zone], regex: shop;west, action: drop }]'))).toEqual([
      'silenced ShopDown: {alertname="ShopDown", job="shop", severity="critical", team="shop", zone="west"} was sent to Alertmanager, and now relabelings of alerts drop it',
    ]);
    expect(lines(usual, only('[{ sourceLabels: [team], regex: cart, action: drop }]'))).toEqual([]);
    expect(lines(usual, only('[{ regex: team, action: labeldrop }]'))).toEqual([]);
  });

  test('of the values of the chart count, too', () => {
    const { objects } = { objects: readManifests(RULES.split('---')[0]!, 'rules.yaml') };
    const config = parse(ROUTES) as object;
    const withSteps = (spec: object): Side =>
      sideOf(
        factsOf({
          objects,
          values: {
            name: 'values.yaml',
            values: {
              alertmanager: { config },
              prometheus: { prometheusSpec: { ruleSelectorNilUsesHelmValues: false, ...spec } },
            },
          },
        }) as SideFacts,
        'values',
      );
    const drop = {
      additionalAlertRelabelConfigs: [{ source_labels: ['team'], regex: 'shop', action: 'drop' }],
    };
    expect(lines(withSteps({}), withSteps(drop)).map((line) => line.split(':')[0])).toEqual([
      'silenced ShopErrors',
      'silenced ShopDown',
    ]);
    const secret = { additionalAlertRelabelConfigsSecret: { name: 'relabel', key: 'a' } };
    expect(lines(withSteps({}), withSteps(secret))).toEqual([
      'unjudged relabelings of alerts: they changed, and were not read: Secret monitoring/relabel key a',
    ]);
  });
});

describe('labels that recording rules drop', () => {
  const BY_TEAM = 'sum by (job, team) (rate(errors_total[5m]))';
  /** The label team of the routes comes from series. */
  const ofSeries: Changes = [
    [`expr: ${RATIO}`, `expr: ${BY_TEAM}`],
    ['severity: critical, team: shop', 'severity: warning'],
  ];
  const dropped = (by: string, more: Changes = []): readonly string[] =>
    lines(
      changedSide([...more, ...ofSeries]),
      changedSide([...more, ...ofSeries].map(([from, to]) => [from, to.replace(BY_TEAM, by)])),
    );

  test('send an alert to another receiver', () => {
    const [effect] = compareSides(
      changedSide(ofSeries),
      changedSide(ofSeries.map(([from, to]) => [from, to.replace('(job, team)', '(job)')])),
    ).effects;
    expect(effect).toMatchObject({
      kind: 'receiver',
      alert: 'ShopErrors',
      reason:
        '{alertname="ShopErrors", severity="warning", team="shop"} notified chat, and now mail: its series no longer have the label team',
    });
  });

  test('are not lost where the rule has them now', () => {
    const now = (team: string): Changes => [
      [`expr: ${RATIO}`, 'expr: sum by (job) (rate(errors_total[5m]))'],
      ['severity: critical, team: shop', `severity: warning, team: ${team}`],
    ];
    expect(lines(changedSide(ofSeries), changedSide(now('other')))).toContain(
      'receiver ShopErrors: {alertname="ShopErrors", severity="warning", team="other"} notified chat, and now mail',
    );
    expect(lines(changedSide(ofSeries), changedSide(now('shop'))).join(' ')).not.toContain('no longer');
  });

  test('count in the alert itself and through other rules, unless something else adds them', () => {
    expect(dropped('sum by (job) (rate(errors_total[5m]))')).toHaveLength(1);
    // It keeps the namespace, by which messages are grouped.
    expect(dropped('sum without (team) (rate(errors_total[5m]))')).toEqual([
      // Of each namespace there are fewer errors than of all.
      expect.stringMatching(/^later /),
      expect.stringMatching(/^receiver /),
      expect.stringMatching(/^more /),
    ]);
    expect(
      dropped('sum by (job) (rate(errors_total[5m]))', [
        [
          '- alert: ShopErrors\n          expr: shop:errors:ratio5m > 0.05',
          '- record: b\n          expr: sum by (team) (shop:errors:ratio5m)\n        - alert: ShopErrors\n          expr: b > 0.05',
        ],
      ]),
    ).toHaveLength(1);
    expect(dropped('sum by (job, team, zone) (rate(errors_total[5m]))')).toEqual([]);
    expect(dropped('sum by (team) (rate(errors_total[5m]))')).toEqual([]);
  });

  test.each(['{team="shop"}', '{team=~"shop|cart"}'])('silence an alert on %s', (matchers) => {
    const reads: Changes = [['expr: shop:errors:ratio5m >', `expr: shop:errors:ratio5m${matchers} >`]];
    expect(dropped('sum by (job) (rate(errors_total[5m]))', reads)[0]).toMatch(
      /^silenced ShopErrors: after the change of its expression or shop:errors:ratio5m, it fires in none/,
    );
    expect(dropped('sum by (job, team, zone) (rate(errors_total[5m]))', reads)).toEqual([]);
  });

  test('leave a gap in a message that shows them', () => {
    const summary = (text: string): Changes => [
      ['for: 2m', `for: 2m\n          annotations: { summary: '${text}' }`],
    ];
    const shows = summary('Job {{ $labels.job }} fails');
    expect(dropped('sum by (team) (rate(errors_total[5m]))', shows)).toEqual([
      'text ShopErrors: annotation summary shows the label job, which its series no longer have',
    ]);
    expect(dropped('sum by (job, team, zone) (rate(errors_total[5m]))', shows)).toEqual([]);
    const withoutJob: Changes = ofSeries.map(([from, to]) => [from, to.replace('(job, team)', '(team)')]);
    expect(
      lines(changedSide([...shows, ...ofSeries]), changedSide([...summary('A job fails'), ...withoutJob])),
    ).toEqual(['text ShopErrors: changed: annotation summary']);
  });
});

describe('thresholds of functions that are not simulated', () => {
  const QUANTILE = 'histogram_quantile(0.99, sum by (le) (rate(shop_seconds_bucket[5m])))';
  const changed = (from: string, to: string): readonly string[] =>
    lines(changedSide([['up{job="shop"} == 0', from]]), changedSide([['up{job="shop"} == 0', to]]));
  const lost = (what: string) => [
    `silenced ShopDown: it no longer fires for some values for which it did: ${what}`,
  ];

  test.each([
    [`${QUANTILE} > 0.5`, `${QUANTILE} > 5`, '> 0.5 is now > 5'],
    [`${QUANTILE} > 0.5`, `5 < ${QUANTILE}`, '> 0.5 is now > 5'],
    [`${QUANTILE} < 0.5`, `${QUANTILE} < 0.1`, '< 0.5 is now < 0.1'],
    [`${QUANTILE} > 0.5`, `${QUANTILE.replace('0.99', '0.5')} > 0.5`, 'quantile 0.99 is now 0.5'],
    // More series than cases have.
    ['topk(30, shop_queue) > 10', 'topk(30, shop_queue) > 90', '> 10 is now > 90'],
    ['topk(30, shop_queue) > 10', 'topk(30, shop_queue) > 9 * 10', '> 10 is now > 90'],
    ['topk(30, shop_queue) > 10', 'topk(10, shop_queue) > 10', 'topk 30 is now 10'],
    ['bottomk(30, shop_queue) < 10', 'bottomk(20, shop_queue) < 10', 'bottomk 30 is now 20'],
    ['topk(30, shop_queue)', 'topk(10, shop_queue)', 'topk 30 is now 10'],
    ['quantile(0.9, shop_queue) > 10', 'quantile(0.5, shop_queue) > 10', 'quantile 0.9 is now 0.5'],
    [`${QUANTILE} * 100 > 50`, `${QUANTILE} > 5`, '> 0.5 is now > 5'],
    [`${QUANTILE} / 10 > 1`, `2 * ${QUANTILE} > 40`, '> 10 is now > 20'],
    [`${QUANTILE} > 1 and shop_load > 2`, `${QUANTILE} > 1 and shop_load > 3`, '> 2 is now > 3'],
    [`shop_load > 1 unless ${QUANTILE} > 2`, `shop_load > 1 unless ${QUANTILE} > 1`, '> 2 is now > 1'],
  ])('%s: the same vector has fewer results', (from, to, what) => {
    expect(changed(from, to)).toEqual(lost(what));
  });

  test('are harmless where they mean the same or more', () => {
    expect(changed(`${QUANTILE} > 0.5`, `0.50 < ${QUANTILE}`)).toEqual([]);
    expect(changed(`${QUANTILE} > 5`, `${QUANTILE} > 0.5`)).toEqual([
      'new ShopDown: it fires for values for which it did not: > 5 is now > 0.5',
    ]);
  });

  const NEW = 'new ShopDown: it fires in cases in which it did not';

  test.each([
    ['topk(3, shop_queue) > 10', 'topk(1, shop_queue) > 5', /^silenced ShopDown: /],
    ['topk(3, shop_queue) > 10', 'bottomk(1, shop_queue) > 10', /^silenced ShopDown: /],
    ['topk(3, shop_queue) > 10', 'topk(5, shop_queue) > 10', NEW],
    ['sum(topk(2, shop_queue)) > 10', 'sum(topk(4, shop_queue)) > 10', NEW],
    ['min(topk(3, shop_queue)) > 10', 'min(topk(5, shop_queue)) > 10', /^silenced ShopDown: /],
    ['shop_load > 5 and topk(3, shop_load)', 'shop_load > 5 and topk(1, shop_load)', /^silenced ShopDown: /],
    ['shop_load > 5 unless topk(3, shop_queue)', 'shop_load > 5 unless topk(1, shop_queue)', NEW],
  ])('the series that %s takes are simulated', (from, to, effect) => {
    expect(changed(from, to)).toEqual([typeof effect === 'string' ? effect : expect.stringMatching(effect)]);
  });

  test('more series than those of a case are not', () => {
    expect(changed('sum(topk(30, shop_queue)) > 10', 'sum(topk(20, shop_queue)) > 10')).toEqual([
      'unjudged ShopDown: its expression changed, and 30 series are more than those of a case',
    ]);
  });

  test.each(['[30d:1s]', '[10m:1ms]'])('what takes too long to simulate is not: %s', (range) => {
    expect(changed(`min_over_time(shop_load${range}) > 1`, `max_over_time(shop_load${range}) < 2`)).toEqual([
      'unjudged ShopDown: its expression changed, and simulating it takes too many evaluations or samples',
    ]);
  });

  test('what sets a label to a constant is simulated', () => {
    const zone = (limit: string) => `label_replace(shop_load, "zone", "a", "", "") ${limit}`;
    expect(changed(zone('> 1'), zone('< 1'))).toEqual([expect.stringMatching(/^silenced ShopDown: /)]);
  });

  test.each([
    [`${QUANTILE} > 1 and shop_load > 2`, `${QUANTILE} > 2 and shop_load > 1`],
    [`${QUANTILE} > 1`, `${QUANTILE} < 1`],
    [`${QUANTILE} > 1`, `${QUANTILE.replace('[5m]', '[6m]')} > 2`],
    [`${QUANTILE} == 1`, `${QUANTILE} == 2`],
    ['quantile(0.9, topk(3, shop_queue))', 'quantile(0.5, topk(3, shop_queue))'],
    [`-1 * ${QUANTILE} > 1`, `-2 * ${QUANTILE} > 1`],
    [`1 / ${QUANTILE} > 1`, `2 / ${QUANTILE} > 1`],
    [`${QUANTILE} > 1 and on (job) shop_load`, `${QUANTILE} > 2 and on () shop_load`],
    [`${QUANTILE} > 1 or shop_load`, `${QUANTILE} > 2 and shop_load`],
    [`${QUANTILE} > 1 or on () shop_load`, `${QUANTILE} > 2 or on () shop_load`],
    [
      'label_replace(shop_load, "zone", "$1", "pod", "(.*)") > 1',
      'label_replace(shop_load, "zone", "$1", "pod", "(.*)") < 1',
    ],
  ])('are not judged where the order of numbers does not tell: %s', (from, to) => {
    expect(changed(from, to)).toEqual([
      expect.stringMatching(
        /^unjudged ShopDown: its expression changed, and (?:the|what) .* is not simulated$/,
      ),
    ]);
  });
});

describe('a label that an aggregation keeps', () => {
  const by = (labels: string) => `max by (${labels}) (shop_load{namespace!="lab"}) > 1`;
  const keeping = (label: string, ...routes: Changes) =>
    lines(
      changedSide([['up{job="shop"} == 0', by('job')], ...routes]),
      changedSide([['up{job="shop"} == 0', by(`job, ${label}`)], ...routes]),
    );
  const muted = (matcher: string): Changes[number] => [
    '  routes:\n',
    `  routes:\n    - { receiver: nobody, matchers: ['${matcher}'] }\n`,
  ];
  const nobody: Changes[number] = ['receivers:\n', 'receivers:\n  - name: nobody\n'];

  test('silences an alert where routes match a value of it', () => {
    expect(keeping('zone', muted('zone="test"'), nobody)).toEqual([
      'silenced ShopDown: {alertname="ShopDown", severity="critical", team="shop", zone="test"} reached pager, chat (pager), and now no receiver: its series now have the label zone',
    ]);
  });

  test.each([
    ['zone=~"test-.*"', 'test-'],
    ['zone=~"test-[0-9]+"', 'test-0'],
  ])('silences an alert where %s matches a value of it', (matcher, value) => {
    expect(keeping('zone', muted(matcher), nobody)).toContainEqual(
      expect.stringMatching(`^silenced ShopDown: .* zone="${value}"} reached pager`),
    );
  });

  test.each(['zone=~".+"', 'zone="(lab.*"'])('%s names no value', (matcher) => {
    expect(keeping('zone', muted(matcher), nobody).join(' ')).not.toMatch('zone="[^"]');
  });

  test('is harmless where its matchers exclude the value, and where nothing reads it', () => {
    expect(
      keeping('namespace', muted('namespace="lab"'), nobody, ['alertname, namespace', 'alertname']),
    ).toEqual([]);
    expect(keeping('zone')).toEqual([]);
  });

  test('sends more messages where they are grouped by it', () => {
    expect(keeping('namespace')).toEqual([
      'more ShopDown: its series now have the label namespace, by which messages are grouped: each value sends a message of its own',
    ]);
    expect(keeping('zone', ['[alertname, namespace]', "['...']"])).toEqual([
      'more ShopDown: its series now have the label zone, by which messages are grouped: each value sends a message of its own',
    ]);
  });

  test('lets another alert suppress it where an inhibition compares it', () => {
    const inhibition: Changes[number] = [
      'receivers:\n',
      `inhibit_rules:\n  - { source_matchers: ['alertname="ShopErrors"'], target_matchers: ['alertname="ShopDown"'], equal: [job] }\nreceivers:\n`,
    ];
    expect(
      lines(
        changedSide([['up{job="shop"} == 0', by('zone')], inhibition]),
        changedSide([['up{job="shop"} == 0', by('zone, job')], inhibition]),
      ),
    ).toEqual(['suppressed ShopDown: it is inhibited while ShopErrors fires, which it was not']);
  });
});

test('an inhibition that no longer compares a label suppresses across its values', () => {
  const inhibition = (equal: string): Changes => [
    [
      'receivers:\n',
      `inhibit_rules:\n  - { source_matchers: ['alertname="ShopErrors"'], target_matchers: ['alertname="ShopDown"'], equal: [${equal}] }\nreceivers:\n`,
    ],
  ];
  const [both, one] = ['job, team', 'team'].map((equal) => changedSide(inhibition(equal))) as [Side, Side];
  expect(lines(both, one)).toEqual([
    'suppressed ShopDown: it is inhibited while ShopErrors fires, which it was not',
  ]);
  expect(lines(one, both)).toEqual([]);
});

describe('an aggregation', () => {
  const share = (labels: string): Changes => [
    [
      'up{job="shop"} == 0',
      `100 * count by (${labels}) (up{job="shop"} == 0) / count by (${labels}) (up{job="shop"}) > 10`,
    ],
  ];
  const by = (from: string, to: string) =>
    lines(changedSide(share(from)), changedSide(share(to))).filter((line) => !line.startsWith('text'));

  test('of more series hides a share of one group', () => {
    expect(by('job, namespace', 'job')).toEqual([
      expect.stringMatching(/^silenced ShopDown: .* it no longer fires in a case in which it did$/),
    ]);
  });

  test('of fewer series fires for a smaller share of all', () => {
    expect(by('job', 'job, instance')).toContain('new ShopDown: it fires in cases in which it did not');
  });
});

test('a metric that can only be 0 or 1 has no other value in a case', () => {
  const unless = (comparison: string): Changes => [
    [
      'up{job="shop"} == 0',
      `shop_load > 5 unless on (pod) kube_pod_status_phase{phase="Failed"} ${comparison}`,
    ],
  ];
  expect(lines(changedSide(unless('== 1')), changedSide(unless('> 0')))).toEqual([]);
});

describe('a condition that is not simulated', () => {
  const OLD = 'shop_load > 5';
  const change = (from: string, to: string) =>
    lines(changedSide([['up{job="shop"} == 0', from]]), changedSide([['up{job="shop"} == 0', to]]));

  test.each([
    [OLD, `${OLD} and on () (hour() > 6)`, 'and on () hour() > 6 is added'],
    [OLD, `${OLD} unless shop_load > hour()`, 'unless shop_load > hour() is added'],
    [`${OLD} or shop_load > hour()`, OLD, 'or shop_load > hour() is removed'],
  ])('leaves fewer results: %s', (from, to, what) => {
    expect(change(from, to)).toEqual([
      `silenced ShopDown: it no longer fires for some values for which it did: ${what}`,
    ]);
  });

  test.each([
    [`${OLD} and on () (hour() > 6)`, OLD, 'and on () hour() > 6 is removed'],
    [OLD, `${OLD} or shop_load > hour()`, 'or shop_load > hour() is added'],
  ])('leaves more: %s', (from, to, what) => {
    expect(change(from, to)).toEqual([`new ShopDown: it fires for values for which it did not: ${what}`]);
  });
});

test('larger groups delay an alert that joins one', () => {
  expect(effectsOf([['[alertname, namespace]', '[namespace]']])).toEqual([
    'later ShopErrors: messages are no longer grouped by alertname: while another alert of its group fires, it waits for group_interval 5m',
    'later ShopDown: messages are no longer grouped by alertname: while another alert of its group fires, it waits for group_interval 5m',
  ]);
  expect(effectsOf([['[alertname, namespace]', "['...']"]])).toEqual([]);
});

test('longer intervals of messages are named with their numbers', () => {
  const group = 'route:\n  receiver: mail\n';
  const route = (fields: string): Side => changedSide([[group, `${group}  ${fields}\n`]]);
  expect(lines(before, route('group_interval: 1h'))).toContain(
    'later ShopDown: group_interval 5m is now 1h: while another alert of its group fires, it waits longer',
  );
  expect(lines(before, route('repeat_interval: 1d'))).toContain(
    'later ShopDown: repeat_interval 4h is now 1d: pager is reminded later of a problem that lasts',
  );
  expect(lines(route('repeat_interval: 1d'), before)).toEqual([]);
});

test('a limit of a group can keep its alerts from firing', () => {
  expect(effectsOf([['interval: 30s', 'interval: 30s\n      limit: 1']])).toEqual([
    'suppressed ShopErrors: its group has limit 1: with more results the rule fails, and none of them fires',
    'suppressed ShopDown: its group has limit 1: with more results the rule fails, and none of them fires',
  ]);
});

test('keep_firing_for is a change of the rule', () => {
  const changed = RULES.replace('keep_firing_for: 5m', 'keep_firing_for: 1m');
  expect(compareSides(before, side(changed, ROUTES)).rules.changed).toEqual([
    { rule: 'alert ShopDown {severity="critical"}', what: ['keep_firing_for'] },
  ]);
});

describe('joins', () => {
  const gone = (join: string): Changes => [
    ['expr: up{job="shop"} == 0', `expr: up{job="shop"} > 0 unless ${join} sum by (instance) (served_total)`],
  ];

  test('on no label silence the alerts that joins on some fire', () => {
    const [effect] = lines(changedSide(gone('on (instance)')), changedSide(gone('on ()')));
    expect(effect).toMatch(
      /^silenced ShopDown: after the change of its expression, it no longer fires in a case/,
    );
  });

  test('of the same labels, written in another way, are the same', () => {
    expect(lines(changedSide(gone('on (instance)')), changedSide(gone('ignoring (job)')))).toEqual([]);
  });
});

describe('monitors of pods that an operator creates', () => {
  const monitor = (spec: string, kind = 'PodMonitor', name = 'kafka'): string => `---
apiVersion: monitoring.coreos.com/v1
kind: ${kind}
metadata: { name: ${name}, namespace: shop, labels: { app: kafka } }
spec: ${spec}
`;
  const SPEC =
    '{ selector: { matchLabels: { app: kafka } }, podMetricsEndpoints: [{ port: metrics, interval: 30s }] }';
  const selecting = (namespaces: string, rules = RULES): string =>
    rules.replace(
      'ruleNamespaceSelector: {}',
      `ruleNamespaceSelector: {}, podMonitorSelector: { matchLabels: { app: kafka } }, serviceMonitorSelector: {}, podMonitorNamespaceSelector: ${namespaces}, serviceMonitorNamespaceSelector: {}`,
    );
  const difference = (usual: string, now: string, namespaces = '{}'): readonly string[] =>
    lines(side(selecting('{}') + usual, ROUTES), side(selecting(namespaces) + now, ROUTES));
  const UNKNOWN = 'its targets are not among the manifests, which do not tell which alerts read their series';

  test.each([
    ['selector', SPEC.replace('app: kafka', 'app: broker')],
    ['namespaceSelector', SPEC.replace('{ selector', '{ namespaceSelector: { any: true }, selector')],
    [
      'relabelings',
      SPEC.replace('port: metrics', 'port: metrics, relabelings: [{ targetLabel: a, replacement: b }]'),
    ],
    ['endpoints', SPEC.replace('}] }', '}, { port: admin }] }')],
  ])('are listed where their %s changes', (field, spec) => {
    expect(difference(monitor(SPEC), monitor(spec))).toEqual([
      `unjudged scrapes of PodMonitor shop/kafka: ${field} changed; ${UNKNOWN}`,
    ]);
  });

  test('are listed where they are gone, renamed, or no longer selected', () => {
    expect(difference(monitor(SPEC), '')).toEqual([
      `unjudged scrapes of PodMonitor shop/kafka: it is removed; ${UNKNOWN}`,
    ]);
    expect(difference(monitor(SPEC), monitor(SPEC, 'PodMonitor', 'brokers'))).toEqual([
      `unjudged scrapes of PodMonitor shop/kafka: it is removed; ${UNKNOWN}`,
    ]);
    expect(
      difference(monitor(SPEC), monitor(SPEC).replace('labels: { app: kafka }', 'labels: { app: k }')),
    ).toEqual([`unjudged scrapes of PodMonitor shop/kafka: no Prometheus selects it any more; ${UNKNOWN}`]);
  });

  test.each([
    ['in the same words', monitor(SPEC)],
    [
      'with other credentials',
      monitor(SPEC.replace('port: metrics', 'port: metrics, bearerTokenFile: /token')),
    ],
  ])('are not listed %s', (_, now) => {
    expect(difference(monitor(SPEC), now)).toEqual([]);
  });

  test('are not listed where a ServiceMonitor is renamed', () => {
    const spec = '{ selector: { matchLabels: { app: kafka } }, endpoints: [{ port: metrics }] }';
    expect(difference(monitor(spec, 'ServiceMonitor'), monitor(spec, 'ServiceMonitor', 'brokers'))).toEqual(
      [],
    );
  });

  test('and rules are listed where labels of namespaces decide, which were not read', () => {
    const selector = '{ matchLabels: { monitored: "true" } }';
    const because =
      'whether a Prometheus still selects them is not known: the labels of namespace shop, selected by monitored=true, were not read';
    expect(difference(monitor(SPEC), monitor(SPEC), selector)).toEqual([
      `unjudged PodMonitors of namespace shop: ${because}`,
    ]);
    const narrowed = RULES.replace('ruleNamespaceSelector: {}', `ruleNamespaceSelector: ${selector}`);
    expect(lines(side(RULES, ROUTES), side(narrowed, ROUTES))).toEqual([
      `unjudged PrometheusRules of namespace shop: ${because}`,
    ]);
    const namespace = (monitored: string): string => `---
apiVersion: v1
kind: Namespace
metadata: { name: shop, labels: { monitored: "${monitored}" } }
`;
    expect(
      lines(side(RULES + namespace('true'), ROUTES), side(narrowed + namespace('true'), ROUTES)),
    ).toEqual([]);
    expect(lines(side(RULES + namespace('no'), ROUTES), side(narrowed + namespace('no'), ROUTES))).toEqual([
      'silenced ShopErrors: no Prometheus selects its PrometheusRule any more',
      'silenced ShopDown: no Prometheus selects its PrometheusRule any more',
    ]);
  });
});
