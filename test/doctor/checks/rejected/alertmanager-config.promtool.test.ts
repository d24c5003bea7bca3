import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { check } from '../../../../src/doctor/checks/rejected/alertmanager-config';
import { binary } from '../../../support/binaries';
import { findingsFor } from '../../../support/doctor';
import { values, yaml } from '../yaml';

const inSecret = (config: unknown) =>
  yaml(
    'Secret',
    'name: alertmanager-main',
    `stringData: { alertmanager.yaml: ${JSON.stringify(typeof config === 'string' ? config : stringify(config))} }`,
  );
const team = { receivers: [{ name: 'team' }], route: { receiver: 'team' } };
const hook = (fields: object) => ({ ...team, receivers: [{ name: 'team', webhook_configs: [fields] }] });
const route = (fields: object) => ({ ...team, route: { receiver: 'team', ...fields } });

test('a text where the field takes a list', () => {
  expect(findingsFor(check, inSecret(route({ group_by: 'severity' })))).toMatchObject([
    {
      code: 'alertmanager-config',
      severity: 'error',
      resource: 'Secret monitoring/alertmanager-main',
      path: 'stringData["alertmanager.yaml"].route.group_by',
      message: 'the field takes a list, so Alertmanager rejects its whole configuration',
      found: 'severity',
      expected: 'a list',
      fix: 'group_by: ["severity"]',
    },
  ]);
});

/** Configurations that Alertmanager rejects, with the field and the fix. */
const REJECTED: readonly (readonly [config: object, path: string, fix: string])[] = [
  [
    hook({ url: 'http://a/', send_resolved: 'true' }),
    'receivers[0].webhook_configs[0].send_resolved',
    'send_resolved: true',
  ],
  [
    route({ routes: [{ match: { severity: 'low', mute_time_intervals: ['a'] } }] }),
    'route.routes[0].match.mute_time_intervals',
    'move mute_time_intervals to route.routes[0]',
  ],
  [
    hook({ url: 'hooks.example.com/a' }),
    'receivers[0].webhook_configs[0].url',
    'url: https://hooks.example.com/a',
  ],
  [
    { ...team, global: { slack_api_url: 'later' } },
    'global.slack_api_url',
    'write slack_api_url as a whole address, such as https://example.com/path',
  ],
  [route({ group_wait: '30 sec' }), 'route.group_wait', 'group_wait: 30s'],
  [route({ repeat_interval: 12 }), 'route.repeat_interval', 'repeat_interval: 12s'],
  [route({ matchers: ['a="b"'] }), 'route.matchers', 'move matchers to a route below route.routes'],
  [
    route({ routes: [{ matchers: ['alertname = A,B'] }] }),
    'route.routes[0].matchers[0]',
    String.raw`- "alertname=~\"A|B\""`,
  ],
  [
    route({ routes: [{ matchers: ['alertname=~A,B'] }] }),
    'route.routes[0].matchers[0]',
    String.raw`- "alertname=~\"A|B\""`,
  ],
  [
    route({ routes: [{ matchers: ['alertname!=A,B'] }] }),
    'route.routes[0].matchers[0]',
    String.raw`- "alertname!~\"A|B\""`,
  ],
  [
    { ...team, inhibit_rules: [{ source_matchers: ['A'], target_matchers: ['a="b", c != d'] }] },
    'inhibit_rules[0].source_matchers[0]',
    'write each matcher as <label>="<value>"',
  ],
  [route({ match: { a: 'b' } }), 'route.match', 'move match to a route below route.routes'],
  [route({ routes: { receiver: 'team' } }), 'route.routes', 'routes: [{"receiver":"team"}]'],
  [route({ routes: [{ receiver: 'x', matchers: ['a="b"'] }] }), 'route.routes[0].receiver', 'receiver: team'],
  [{ ...team, route: {} }, 'route.receiver', 'receiver: team'],
  [{ receivers: team.receivers }, 'route', 'route: {"receiver":"team"}'],
  [
    { route: { receiver: 'team', receivers: team.receivers }, receivers: [{ name: 'team' }] },
    'route.receivers',
    'move it to the top level of the configuration',
  ],
  [{ ...team, smtp_from: 'a@example.com' }, 'smtp_from', 'move it to global'],
  [route({ groupBy: ['a'] }), 'route.groupBy', 'write group_by'],
  [
    { ...team, inhibit_rules: [{ source_matcher: ['a="b"'] }] },
    'inhibit_rules[0].source_matcher',
    'write source_matchers',
  ],
];

