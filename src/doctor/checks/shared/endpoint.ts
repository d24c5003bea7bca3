import { ENDPOINTS_FIELD } from '../../../kubernetes/monitor';
import type { ScrapeLink, ScrapePath, TargetGroup } from '../../../operator/scrape-path';

/** E.g. `spec.endpoints[0].port`. */
const endpointField = ({ monitor, index }: Pick<ScrapePath, 'monitor' | 'index'>, field: string): string =>
  `spec.${ENDPOINTS_FIELD[monitor.kind]}[${index}].${field}`;

/** The part of a finding that locates a field of an endpoint. */
export const about = (path: Pick<ScrapePath, 'monitor' | 'index'>, field: string) => ({
  object: path.monitor,
  path: endpointField(path, field),
});

/** The field with the port of the container: a PodMonitor has a second one, for numbers. */
export const targetPortField = ({ endpoint: { fields } }: Pick<ScrapePath, 'endpoint'>): string =>
  fields['portNumber'] === undefined ? 'targetPort' : 'portNumber';

/** Every target of a path with the link that leads to it. */
export const targetsOf = ({ links }: ScrapePath): readonly (readonly [ScrapeLink, TargetGroup])[] =>
  links.flatMap((link) => link.targets.map((target) => [link, target] as const));

/** Distinct values, in their order, for a sentence. */
export const listed = (values: readonly (string | number)[]): string => [...new Set(values)].join(', ');
