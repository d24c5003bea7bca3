import type { PartProblem } from '../findings/finding';
import type { Environment } from './environment';

/** Names that templates and documentation use where one's own belongs. */
const PLACEHOLDER = /\b(your|my)-(org|organization|company|domain)\b/;

/** Addresses of links in alerts that lead nowhere. */
export function placeholderAddresses({
  runbooks,
  serviceRunbooks,
  grafana,
  externalUrls,
}: Pick<Environment, 'runbooks' | 'serviceRunbooks' | 'grafana' | 'externalUrls'>): readonly PartProblem[] {
  const addresses = {
    runbooks,
    serviceRunbooks,
    'grafana.url': grafana.url,
    'externalUrls.prometheus': externalUrls.prometheus,
    'externalUrls.alertmanager': externalUrls.alertmanager,
  };
  return Object.entries(addresses).flatMap(([path, address]) =>
    address !== undefined && PLACEHOLDER.test(address)
      ? [
          {
            path,
            message: 'the address is a placeholder, so links in alerts lead nowhere',
            found: address,
            fix: 'set your own address',
          },
        ]
      : [],
  );
}
