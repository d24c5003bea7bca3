import type { PlacedService } from '../catalog/placement';
import { or, quoteRegex, vector, withLabels, type InstantVector, type Series } from '../promql/build';
import type { Expr, Matcher } from '../promql/expr';
import { seriesOf, vectorOf } from '../promql/vector';
import { LONGEST_PLAIN_NAME, uidStem } from '../rules/dashboard-links';
import { ofAnyCluster } from './scope';

/** Variable that holds the names of all services, so they are written once for all queries of a dashboard. */
export const SERVICES_VARIABLE = 'services';

const OF_THE_STACK: Omit<Matcher, 'label'> = { operator: '=~', value: `$${SERVICES_VARIABLE}` };

/** The value of the variable. */
export function servicesPattern(names: readonly string[]): string {
  return [...new Set(names)].map(quoteRegex).join('|');
}

/** A service as the overview lists it. */
export type Listed = Pick<PlacedService, 'name' | 'namespace' | 'job'>;

/** Labels `job` of the series of services, and the names that alerts have in the label `service`. */
export const namesAndJobs = (services: readonly Listed[]): readonly string[] =>
  services.flatMap(({ name, job = name }) => [name, job]);

/** Puts the name of a service into the label `job` of series that are scraped under another one. */
export const namedAfterService = <L extends string>(
  input: InstantVector<L>,
  services: readonly Listed[],
): InstantVector<L> =>
  services
    .filter(({ name, job = name }, index) => job !== name && isFirst(services, index))
    .reduce(
      (found, { name, job }) =>
        copyLabel(found, 'job', 'job', { pattern: quoteRegex(job!), value: name }) as InstantVector<L>,
      input,
    );

const isFirst = (services: readonly Listed[], index: number): boolean =>
  services.findIndex(({ name, job }) => name === services[index]!.name && job === services[index]!.job) ===
  index;

/** Selects series of every service of the stack by the label that holds its name. */
export function ofServices<L extends string>(
  series: Series<L, 'gauge'>,
  label: NoInfer<L>,
): Series<L | 'cluster', 'gauge'> {
  return ofAnyCluster({
    ...series,
    expr: { ...series.expr, matchers: [{ label, ...OF_THE_STACK }, ...series.expr.matchers] },
  });
}

/** 0 for every service of the stack, with or without series in Prometheus. */
export function listed(services: readonly Listed[]): InstantVector<'namespace' | 'job'> {
  const namespaces = [...new Set(services.map(({ namespace }) => namespace))];
  return union(
    namespaces.map((namespace) => {
      const inside = services.filter((service) => service.namespace === namespace);
      return withLabels(union(inside.map(({ name }) => withLabels(vector(0), { job: name }))), { namespace });
    }),
  );
}

/** Joins vectors in halves, because a chain of a thousand `or` would nest a thousand levels deep. */
function union<L extends string>(vectors: readonly InstantVector<L>[]): InstantVector<L> {
  const [first] = vectors as readonly [InstantVector<L>];
  if (vectors.length === 1) return first;
  const half = Math.ceil(vectors.length / 2);
  return or(union(vectors.slice(0, half)), union(vectors.slice(half)));
}

/**
 * Selects one kind of recorded series of every service of the stack.
 * @param name of the series for a service
 */
export function recordedByAll<const L extends string>(
  name: (service: string) => string,
  labels: readonly L[],
  matchers: { readonly [K in L]?: string } = {},
): Series<L | 'cluster', 'gauge'> {
  const prefix = 'x';
  const wanted = Object.entries<string | undefined>(matchers).flatMap(([label, value]): readonly Matcher[] =>
    value === undefined ? [] : [{ label, operator: '=', value }],
  );
  const matchersOfAll: readonly Matcher[] = [
    { label: '__name__', operator: '=~', value: `.+${name(prefix).slice(prefix.length)}` },
    { label: 'job', ...OF_THE_STACK },
    ...wanted,
  ];
  return ofAnyCluster(seriesOf({ node: 'selector', matchers: matchersOfAll }, 'gauge', labels));
}

/** Sets the label `to` to what the anchored `pattern` captures of the label `from`. */
export function copyLabel(
  input: InstantVector,
  to: string,
  from: string,
  { pattern = '(.+)', value = '$1' } = {},
): InstantVector {
  const text = (content: string): Expr => ({ node: 'string', value: content });
  const args = [input.expr, text(to), text(value), text(from), text(pattern)];
  return vectorOf({ node: 'call', name: 'label_replace', args }, [...input.labels, to]);
}

/** Labels used only in links: the start of the uids of a row's dashboards, and its environment. */
export const UID_STEM = 'uid_stem';
export const ENVIRONMENT = 'environment';

/** Adds the labels for links to the dashboards of the service in the label `job`. */
export function withLinkLabels(input: InstantVector, services: readonly Listed[]): InstantVector {
  // Within one cluster series have no such label, and the variable is All.
  const inOne = copyLabel(input, ENVIRONMENT, 'cluster', { pattern: '', value: 'All' });
  const environment = copyLabel(inOne, ENVIRONMENT, 'cluster');
  const plain = copyLabel(environment, UID_STEM, 'job', { pattern: `(.{1,${LONGEST_PLAIN_NAME}})` });
  return services
    .filter(({ name }) => uidStem(name) !== name)
    .reduce(
      (found, { name }) =>
        copyLabel(found, UID_STEM, 'job', { pattern: quoteRegex(name), value: uidStem(name) }),
      plain,
    );
}
