import type { PrintedGroup } from '../../src/rules/rule';
import { FAST } from '../../src/slo/recordings';
import { ruleFailures } from '../../src/testing/rule-tests';
import { groupsIn } from '../outages/stack';
import { scraped, SCRAPE, type QuietService } from './service';

/** How often an alert began to fire. */
export interface Firing {
  readonly namespace: string;
  readonly alert: string;
  readonly severity: string;
  /** Empty for alerts of no objective. */
  readonly slo: string;
  readonly long: string;
  readonly times: number;
}

/** Namespace of the rules before they are widened to all. */
const ONE = 'quiet';

/**
 * One evaluation covers the services of all namespaces, as rules keep the namespace in every join: a tenth of the
 * time. The latency objective is left out: it counts in the same way.
 */
const groups: readonly PrintedGroup[] = groupsIn(ONE)
  .filter(({ name }) => !name.includes('latency'))
  .map((group) => ({
    ...group,
    rules: group.rules.map((rule) => ({
      ...rule,
      expr: rule.expr.replaceAll(`namespace="${ONE}"`, `namespace=~"${ONE}-.+"`),
    })),
  }));

const STARTED = 'noise:started';
const FIRING = 'ALERTS{alertstate="firing"}';

/** Has a sample whenever an alert begins to fire: its evaluation comes last. */
const startGroup: PrintedGroup = {
  name: 'noise',
  interval: FAST.every,
  rules: [{ record: STARTED, expr: `${FIRING} unless ${FIRING} offset ${FAST.every}` }],
};

/**
 * Evaluates the rules of services over some days.
 * @throws Error when the rules have not counted the requests of each service until the end
 */
export async function firingsOf(
  services: readonly QuietService[],
  days: number,
  seed: number,
): Promise<readonly Firing[]> {
  const at = `${Math.round(days * 24 * 60)}m`;
  const failures = await ruleFailures({
    groups: [...groups, startGroup],
    interval: FAST.every,
    scrapeInterval: `${SCRAPE}s`,
    // Expecting nothing makes promtool print what there is.
    cases: [
      {
        name: 'quiet',
        inputSeries: services.flatMap((service, index) => scraped(service, days, 100 * seed + index)),
        queries: [
          { expr: `count_over_time(${STARTED}[${Math.ceil(days) + 1}d])`, at, expected: [] },
          {
            expr: 'count_over_time(order_api:slo_events:count1m{outcome="all"}[9m59s]) == 10',
            at,
            expected: [],
          },
        ],
      },
    ],
  });
  const output = failures.get('quiet') ?? '';
  const samples = [...output.matchAll(/\{([^{}]*)\} (\d+)/g)].map(([, labels, value]) => ({
    label: (name: string) => new RegExp(`\\b${name}="([^"]*)"`).exec(labels!)?.[1] ?? '',
    value: Number(value),
  }));
  for (const { namespace } of services)
    if (!samples.some(({ label }) => label('namespace') === namespace && label('outcome') === 'all'))
      throw new Error(`The rules did not count the requests of ${namespace}:\n${output.slice(0, 5000)}`);
  return samples
    .filter(({ label }) => label('alertname') !== '')
    .map(({ label, value }) => ({
      namespace: label('namespace'),
      alert: label('alertname'),
      severity: label('severity'),
      slo: label('slo'),
      long: label('long'),
      times: value,
    }));
}
