import type { Monitor } from '../../../kubernetes/monitor';
import type { Labels } from '../../../kubernetes/object';
import type { Service } from '../../../kubernetes/service';
import { isSynthesized } from '../../catalog-contracts';
import type { Contracts } from '../../check';

/** Whether the catalog wrote a monitor for a Service that something else deploys. */
export const scrapesExternal = (monitor: Monitor, contracts: Contracts): boolean =>
  isSynthesized(monitor) &&
  monitor.namespaces !== 'any' &&
  monitor.namespaces.some(
    (namespace) => contracts.scraped?.({ namespace, name: monitor.name })?.deployed === false,
  );

/** The field of the service in the catalog that makes its monitor select a Service and one of its ports. */
export function scrapeFix(service: Service, wanted?: Service['ports'][number]): string {
  const { ports, labels } = service;
  const port =
    wanted ?? ports.find(({ name }) => name !== undefined && /metrics|prom/.test(name)) ?? ports[0];
  const selector = identifying(labels);
  if (selector === undefined || port === undefined)
    return `add the label ${NAMING[0]}: ${service.name} and a port for metrics to the Service, then set scrape: serviceMonitor({ ... }) of the service in the catalog`;
  const chosen =
    port.name === undefined ? `targetPort: ${JSON.stringify(port.targetPort)}` : `port: '${port.name}'`;
  return `in the catalog: scrape: serviceMonitor({ selector: { ${selector} }, ${chosen} })`;
}

/** Labels that identify an application, the recommended one first. */
const NAMING = ['app.kubernetes.io/name', 'app', 'k8s-app'];

/** Whether labels say that an object belongs to an application of this name. */
export const isNamed = (labels: Labels, name: string): boolean =>
  NAMING.some((key) => Object.hasOwn(labels, key) && labels[key] === name);

/** The best of its labels for a selector, as TypeScript. */
function identifying(labels: Labels): string | undefined {
  const key = NAMING.find((name) => Object.hasOwn(labels, name)) ?? Object.keys(labels)[0];
  return key === undefined ? undefined : `'${key}': '${labels[key]}'`;
}
