import { requireAccepted } from '../exposition/accepted';
import type { Page } from '../exposition/page';
import { InvalidInput } from '../findings/invalid-input';
import { seriesNames } from '../metrics/series';
import { declare, type Declaration } from './declare';
import { uniqueKeys } from './keys';
import { shownMetrics } from './page-metrics';

/** A metric table, and what the page has besides. */
export interface ContractOfPage {
  /** By the name that the code uses. */
  readonly declarations: ReadonlyMap<string, Declaration>;
  /** Names of the metrics of the runtime. */
  readonly runtime: readonly string[];
  /** Names of the metrics without series. */
  readonly empty: readonly string[];
  /** Metrics that no contract can declare, and why. */
  readonly refused: readonly { readonly name: string; readonly reason: string }[];
  /** Series of the whole page. */
  readonly series: number;
}

/**
 * Writes down what a page shows as a contract.
 * @throws InvalidInput for a page that Prometheus rejects, or without a metric of the service's own
 */
export function contractOfPage(source: string, page: Page): ContractOfPage {
  requireAccepted(source, page);
  const { metrics, runtime, empty, undeclarable } = shownMetrics(page);
  const declared: Declaration[] = [];
  const refused = undeclarable.map((name) => ({ name, reason: 'a gauge histogram' }));
  const taken = new Set<string>();
  for (const shown of metrics) {
    const declaration = declare(shown);
    if (declaration instanceof InvalidInput) {
      refused.push({ name: shown.name, reason: declaration.problems[0]!.message });
      continue;
    }
    const names = [...new Set([declaration.metric.name, ...seriesNames(declaration.metric)])];
    if (names.some((name) => taken.has(name))) {
      refused.push({ name: shown.name, reason: 'another metric has a series of this name' });
      continue;
    }
    for (const name of names) taken.add(name);
    declared.push(declaration);
  }
  if (declared.length === 0)
    throw new InvalidInput({
      resource: `page ${source}`,
      path: 'metrics',
      message: 'the page has no metrics with series, apart from those of the runtime',
      found: page.families.length,
      fix: 'read the page of a service that exposes metrics of its own, after some requests',
    });
  const keys = uniqueKeys(declared.map(({ metric }) => metric.name));
  return {
    declarations: new Map(declared.map((declaration, index) => [keys[index]!, declaration])),
    runtime,
    empty,
    refused,
    series: page.families.reduce((sum, { samples }) => sum + samples.length, 0),
  };
}
