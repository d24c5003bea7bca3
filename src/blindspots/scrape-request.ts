import { isAboutOthers } from '../doctor/expressions/exporters';
import { words } from '../findings/words';
import { textOf, type Fields } from '../kubernetes/object';
import { CREDENTIALS } from '../operator/scrape-credentials';

/** Fields with credentials, of monitors and, in the same spelling, of a prometheus.yml. */
export const METHODS: readonly string[] = [...CREDENTIALS, 'bearerToken'];

/** Whether labels of a metric are those of other objects, which the scrape keeps. */
export type KeepsLabels = (metric: string) => boolean;

/** What a request needs, by the names of all kinds of scrapes. */
const REQUEST = [...METHODS, ...words('path metricsPath scheme tlsConfig prober module')];

/** What decides whether the targets of a scrape answer, as text. */
export const requestOf = (fields: Fields): string =>
  JSON.stringify(Object.entries(fields).filter(([key]) => REQUEST.includes(key)));

/** All but the request and what {@link keptLabels} are about. */
export const besideRequest = (fields: Fields): Fields =>
  Object.fromEntries(
    Object.entries(fields).filter(([key]) => key !== 'honorLabels' && !REQUEST.includes(key)),
  );

/** Which metrics keep labels that are those of other objects than the target. Federation has all of another Prometheus. */
export const keptLabels =
  ({ honorLabels, path, metricsPath }: Fields): KeepsLabels =>
  (metric) =>
    honorLabels === true &&
    (isAboutOthers(metric) || (textOf(path ?? metricsPath) ?? '').endsWith('/federate'));
