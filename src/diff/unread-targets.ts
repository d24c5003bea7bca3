import { isDeepStrictEqual } from 'node:util';
import type { SelectedKind } from '../helm-values/selectors';
import { listOf, mapOf, nameOf, type Fields, type KubernetesObject } from '../kubernetes/object';
import { ENDPOINTS_FIELD } from '../kubernetes/monitor';
import { CREDENTIALS } from '../operator/scrape-credentials';
import { isLeftOut, selection } from '../operator/selection';
import { groupBy } from '../findings/group-by';
import type { Effect } from './effect';
import type { Side } from './side';

const SCRAPING = [
  'ServiceMonitor',
  'PodMonitor',
  'Probe',
  'ScrapeConfig',
] as const satisfies readonly SelectedKind[];

/** Changed scrapes of targets that are not among the manifests, such as pods that an operator creates. */
export function unreadTargetEffects(before: Side, after: Side): readonly Effect[] {
  const known = new Set([...scrapedIds(before), ...scrapedIds(after)]);
  const now = new Map(scrapingOf(after).map((object) => [nameOf(object), object]));
  const usual = scrapingOf(before);
  const added = [...now.values()].filter((one) => usual.every((other) => nameOf(other) !== nameOf(one)));
  return usual.flatMap((object) => {
    const name = nameOf(object);
    const still = now.get(name);
    if (known.has(name) || added.some((one) => isSame(one, object))) return [];
    const change =
      still === undefined
        ? exists(object, after)
          ? 'no Prometheus selects it any more'
          : 'it is removed'
        : changeOf(object, still);
    if (change === undefined) return [];
    return [
      {
        kind: 'unjudged' as const,
        alert: `scrapes of ${name}`,
        labels: {},
        reason: `${change}; its targets are not among the manifests, which do not tell which alerts read their series`,
      },
    ];
  });
}

/** Objects whose selection depends on labels of namespaces that were not read, and did not, or on others. */
export const unreadSelectionEffects = (before: Side, after: Side): readonly Effect[] =>
  ([...SCRAPING, 'PrometheusRule'] as const).flatMap((kind) => {
    const usual = new Map(
      before.facts.manifests.operator(kind).map((object) => [nameOf(object), reasonOf(object, kind, before)]),
    );
    const unsure = after.facts.manifests.operator(kind).flatMap((object) => {
      const reason = reasonOf(object, kind, after);
      const was = usual.get(nameOf(object));
      return reason === undefined ||
        reason === 'no' ||
        was === 'no' ||
        was === reason ||
        !usual.has(nameOf(object))
        ? []
        : [{ object, reason }];
    });
    return [...groupBy(unsure, ({ object }) => object.namespace)].map(([namespace, [first]]): Effect => ({
      kind: 'unjudged',
      alert: `${kind}s of namespace ${namespace}`,
      labels: {},
      reason: `whether a Prometheus still selects them is not known: ${first!.reason}`,
    }));
  });

/** Why it is not known whether a Prometheus selects an object, or `no`. Undefined: it does. */
function reasonOf(
  object: KubernetesObject,
  kind: SelectedKind,
  { facts: { prometheus, manifests } }: Side,
): string | undefined {
  if (isLeftOut(object, kind, prometheus, manifests)) return 'no';
  const answer = selection(object, kind, prometheus, manifests);
  return answer.selected === 'unknown' ? answer.because : undefined;
}

const exists = (object: KubernetesObject, { facts: { manifests } }: Side): boolean =>
  manifests.operator(object.kind).some((one) => nameOf(one) === nameOf(object));

const scrapingOf = ({ facts: { manifests, prometheus } }: Side): readonly KubernetesObject[] =>
  SCRAPING.flatMap((kind) =>
    manifests.operator(kind).filter((object) => !isLeftOut(object, kind, prometheus, manifests)),
  );

/** Monitors with targets among the manifests. */
const scrapedIds = ({ facts: { paths } }: Side): readonly string[] =>
  paths.flatMap(({ monitor, links }) =>
    links.some(({ targets }) => targets.length > 0) ? [nameOf(monitor)] : [],
  );

/** Jobs of PodMonitors, Probes and ScrapeConfigs have the name of their object, those of ServiceMonitors of a Service. */
const isSame = (one: KubernetesObject, other: KubernetesObject): boolean =>
  one.kind === 'ServiceMonitor' &&
  other.kind === one.kind &&
  one.namespace === other.namespace &&
  isDeepStrictEqual(one.fields['spec'], other.fields['spec']);

/** Fields that decide how a target is asked, and not which series it has. */
const REQUESTS = [...CREDENTIALS, 'scrapeTimeout', 'tlsConfig'];

/** What changed of the series that an object makes Prometheus scrape, as a clause. */
function changeOf(before: KubernetesObject, after: KubernetesObject): string | undefined {
  const all = [before, after].map(({ kind, fields }) => {
    const field = kind === 'PodMonitor' || kind === 'ServiceMonitor' ? ENDPOINTS_FIELD[kind] : '';
    const { [field]: endpoints, ...spec } = mapOf(fields['spec']);
    return {
      spec: seriesFields(spec),
      endpoints: listOf(endpoints).map((each) => seriesFields(mapOf(each))),
    };
  });
  const isSingle = all.every(({ endpoints }) => endpoints.length === 1);
  const [own, other] = all.map(({ spec, endpoints }): Fields => ({
    ...spec,
    ...(isSingle ? endpoints[0] : { endpoints }),
  })) as [Fields, Fields];
  const names = [...new Set([...Object.keys(own), ...Object.keys(other)])].filter(
    (name) => !isDeepStrictEqual(own[name], other[name]),
  );
  return names.length === 0 ? undefined : `${names.toSorted().join(', ')} changed`;
}

const seriesFields = (fields: Fields): Fields =>
  Object.fromEntries(Object.entries(fields).filter(([name]) => !REQUESTS.includes(name)));
