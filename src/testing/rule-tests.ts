import { spawn } from 'node:child_process';
import { mkdtemp, open, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { toYaml } from '../kubernetes/yaml/to-yaml';
import type { PrintedGroup } from '../rules/rule';
import { requirePromtool } from './promtool';

/** One series as it was scraped: `up{job="a"}` and `1x10 0 _ stale`, one value an `interval` of the suite. */
export interface InputSeries {
  readonly series: string;
  readonly values: string;
}

export interface ExpectedAlert {
  /** All labels but `alertname`. */
  readonly labels: Readonly<Record<string, string>>;
  /** Rendered. Give them for all alerts of a case or for none. @default not compared */
  readonly annotations?: Readonly<Record<string, string>>;
}

export interface RuleCase {
  /** Unique, so that a failure can name it. */
  readonly name: string;
  readonly inputSeries: readonly InputSeries[];
  /** Which alerts fire at a time; an empty list for none. */
  readonly alerts?: readonly {
    readonly at: string;
    readonly alert: string;
    readonly expected: readonly ExpectedAlert[];
  }[];
  /** What queries answer at a time. Values are compared exactly. */
  readonly queries?: readonly {
    readonly expr: string;
    readonly at: string;
    /** `labels` as PromQL writes a series: `name{a="b"}`, `{a="b"}` or `{}`. */
    readonly expected: readonly { readonly labels: string; readonly value: number }[];
  }[];
}

export interface RuleSuite {
  /** Evaluated one after the other in this order. */
  readonly groups: readonly PrintedGroup[];
  /** Time between evaluations of every group, and between samples. promtool ignores the groups' own intervals. */
  readonly interval: string;
  /** Time between samples where it is not the suite's interval. @default interval */
  readonly scrapeInterval?: string;
  readonly cases: readonly RuleCase[];
}

/**
 * Loads rules as Prometheus does.
 * @throws Error with promtool's output when it rejects them
 * @example
 * await checkRules(ruleGroups(stack.placedService('payments', 'dev')));
 */
export async function checkRules(groups: readonly PrintedGroup[]): Promise<void> {
  await inFolder(async (folder) => {
    await write(folder, 'rules.yml', { groups });
    const { code, output } = await promtool(folder, 'check', 'rules', 'rules.yml');
    if (code !== 0) throw new Error(`promtool check rules:\n${output}`);
  });
}

/**
 * Runs rules against recorded series in Prometheus' own engine, all cases in one process.
 * @throws Error with promtool's differences under the names of the cases that failed
 * @example
 * await testRules({
 *   groups: ruleGroups(stack.placedService('payments', 'dev')),
 *   interval: '30s',
 *   cases: [
 *     {
 *       name: 'a target that answers is not reported',
 *       inputSeries: [{ series: 'up{job="payments",namespace="default"}', values: '1x40' }],
 *       alerts: [{ at: '20m', alert: 'PaymentsDown', expected: [] }],
 *     },
 *   ],
 * });
 */
export async function testRules(suite: RuleSuite): Promise<void> {
  const failures = await ruleFailures(suite);
  if (failures.size > 0)
    throw new Error(
      [
        `promtool test rules: ${failures.size} of ${suite.cases.length} cases failed`,
        ...[...failures].map(([name, difference]) => `${name}\n${difference}`),
      ].join('\n\n'),
    );
}

/**
 * Like {@link testRules}, for a test that gives every case a line of its own.
 * @returns promtool's differences by the name of the case; empty when all cases hold
 * @example
 * const failures = await ruleFailures({
 *   groups: ruleGroups(stack.placedService('payments', 'dev')),
 *   interval: '30s',
 *   cases: [
 *     {
 *       name: 'one request per second',
 *       inputSeries: [{ series: 'http_requests_total{job="payments"}', values: '0+30x20' }],
 *       queries: [{ expr: 'rate(http_requests_total[5m])', at: '10m', expected: [{ labels: '{job="payments"}', value: 1 }] }],
 *     },
 *   ],
 * });
 */
export async function ruleFailures(suite: RuleSuite): Promise<ReadonlyMap<string, string>> {
  rejectCasesThatCannotFail(suite);
  return inFolder(async (folder) => {
    await write(folder, 'rules.yml', { groups: suite.groups });
    await write(folder, 'bare-rules.yml', { groups: suite.groups.map(withoutAnnotations) });
    // A file a case, so that those that fail can run alone.
    const files = suite.cases.map((_, index) => `case-${index}.yml`);
    await Promise.all(suite.cases.map((each, index) => write(folder, files[index]!, testFile(suite, each))));
    return differences(
      folder,
      suite.cases.map(({ name }, index) => ({ name, file: files[index]! })),
    );
  });
}

interface CaseFile {
  readonly name: string;
  readonly file: string;
}

/**
 * What promtool says of the cases that fail. Version 3 does not name the file of a failure, so files that fail
 * together run again by halves, until each failure has a run of its own.
 */
async function differences(folder: string, cases: readonly CaseFile[]): Promise<ReadonlyMap<string, string>> {
  const { code, output } = await promtool(folder, 'test', 'rules', ...cases.map(({ file }) => file));
  if (code === 0) return new Map();
  const [first, ...others] = cases;
  if (first !== undefined && others.length === 0)
    return new Map([[first.name, output.replace(/^Unit Testing: .*\n/, '').trimEnd()]]);
  const half = Math.ceil(cases.length / 2);
  const failures = new Map([
    ...(await differences(folder, cases.slice(0, half))),
    ...(await differences(folder, cases.slice(half))),
  ]);
  if (failures.size === 0) throw new Error(`promtool test rules:\n${output}`);
  return failures;
}

function testFile({ groups, interval, scrapeInterval = interval }: RuleSuite, ruleCase: RuleCase): object {
  const { inputSeries, alerts = [], queries = [] } = ruleCase;
  return {
    rule_files: [isAnnotated(ruleCase) ? 'rules.yml' : 'bare-rules.yml'],
    evaluation_interval: interval,
    // Otherwise promtool takes the groups in random order.
    group_eval_order: groups.map(({ name }) => name),
    tests: [
      {
        interval: scrapeInterval,
        input_series: inputSeries,
        alert_rule_test: alerts.map(({ at, alert, expected }) => ({
          eval_time: at,
          alertname: alert,
          exp_alerts: expected.map(({ labels, annotations }) => ({
            exp_labels: labels,
            ...(annotations === undefined ? {} : { exp_annotations: annotations }),
          })),
        })),
        promql_expr_test: queries.map(({ expr, at, expected }) => ({
          expr,
          eval_time: at,
          exp_samples: expected,
        })),
      },
    ],
  };
}

function expectedAlerts({ alerts = [] }: RuleCase): readonly ExpectedAlert[] {
  return alerts.flatMap(({ expected }) => expected);
}

function isAnnotated(ruleCase: RuleCase): boolean {
  return expectedAlerts(ruleCase).some(({ annotations }) => annotations !== undefined);
}

/** promtool takes an absent `exp_annotations` for none, so the rules must have none either. */
function withoutAnnotations(group: PrintedGroup): PrintedGroup {
  return { ...group, rules: group.rules.map(({ annotations: _dropped, ...rule }) => rule) };
}

/** What promtool would pass without looking. */
function rejectCasesThatCannotFail({ groups, cases }: RuleSuite): void {
  const known = groups.flatMap(({ rules }) => rules.map(({ alert }) => alert));
  const names = cases.map(({ name }) => name);
  for (const [index, ruleCase] of cases.entries()) {
    const { name, alerts = [], queries = [] } = ruleCase;
    const reject = (problem: string): never => {
      throw new Error(`promtool case "${name}": ${problem}`);
    };
    if (names.indexOf(name) !== index) reject('its name is taken by another case');
    if (alerts.length + queries.length === 0) reject('it expects nothing');
    const unknown = alerts.find(({ alert }) => !known.includes(alert));
    if (unknown !== undefined) reject(`no rule defines the alert ${unknown.alert}`);
    if (isAnnotated(ruleCase) && expectedAlerts(ruleCase).some((alert) => alert.annotations === undefined))
      reject('it expects annotations of some alerts only');
  }
}

async function inFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'promtool-'));
  try {
    return await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function write(folder: string, file: string, content: object): Promise<void> {
  await writeFile(join(folder, file), toYaml(content));
}

async function promtool(
  folder: string,
  ...args: readonly string[]
): Promise<{ readonly code: number | null; readonly output: string }> {
  // One file for both streams keeps their order.
  const report = await open(join(folder, 'report'), 'w');
  try {
    const code = await new Promise<number | null>((resolve, reject) => {
      spawn(requirePromtool(), args, { cwd: folder, stdio: ['ignore', report.fd, report.fd] })
        .on('error', reject)
        .on('close', resolve);
    });
    return { code, output: await readFile(join(folder, 'report'), 'utf8') };
  } finally {
    await report.close();
  }
}