/** Configurations that Alertmanager accepts. */
const ACCEPTED: readonly object[] = [
  team,
  hook({ url: 'http://a:8080/b', send_resolved: true }),
  { ...team, global: { slack_api_url: 'https://hooks.example.com/a', resolve_timeout: '5m' } },
  route({ group_by: ['...'], group_wait: '1m30s', routes: [{ matchers: ['a="b"'], continue: true }] }),
  route({ group_wait: 0 }),
  route({ routes: [{ matchers: ['', '{}', 'a="b",'] }] }),
  hook({ url: 'http://a:8080/b', http_config: { proxy_url: 'socks5://proxy:1080' } }),
  {
    ...team,
    receivers: [
      { name: 'team', sns_configs: [{ api_url: 'sns.eu-west-1.amazonaws.com', topic_arn: 'arn:a' }] },
    ],
  },
  {
    ...team,
    receivers: [
      { name: 'team', pushover_configs: [{ user_key: 'a', token: 'b', url: 'grafana.example.com/d/1' }] },
    ],
  },
  { ...team, inhibit_rules: [{ source_matchers: ['a="b"'], target_matchers: ['a="c"'], equal: ['d'] }] },
];

test.each(REJECTED.map(([config, path, fix]) => [path, config, fix] as const))('%s', (path, config, fix) => {
  expect(findingsFor(check, inSecret(config))).toMatchObject([
    { severity: 'error', path: `stringData["alertmanager.yaml"].${path}`, fix },
  ]);
});

test('amtool rejects the same', () => {
  const folder = mkdtempSync(join(tmpdir(), 'alertmanager-config-'));
  const configs = [...REJECTED.map(([config]) => config), ...ACCEPTED];
  configs.forEach((config, index) => writeFileSync(join(folder, `${index}.yml`), stringify(config)));
  const names = configs.map((_, index) => `${index}.yml`);
  const { stdout } = spawnSync(binary('amtool'), ['check-config', ...names], {
    cwd: folder,
    encoding: 'utf8',
  });
  rmSync(folder, { recursive: true });
  const byAmtool = stdout
    .split(/^Checking /m)
    .slice(1)
    .map((part) => part.includes('FAILED'));
  expect(byAmtool).toEqual([...REJECTED.map(() => true), ...ACCEPTED.map(() => false)]);
  expect(ACCEPTED.flatMap((config) => findingsFor(check, inSecret(config)))).toEqual([]);
});

test('invalid YAML', () => {
  expect(findingsFor(check, inSecret('route: { receiver: team'))).toMatchObject([
    { severity: 'error', path: 'stringData["alertmanager.yaml"]', fix: 'correct the YAML of the value' },
  ]);
});

test('an unknown field that resembles no other may be one of a newer version', () => {
  expect(findingsFor(check, inSecret(route({ color: 'red' })))).toMatchObject([
    { severity: 'warning', path: 'stringData["alertmanager.yaml"].route.color' },
  ]);
});

test('values of the chart, which completes the route', () => {
  const config = { route: { group_by: 'job' }, receivers: [{ name: 'null' }] };
  expect(findingsFor(check, '', values({ alertmanager: { config } }))).toMatchObject([
    { path: 'alertmanager.config.route.group_by', fix: 'group_by: ["job"]' },
  ]);
});

test.each([
  ['no configuration', yaml('Secret', 'name: a', 'data: { b: YQ== }')],
  ['templates of notifications', inSecret(hook({ url: '{{ .CommonAnnotations.url }}' }))],
  ['a placeholder', inSecret(hook({ url: '${URL}' }))],
  ['a reference of vals', inSecret(hook({ url: 'ref+awsssm://url' }))],
  ['a variable of Concourse', inSecret(hook({ url: '((SLACK_API_URL))' }))],
  ['an encrypted address', inSecret(hook({ url: 'ENC[AES256_GCM,data:a,type:str]' }))],
  ['an encrypted Secret', yaml('Secret', 'name: a', 'data: { alertmanager.yaml: "ENC[AES256_GCM,data:a]" }')],
  ['a hidden address', inSecret(hook({ url: '<secret>' }))],
  ['labels of any name', inSecret(route({ routes: [{ match: { group_by: 'x', url: 'y' } }] }))],
])('it finds nothing with %s', (_what, text) => {
  expect(findingsFor(check, text)).toEqual([]);
});
