import { shell } from '../../../findings/shell';
import type { LabelSelector } from '../../../kubernetes/selector';
import type { Manifests } from '../../../kubernetes/manifests';
import { mapOf, nameOf } from '../../../kubernetes/object';
import { groupBy, entriesKey } from '../../../findings/group-by';
import { rolloutServices } from '../../../kubernetes/rollout';
import { selectionBy } from '../../../operator/selection';
import {
  selectsSomePods,
  type ScrapeLink,
  type ScrapePath,
  type TargetGroup,
} from '../../../operator/scrape-path';
import type { PrometheusSettings } from '../../../operator/settings';
import { pageOfEndpoint } from '../shared/page';
import {
  keptOf,
  distinguishing,
  podScrapeFix,
  scrapeFix,
  scrapesExternal,
  type Kept,
} from '../shared/catalog-scrape';
import { about, targetsOf } from '../shared/endpoint';
import { defineCheck, type Contracts, type Reported } from '../../check';
import { modelTargetLabels } from '../../model-target-labels';
import type { TargetLabels } from '../../target-labels';

// Certain if one Prometheus scrapes the same page of the same pods twice, after relabeling of address, scheme, path and
// parameters. Ignored: monitors that it does not select, objects that were read twice, Services of single pods of a
// StatefulSet, Services between which Argo Rollouts divides the pods, monitors of different profiles of OpenShift, and endpoints that keep or drop different series,
// because they may divide the page on purpose.
export const check = defineCheck({
  id: 'double-scrape',
  severity: 'error',
  question: 'Is every pod scraped only once?',
  symptom: 'Sums and rates are doubled, or Prometheus logs "out of order" and duplicate samples.',
  why: 'A selector that matches two Services over the same pods (one with a cluster IP, one headless) creates two targets for each pod. Two monitors, or a ServiceMonitor and a PodMonitor, do the same. The labels of the series differ, so every sum counts both.',
  remedy:
    'Narrow the selector to one Service, for example by a label that only one of them has; or delete one of the monitors.',
  see: 'https://github.com/grafana/loki/issues/1726',
  needs: ['paths', 'targetLabels', 'prometheus', 'manifests', 'contracts'],
  find: ({ paths, targetLabels, prometheus, manifests, contracts }) => {
    const divided = rolloutServices(manifests);
    const reported = new Set<string>();
    return [prometheus, ...(prometheus.others ?? [])].flatMap((settings) => {
      const labels = settings === prometheus ? targetLabels : modelTargetLabels(settings);
      return sharedPages(waysOf(paths, settings, manifests, labels)).map(([first, ...others]) =>
        others.map((way) => {
          const pair = `${first.name}\n${way.name}`;
          if (areOne(first, way) || areDivided(first, way, divided) || areProfiles(first, way))
            return undefined;
          if (reported.has(pair)) return undefined;
          reported.add(pair);
          return finding(first, way, contracts);
        }),
      );
    });
  },
});

/** One way in which a Prometheus reaches a page of a pod. */
interface Way {
  readonly path: ScrapePath;
  readonly link: ScrapeLink;
  readonly target: TargetGroup;
  readonly name: string;
  /** The request, for comparison. */
  readonly page: string;
  /** Labels of the target, for comparison. */
  readonly labels: string;
}

function waysOf(
  paths: readonly ScrapePath[],
  settings: PrometheusSettings,
  manifests: Manifests,
  targetLabels: TargetLabels,
): readonly Way[] {
  return paths.flatMap((path) => {
    const { monitor, index } = path;
    if (selectionBy(monitor, monitor.kind, settings, manifests).selected !== 'yes') return [];
    return targetsOf(path).flatMap(([link, target]) => {
      const { service } = link;
      if (service !== undefined && selectsSomePods(service)) return [];
      const { labels, request } = targetLabels.of(path, link, target);
      if (labels === undefined || request === undefined) return [];
      return [
        {
          path,
          link,
          target,
          name: `${nameOf(monitor)} ${index} ${service?.name ?? ''}`,
          page: pageOfEndpoint(path.endpoint, request),
          labels: entriesKey(labels),
        },
      ];
    });
  });
}

type Shared = readonly [Way, ...Way[]];

/** Ways that lead to the same page of the same pods. */
function sharedPages(ways: readonly Way[]): readonly Shared[] {
  return [...groupBy(ways, ({ target }) => target.pod).values()].flatMap((ofPod) => [
    // No group is empty.
    ...(groupBy(ofPod, ({ page }) => page).values() as Iterable<Shared>),
  ]);
}

/** An object that was read twice exists once; and within a job, Prometheus scrapes targets with equal labels once. */
const areOne = (one: Way, other: Way): boolean =>
  one.path === other.path && one.link.service === other.link.service
    ? one.labels === other.labels
    : one.name === other.name || (one.path === other.path && one.labels === other.labels);

