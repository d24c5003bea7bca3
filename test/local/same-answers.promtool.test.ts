import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { defineEnvironment } from '../../src/catalog/environment';
import { placeServices } from '../../src/catalog/placement';
import { ruleResources } from '../../src/catalog/rule-resources';
import { orderApi } from '../fixtures/stack/order-api';
import { shortened } from '../../src/local/clock';
import { ruleFile } from '../../src/local/rule-files';
import { kubernetesObject, listOf, mapOf } from '../../src/kubernetes/object';
import { printGroup } from '../../src/rules/rule';
import { anEnvironment } from '../support/catalog';
import { binary } from '../support/binaries';

/** Rules of one objective, as the manifest has them. */
const [service] = placeServices([orderApi], defineEnvironment(anEnvironment));
const resource = kubernetesObject({
  apiVersion: 'monitoring.coreos.com/v1',
  kind: 'PrometheusRule',
  metadata: { name: 'order-api-slo-rules' },
  spec: { groups: ruleResources(service!).flatMap(({ groups }) => groups.map(printGroup)) },
})!;

const TARGETS = 'namespace="default", job="order-api"';
/** The results of the rules at a time, on any clock. */
const EXPECTED: readonly (readonly [at: string, promql: string, value: number])[] = [
  ['2h10m', 'order_api:slo_events:count5m{slo="availability", outcome="all"}', 110],
  ['2h10m', 'order_api:slo_errors:ratio{slo="availability", window="6h"}', 10 / 110],
  // When an hour on the rules' clock is over: twelve tiles of ten errors.
  ['2h', 'order_api:slo_events:count1h{slo="availability", outcome="bad"}', 120],
  ['2h10m', 'order_api:slo_period_events:count{slo="availability", outcome="all"}', 26 * 110],
  ['2h10m', 'order_api:slo_error_budget:remaining{slo="availability"}', 1 - 10 / 110 / 0.001],
  ['2h10m', 'ALERTS{alertname="OrderApiErrorBudgetBurn", slo="availability", long="6h"}', 1],
];

let folder: string;
beforeAll(() => (folder = mkdtempSync(join(tmpdir(), 'same-answers-'))));
afterAll(() => rmSync(folder, { recursive: true }));

it.each([1, 60])(
  'rules on a clock that is %d times faster count and alert as they do in real time',
  (speed) => {
    const clock = { speed, real: 0, shown: 0 };
    const { content } = ruleFile(resource, clock);
    const groups = content.groups.filter(({ name }) => /-slo-availability-(fast|slow)$/.test(String(name)));
    expect(
      groups.flatMap(({ rules }) => listOf(rules).map((rule) => mapOf(rule)['expr'])).length,
    ).toBeGreaterThan(10);
    writeFileSync(
      join(folder, `rules-${speed}.yml`),
      stringify({ groups }, { lineWidth: 0, aliasDuplicateObjects: false }),
    );
    writeFileSync(
      join(folder, `test-${speed}.yml`),
      stringify({
        rule_files: [`rules-${speed}.yml`],
        evaluation_interval: shortened('5m', clock),
        group_eval_order: groups.map(({ name }) => name),
        tests: [
          {
            interval: shortened('30s', clock),
            input_series: [
              { series: `up{${TARGETS}, pod="a", instance="a"}`, values: '1x300' },
              {
                series: `order_api_requests_total{${TARGETS}, pod="a", instance="a", status="200"}`,
                values: '0+10x300',
              },
              {
                series: `order_api_requests_total{${TARGETS}, pod="a", instance="a", status="503"}`,
                values: '0+1x300',
              },
            ],
            promql_expr_test: EXPECTED.map(([at, expr, value]) => ({
              expr: `max(${expr})`,
              eval_time: shortened(at, clock),
              exp_samples: [{ labels: '{}', value }],
            })),
          },
        ],
      }),
    );
    const { stdout, stderr } = spawnSync(
      binary('promtool'),
      ['test', 'rules', join(folder, `test-${speed}.yml`)],
      {
        encoding: 'utf8',
      },
    );
    expect(`${stdout}${stderr}`).toContain('SUCCESS');
  },
);
