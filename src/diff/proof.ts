import type { AlertmanagerConfig, AlertmanagerRoute } from '../helm-values/values-schema';
import type { Labels } from '../kubernetes/object';
import { toYaml } from '../kubernetes/yaml/to-yaml';
import { duration } from '../promql/window';
import { inputSeries, type Case } from './cases/case';
import { seriesText } from './cases/series-text';
import type { WatchedRule } from './watched-rules';

/** A test that passes before a change and fails after it, as files and a command. */
export interface Proof {
  /** Contents by name; `rules.yml` and `alertmanager.yml` differ between the sides. */
  readonly before: Readonly<Record<string, string>>;
  readonly after: Readonly<Record<string, string>>;
  /** Commands to run in a folder with the files of one side. */
  readonly commands: { readonly before: readonly string[]; readonly after: readonly string[] };
}

const TEST = 'test.yml';
const RULES = 'rules.yml';
const CONFIG = 'alertmanager.yml';

const PROMTOOL = ['promtool', 'test', 'rules', TEST];

/** Seconds between evaluations of rules in a test. */
const EVERY = 60;

/** A question about the results of rules at one moment. */
export interface Question {
  readonly name: string;
  readonly expr: string;
  readonly case: Case;
  /** Seconds after the event. */
  readonly at: number;
}

/** A proof by promtool: the expression has a result with the rules before, and none with those after. */
export function promtoolProof(
  { name, expr, case: given, at }: Question,
  before: readonly WatchedRule[],
  after: readonly WatchedRule[],
): Proof {
  const test = toYaml({
    rule_files: [RULES],
    evaluation_interval: duration(EVERY),
    tests: [
      {
        name,
        interval: duration(given.interval),
        input_series: inputSeries(given, at),
        promql_expr_test: [
          {
            expr,
            eval_time: duration(given.history + at),
            exp_samples: [{ labels: '{}', value: 1 }],
          },
        ],
      },
    ],
  });
  return {
    before: { [TEST]: test, [RULES]: rulesText(before) },
    after: { [TEST]: test, [RULES]: rulesText(after) },
    commands: { before: PROMTOOL, after: PROMTOOL },
  };
}

/** @param own labels of the series that it fires for. @default any */
export const firingExpr = (
  { name, labels }: Pick<WatchedRule, 'name' | 'labels'>,
  own: Labels = {},
): string =>
  `group(${seriesText('ALERTS', {
    ...Object.fromEntries(Object.entries(own).filter(([label]) => label !== '__name__')),
    ...Object.fromEntries(Object.entries(labels).filter(([, value]) => !value.includes('{{'))),
    alertname: name,
    alertstate: 'firing',
  })})`;

/** Recording rules come first, so that one evaluation reads what it has recorded. */
const rulesText = (rules: readonly WatchedRule[]): string =>
  toYaml({
    groups:
      rules.length === 0
        ? []
        : [
            {
              name: 'compared',
              rules: rules.map((rule) => ({
                [rule.kind]: rule.name,
                expr: rule.text,
                ...(rule.kind === 'alert' && rule.for > 0 ? { for: duration(rule.for) } : {}),
                ...(Object.keys(rule.labels).length === 0 ? {} : { labels: rule.labels }),
              })),
            },
          ],
  });

/** A proof by amtool: the receivers of an alert, with the labels that it has on each side. */
export function amtoolProof(
  labels: { readonly before: Labels; readonly after: Labels },
  receivers: readonly string[],
  before: AlertmanagerConfig,
  after: AlertmanagerConfig,
): Proof {
  const command = (own: Labels): readonly string[] => [
    'amtool',
    'config',
    'routes',
    'test',
    `--config.file=${CONFIG}`,
    `--verify.receivers=${receivers.join(',')}`,
    ...Object.entries(own).map(([label, value]) => `${label}=${value}`),
  ];
  return {
    before: { [CONFIG]: toYaml(routesAlone(before)) },
    after: { [CONFIG]: toYaml(routesAlone(after)) },
    commands: { before: command(labels.before), after: command(labels.after) },
  };
}

/** What amtool follows: routes, without the times in which they are muted, and the names of receivers. */
const routesAlone = ({ route = {}, receivers = [] }: AlertmanagerConfig): AlertmanagerConfig => ({
  route: routeWithoutTimes(route),
  receivers: receivers.map(({ name }) => ({ name })),
});

function routeWithoutTimes(route: AlertmanagerRoute): AlertmanagerRoute {
  const { mute_time_intervals: _muted, active_time_intervals: _active, routes = [], ...rest } = route;
  return { ...rest, routes: routes.map(routeWithoutTimes) };
}
