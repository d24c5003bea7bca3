import type { Contract } from '../../metrics/contract';
import type { Metric } from '../../metrics/metric';
import type { ScrapePath } from '../../operator/scrape-path';
import type { Contracts } from '../check';
import { linkedService } from '../contract-of-link';
import { metricsBySeries, type ScrapedTarget } from './scraped';

/** Prefixes that libraries and exporters use, so they identify no single service. */
const SHARED_PREFIXES = new Set(
  'http grpc process nodejs go python jvm node kube container scrape probe'.split(' '),
);

export interface IndexedContract {
  readonly service: string;
  readonly contract: Contract;
  readonly series: ReadonlyMap<string, Metric>;
}

/** Services with a known contract, by the prefixes of their metric names. */
export class ContractIndex {
  private readonly byContract = new Map<Contract, IndexedContract>();
  private readonly byPrefix = new Map<string, IndexedContract>();

  constructor(
    paths: readonly ScrapePath[],
    contracts: Contracts,
    outside: readonly Pick<ScrapedTarget, 'contract' | 'service'>[],
  ) {
    for (const path of paths)
      for (const link of path.links) {
        const service = linkedService(path, link, contracts);
        if (service?.contract !== undefined) this.add(service.name, service.contract);
      }
    for (const { service, contract } of outside)
      if (service !== undefined && contract !== undefined) this.add(service, contract);
  }

  private add(service: string, contract: Contract): void {
    const owner = this.byContract.get(contract) ?? { service, contract, series: metricsBySeries(contract) };
    this.byContract.set(contract, owner);
    const prefix = service.replaceAll('-', '_');
    this.byPrefix.set(`${prefix}:`, owner);
    if (
      [...owner.series.keys()].every((name) => name.startsWith(`${prefix}_`)) &&
      !SHARED_PREFIXES.has(prefix)
    )
      this.byPrefix.set(`${prefix}_`, owner);
  }

  get all(): Iterable<IndexedContract> {
    return this.byContract.values();
  }

  get size(): number {
    return this.byContract.size;
  }

  of(contract: Contract): IndexedContract | undefined {
    return this.byContract.get(contract);
  }

  /** The service whose name a metric's name starts with. */
  ofName(name: string): IndexedContract | undefined {
    // The longest prefix wins.
    for (let end = name.length - 1; end > 0; end -= 1)
      if (name[end] === '_' || name[end] === ':') {
        const owner = this.byPrefix.get(name.slice(0, end + 1));
        if (owner !== undefined) return owner;
      }
    return undefined;
  }
}
