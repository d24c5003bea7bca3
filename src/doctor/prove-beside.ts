import type { Service } from '../catalog/service';
import type { Finding } from '../findings/finding';
import { NOT_ANSWERED } from '../findings/report';
import { nameOf, type KubernetesObject } from '../kubernetes/object';
import type { GivenValues } from '../operator/prometheus-settings';
import type { ScrapePath } from '../operator/scrape-path';
import type { Facts } from './check';
import { checks } from './checks/index';
import { diagnose, type Evidence } from './diagnose';
import { throwErrors } from './prove';
import { unprovenServices, unprovenSelection, type Unproven } from './unproven';

/** What synthesis renders, as the doctor reads it. */
export interface Written {
  readonly services: readonly Service[];
  readonly objects: readonly KubernetesObject[];
  readonly values: GivenValues;
}

/** Objects that something else deploys, with what was found while they were read. */
export type Others = Omit<Evidence, 'services'>;

export interface ProvenBeside {
  /** Findings that do not prevent writing. */
  readonly warnings: readonly Finding[];
  /** Services with a monitor whose whole chain to the ports of pods was found. */
  readonly proven: readonly string[];
  /** What was not proven, because the objects were not given. */
  readonly unproven: readonly Unproven[];
}

/** Checks of what Prometheus selects: their findings are about Prometheus, and concern every object. */
const OF_SELECTION = new Set(checks.filter(({ failure }) => failure === 'not-selected').map(({ id }) => id));

/** Checks whose findings may be about what lies on the way to the pods, such as a NetworkPolicy. */
const OF_THE_WAY = new Set(
  checks.filter(({ failure }) => failure === 'no-target' || failure === 'target-down').map(({ id }) => id),
);

/** Kinds with a way of their own, which others take. */
const SCRAPED_BY_OTHERS = new Set(['ServiceMonitor', 'PodMonitor', 'Probe', 'ScrapeConfig', 'Service']);

/**
 * Runs every check on manifests beside the objects that they refer to. Findings about objects that nothing in the catalog
 * leads to are left out. A given Prometheus resource, or given Helm values, replace the rendered values.
 * @throws InvalidInput with the report if a finding is an error
 */
export function proveBeside(written: Written, others: Others): ProvenBeside {
  const own = new Set(written.objects.map(nameOf));
  // The cluster has what an earlier synthesis wrote.
  const foreign = (others.objects ?? []).filter((object) => !own.has(nameOf(object)));
  const { release, namespace } = written.values;
  const { facts, report } = diagnose({
    ...others,
    services: written.services,
    objects: [...written.objects, ...foreign],
    values:
      others.values === undefined
        ? written.values
        : { ...(release && { release }), ...(namespace && { namespace }), ...others.values },
  });
  // All facts about objects are there, as objects were given.
  const { manifests, prometheus, targetLabels, contracts, paths: all } = facts as Facts;
  const paths = all.filter(({ monitor }) => own.has(nameOf(monitor)));
  const reached = new Set([
    ...own,
    ...paths.flatMap(namesOn),
    ...written.services.map(({ name }) => `service "${name}"`),
    ...(others.findings ?? []).map(({ resource }) => resource),
    ...(others.cluster === undefined ? [] : [others.cluster.context]),
  ]);
  const selecting = new Set(
    [prometheus, ...(prometheus.others ?? [])].flatMap(({ name, valuesFile }) => [
      name,
      `Helm values ${valuesFile}`,
    ]),
  );
  const namespaces = new Set(
    paths.flatMap(({ links }) => links.flatMap(({ pods }) => pods.map((pod) => pod.namespace))),
  );
  const owners = new Set(manifests.pods.all.map(({ owner }) => nameOf(owner)));
  const onTheWay = new Set(
    foreign
      .filter(({ kind, namespace: inside }) => namespaces.has(inside) && !SCRAPED_BY_OTHERS.has(kind))
      .map(nameOf)
      .filter((name) => !owners.has(name)),
  );
  const findings = report.findings.filter(
    ({ code, check, resource }) =>
      reached.has(resource) ||
      (OF_THE_WAY.has(check) && onTheWay.has(resource)) ||
      (OF_SELECTION.has(check) && selecting.has(resource)) ||
      code === NOT_ANSWERED.internalError,
  );
  throwErrors({ ...report, findings }, { manifests, prometheus, targetLabels, contracts, paths });
  const unproven = unprovenServices(written.services, { manifests, contracts, paths });
  const scraped = new Set(paths.map(({ monitor }) => monitor.name));
  return {
    warnings: findings.filter(({ severity }) => severity === 'warning'),
    proven: written.services
      .map(({ name }) => name)
      .filter((name) => scraped.has(name) && !unproven.some(({ service }) => service === name)),
    unproven: [
      ...unproven,
      ...unprovenSelection(written.objects, { manifests, prometheus }, others.values !== undefined),
    ],
  };
}

/** Objects that a monitor leads to. */
const namesOn = ({ links }: ScrapePath): readonly string[] =>
  links.flatMap(({ service, pods }) => [
    ...(service === undefined ? [] : [nameOf(service)]),
    ...pods.map(({ owner }) => nameOf(owner)),
  ]);