const areDivided = (one: Way, other: Way, divided: ReadonlySet<string>): boolean =>
  [one, other].every(
    ({ link: { service } }) => service !== undefined && divided.has(`${service.namespace}/${service.name}`),
  );

/**
 * OpenShift selects monitors of one profile at a time.
 * @see https://github.com/openshift/enhancements/blob/master/enhancements/monitoring/scrape-profiles.md
 */
const PROFILE = 'monitoring.openshift.io/collection-profile';

function areProfiles(one: Way, other: Way): boolean {
  const [a, b] = [one, other].map(({ path }) => path.monitor.labels[PROFILE]);
  return a !== undefined && b !== undefined && a !== b;
}

function finding(first: Way, { path, link, target }: Way, contracts: Contracts): Reported {
  const { pod } = target;
  const [one, other] = [first.link.service, link.service];
  if (first.path.monitor !== path.monitor)
    return {
      ...about(path, 'port'),
      message: `${nameOf(first.path.monitor)} already scrapes this port and path of the pods of ${nameOf(pod.owner)}`,
      found: path.endpoint.port ?? path.endpoint.targetPort,
      expected: 'one monitor for each metrics page of a pod',
      fix: `keep one of them: ${deletion(path)}, or ${deletion(first.path)}`,
    };
  if (first.path === path && one === other)
    return {
      ...about(path, 'port'),
      message: `the endpoint matches one port of the pods of ${nameOf(pod.owner)} twice, so each pod is scraped twice`,
      found: path.endpoint.port ?? path.endpoint.targetPort,
      expected: 'the name of one port',
      fix: `port: ${first.target.servicePort?.name ?? first.target.port}`,
    };
  if (one === undefined || other === undefined || one === other)
    return {
      ...about(path, 'port'),
      message: `endpoint ${first.path.index} already scrapes this port and path of the pods of ${nameOf(pod.owner)}`,
      found: path.endpoint.port ?? path.endpoint.targetPort,
      expected: 'one endpoint for each metrics page of a pod',
      fix: `remove entry ${path.index} of the list`,
    };
  // A target port is found on the pods, also through Services that do not have it.
  const ports = [first, { target }].map((way) => way.target.servicePort?.name);
  const [port, ...more] = ports.filter((name) => name !== undefined);
  const ofOne = path.endpoint.port === undefined && more.length === 0 ? port : undefined;
  return {
    ...about(path, ofOne === undefined ? 'port' : 'targetPort'),
    ...(ofOne === undefined ? { path: 'spec.selector' } : {}),
    message: `the selector matches ${nameOf(one)} and ${nameOf(other)}, which select the same pods of ${nameOf(pod.owner)}`,
    found: ofOne === undefined ? mapOf(path.monitor.fields['spec'])['selector'] : path.endpoint.targetPort,
    expected: ofOne === undefined ? 'one Service over these pods' : 'the port of one Service',
    fix:
      ofOne !== undefined
        ? `port: ${ofOne} instead of targetPort`
        : scrapesExternal(path.monitor, contracts)
          ? catalogFix(one, other, { pod, own: keptOf(path, contracts) })
          : narrowing(one, other, path.monitor.selector),
  };
}

const deletion = ({ monitor: { kind, name, namespace } }: ScrapePath): string =>
  shell`kubectl delete ${kind.toLowerCase()} ${name} --namespace ${namespace}`;

type Scraped = NonNullable<ScrapeLink['service']>;

/** One of the Services by a label that the other does not have; else the pods themselves. */
function catalogFix(
  one: Scraped,
  other: Scraped,
  { pod, own }: { readonly pod: TargetGroup['pod']; readonly own: Kept },
): string {
  for (const [kept, left] of [
    [one, other],
    [other, one],
  ] as const) {
    const selector = distinguishing(kept, left);
    if (selector !== undefined) return scrapeFix(kept, { kept: own, selector, pods: [pod] });
  }
  return podScrapeFix(pod, own);
}

function narrowing(one: Scraped, other: Scraped, selector: LabelSelector): string {
  for (const [kept, left] of [
    [one, other],
    [other, one],
  ] as const) {
    const label = Object.entries(kept.labels).find(([key, value]) => left.labels[key] !== value);
    if (label !== undefined) return `selector: ${JSON.stringify(withLabel(selector, label))}`;
  }
  return `remove the selected label from ${nameOf(other)}`;
}

const withLabel = (
  { matchLabels, matchExpressions = [] }: LabelSelector,
  [key, value]: readonly [string, string],
): LabelSelector => ({
  matchLabels: { ...matchLabels, [key]: value },
  ...(matchExpressions.length === 0 ? {} : { matchExpressions }),
});
