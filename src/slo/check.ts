import type { Problem } from '../findings/finding';
import { InvalidInput } from '../findings/invalid-input';
import { duration, seconds, type Duration } from '../promql/window';
import type { Scope } from '../rules/scope';
import { activeTiers, checkTiers } from './check-tiers';
import { errorBudgetOf, kindOf, sloResource, type Slo } from './slo';

/** The settings of an environment that decide whether SLOs can be measured there. */
export interface MeasuringConditions {
  /** Its name in errors, e.g. `environment "prod"`. */
  readonly resource: string;
  readonly scrapeInterval: Duration;
  /** How long Prometheus keeps samples. */
  readonly retention: Duration;
}

/** Scrapes in the shortest window: with one of them failed, three still show growth. */
const FEWEST_SCRAPES = 4;

/**
 * Checks the SLOs of a service where it is to run.
 * @param resource the service's name in errors, e.g. `service "payments"`
 * @throws InvalidInput with every problem
 */
export function checkSlos(resource: string, slos: readonly Slo[], conditions: MeasuringConditions): void {
  const problems = [
    ...repeatedNames(resource, slos),
    ...slos.flatMap((slo) => [...retained(slo, conditions), ...sampled(slo, conditions)]),
  ];
  if (problems.length > 0) throw new InvalidInput(problems);
}

/**
 * Checks what the SLOs of a service select where it runs.
 * @throws InvalidInput with every problem
 */
export function checkPlacedSlos(scope: Scope, slos: readonly Slo[]): void {
  const problems = slos.flatMap((slo) =>
    (kindOf(slo).placed?.(slo, scope) ?? []).map((problem) => ({ resource: sloResource(slo), ...problem })),
  );
  if (problems.length > 0) throw new InvalidInput(problems);
}

/** Problems that do not keep the SLOs from working. */
export function sloWarnings(slos: readonly Slo[]): readonly Problem[] {
  return slos.flatMap((slo) =>
    checkTiers(slo, errorBudgetOf(slo)).warnings.map((warning) => ({
      resource: sloResource(slo),
      ...warning,
    })),
  );
}

function repeatedNames(resource: string, slos: readonly Slo[]): readonly Problem[] {
  const names = slos.map(({ name }) => name);
  const repeated = new Set(names.filter((name, index) => names.indexOf(name) !== index));
  return [...repeated].map((name) => ({
    resource,
    path: 'slos',
    message: 'duplicate name of an SLO',
    found: name,
    fix: 'give each SLO its own name, which identifies its recorded history',
  }));
}

function retained(slo: Slo, { resource, retention }: MeasuringConditions): readonly Problem[] {
  if (seconds(slo.period) <= seconds(retention)) return [];
  return [
    {
      resource: sloResource(slo),
      path: 'period',
      message: `longer than the ${retention} for which ${resource} keeps samples`,
      found: slo.period,
      fix: `raise its retention to ${slo.period} or more, or shorten the period`,
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
      message: `the short window of ${shortest.name}, ${shortest.short}, holds fewer than ${FEWEST_SCRAPES} scrapes at the scrape interval of ${scrapeInterval} in ${resource}`,
      found: slo.period,
      fix: `scrape every ${longest} or more often, lengthen the period, or switch ${shortest.name} off`,
    },
  ];
}
