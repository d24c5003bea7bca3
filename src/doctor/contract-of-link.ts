import type { Contract } from '../metrics/contract';
import type { ScrapeLink, ScrapePath } from '../operator/scrape-path';
import type { Contracts } from './check';

/** What a link leads to: a Service, or the pods of a PodMonitor, which the catalog names after its service. */
export interface LinkedService {
  readonly name: string;
  /** @default unknown: no service of the catalog */
  readonly contract?: Contract;
}

/** The service behind a link; undefined for a link without Service and pods. */
export function linkedService(
  { monitor }: Pick<ScrapePath, 'monitor'>,
  { service, pods }: Pick<ScrapeLink, 'service' | 'pods'>,
  contracts: Contracts,
): LinkedService | undefined {
  if (service !== undefined) return withContract(service.name, contracts.of(service));
  const [pod] = pods;
  if (pod === undefined) return undefined;
  const { name } = monitor;
  const isOwn = contracts.wrote?.(monitor) === true;
  return withContract(name, isOwn ? contracts.of({ namespace: pod.namespace, name }) : undefined);
}

const withContract = (name: string, contract: Contract | undefined): LinkedService => ({
  name,
  ...(contract === undefined ? {} : { contract }),
});
