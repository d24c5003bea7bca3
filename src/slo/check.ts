import type { Problem } from '../findings/finding';
import { InvalidInput } from '../findings/invalid-input';
import { duration, seconds, type Duration } from '../promql/window';
import { activeTiers, checkTiers } from './check-tiers';
import { errorBudgetOf, sloResource, type Slo } from './slo';

/** What of an environment decides whether SLOs can be measured there. */
export interface MeasuringConditions {
  /** What to call it in an error, e.g. `environment "prod"`. */
  readonly resource: string;
  readonly scrapeInterval: Duration;
  /** How long Prometheus keeps samples. */
  readonly retention: Duration;
}

/** Scrapes that the shortest window must hold, so that one may fail and there is still growth to see. */
const FEWEST_SCRAPES = 4;

/**
 * Checks the SLOs of a service where it is to run.
 * @param resource what to call the service in an error, e.g. `service "task-api"`
 * @throws InvalidInput with everything that is wrong
 */
export function checkSlos(resource: string, slos: readonly Slo[], conditions: MeasuringConditions): void {
  const problems = [
    ...repeatedNames(resource, slos),
    ...slos.flatMap((slo) => [...retained(slo, conditions), ...sampled(slo, conditions)]),
  ];
  if (problems.length > 0) throw new InvalidInput(problems);
}

/** What a person may accept, but should know. */
export function sloWarnings(slos: readonly Slo[]): readonly Problem[] {
  return slos.flatMap((slo) =>
    checkTiers(slo, errorBudgetOf(slo)).warnings.map((warning) => ({
      resource: sloResource(slo),
      ...warning,
    })),
  );
}

/** SLOs of one service that share a name. */
function repeatedNames(resource: string, slos: readonly Slo[]): readonly Problem[] {
  const names = slos.map(({ name }) => name);
  const repeated = new Set(names.filter((name, index) => names.indexOf(name) !== index));
  return [...repeated].map((name) => ({
    resource,
    path: 'slos',
    message: `have a name ${names.filter((other) => other === name).length} times`,
    found: name,
    fix: 'give each SLO its own name: its recorded history is kept under it',
  }));
}

function retained(slo: Slo, { resource, retention }: MeasuringConditions): readonly Problem[] {
  if (seconds(slo.period) <= seconds(retention)) return [];
  return [
    {
      resource: sloResource(slo),
      path: 'period',
      message: `is longer than the ${retention} that ${resource} keeps samples, so ${retention} would be shown as ${slo.period}`,
      found: slo.period,
      fix: `keep samples for ${slo.period} or more, or shorten the period`,
    },
  ];
}

function sampled(slo: Slo, { resource, scrapeInterval }: MeasuringConditions): readonly Problem[] {
  const [shortest] = activeTiers(slo).toSorted((a, b) => seconds(a.short) - seconds(b.short));
  if (shortest === undefined || seconds(shortest.short) >= FEWEST_SCRAPES * seconds(scrapeInterval))
    return [];
  const longest = duration(Math.floor(seconds(shortest.short) / FEWEST_SCRAPES));
  return [
    {
      resource: sloResource(slo),
      path: 'period',
      message: `gives ${shortest.name} a short window of ${shortest.short}, which holds fewer than ${FEWEST_SCRAPES} scrapes at the ${scrapeInterval} of ${resource}`,
      found: slo.period,
      fix: `scrape every ${longest} or more often, lengthen the period, or switch ${shortest.name} off`,
    },
  ];
}
