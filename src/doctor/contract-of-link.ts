import { nameOf } from '../kubernetes/object';
import type { Contract } from '../metrics/contract';
import type { ScrapeLink, ScrapePath } from '../operator/scrape-path';
import type { Contracts, OwnScrape } from './check';

/** What a link leads to: a Service, or the pods of a PodMonitor, which the catalog names after its service. */
export interface LinkedService {
  readonly name: string;
  /** `Service shop/cart`, or `the pods of PodMonitor monitoring/cart`. */
  readonly title: string;
  /** @default unknown: no service of the catalog */
  readonly contract?: Contract;
  /** @default no service of the catalog */
  readonly scrape?: OwnScrape;
}

/** The service behind a link; undefined for a link without Service and pods. */
export function linkedService(
  { monitor }: Pick<ScrapePath, 'monitor'>,
  { service, pods }: Pick<ScrapeLink, 'service' | 'pods'>,
  contracts: Contracts,
): LinkedService | undefined {
  if (service !== undefined)
    return { name: service.name, title: nameOf(service), ...inCatalog(service, contracts) };
  const [pod] = pods;
  if (pod === undefined) return undefined;
  const { name } = monitor;
  return {
    name,
    title: `the pods of ${nameOf(monitor)}`,
    ...(contracts.wrote?.(monitor) === true ? inCatalog({ namespace: pod.namespace, name }, contracts) : {}),
  };
}

function inCatalog(
  service: Parameters<Contracts['of']>[0],
  contracts: Contracts,
): Pick<LinkedService, 'contract' | 'scrape'> {
  const contract = contracts.of(service);
  const scrape = contracts.scraped?.(service);
  return { ...(contract === undefined ? {} : { contract }), ...(scrape === undefined ? {} : { scrape }) };
}
