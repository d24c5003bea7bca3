import type { RawSeries } from '../../bench/rules/dataset';
import { asRecorded, rangeOrder } from '../../bench/rules/by-range';
import { startServer, type Result, type Server } from '../../bench/rules/server';
import type { DeployedService } from '../../src/catalog/placement';
import { ruleResources } from '../../src/catalog/rule-resources';
import { print } from '../../src/promql/print';
import { seconds } from '../../src/promql/window';
import { isAlert, type Rule, type RuleGroup } from '../../src/rules/rule';
import { sampleData, type SampleData } from './sample-data';

const SECOND = 1000;

/** A real Prometheus that has scraped a service for some hours, and evaluated its rules. */
export interface SamplePrometheus extends Pick<SampleData, 'start' | 'end'> {
  readonly server: Server;
}

export async function startSamplePrometheus(
  service: DeployedService,
  hours: number,
): Promise<SamplePrometheus> {
  const data = sampleData(service, hours);
  const server = await startServer();
  try {
    await server.write(data.series);
    // Rules read what those before them recorded.
    for (const group of ruleResources(service)
      .flatMap(({ groups }) => groups)
      .toSorted(statusLast))
      for (const rule of group.rules.toSorted(rangeOrder)) await evaluate(server, group, rule, data);
  } catch (error) {
    await server.stop();
    throw error;
  }
  return { server, start: data.start, end: data.end };
}

/** The groups that dashboards read alone come first in their resource, and read what the others recorded. */
function statusLast(a: RuleGroup, b: RuleGroup): number {
  return Number(a.name.endsWith('-status')) - Number(b.name.endsWith('-status'));
}

/** Does what Prometheus does at every interval, over the whole time at once; alerts fire without waiting. */
async function evaluate(
  server: Server,
  { interval }: RuleGroup,
  rule: Rule,
  { start, end }: SampleData,
): Promise<void> {
  const step = seconds(interval) * SECOND;
  const results = await server.range(print(rule.expr.expr), start, end, step);
  const labels = isAlert(rule)
    ? { __name__: 'ALERTS', alertname: rule.alert, alertstate: 'firing', ...rule.labels }
    : { __name__: rule.record, ...rule.labels };
  if (results.length > 0)
    await server.write(asRecorded(results, labels).map((result) => written(result, isAlert(rule), step)));
}

function written({ metric, values: found }: Result, fires: boolean, step: number): RawSeries {
  const timestamps: number[] = [];
  const values: (number | null)[] = [];
  for (const [index, [at, value]] of found.entries()) {
    timestamps.push(at * SECOND);
    values.push(fires ? 1 : Number(value));
    const next = found[index + 1]?.[0];
    // Without a result a rule ends its series, until there is one again.
    if (next !== undefined && next * SECOND > at * SECOND + step) {
      timestamps.push(at * SECOND + step);
      values.push(null);
    }
  }
  return { labels: metric, timestamps, values };
}
