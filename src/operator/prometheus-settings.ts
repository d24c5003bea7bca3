import { SELECTED_KINDS } from '../helm-values/selectors';
import type { Manifests } from '../kubernetes/manifests';
import { CHART_DEFAULTS, helmSettings, type GivenValues } from './helm-settings';
import { ofOperator, resourceSettings } from './resource-settings';
import { selection } from './selection';
import type { PrometheusSettings } from './settings';

export type { GivenValues } from './helm-settings';

/**
 * How the Prometheus is set up that will read the monitors: as its resource says if one was read, else as the chart
 * renders the given values, else as it renders none. What nobody said is assumed, and the assumption is put into words.
 *
 * Of several resources, that is the one that takes most of what was read, and the others are in `others`.
 */
export function prometheusSettings(manifests: Manifests, values?: GivenValues): PrometheusSettings {
  const given = values === undefined ? {} : { values: values.values, valuesFile: values.name };
  const found = resourceSettings(manifests);
  if (found.length === 0) return fromChart(manifests, values);
  const taken = found.map((settings) => takenBy(settings, manifests));
  const most = found[taken.indexOf(Math.max(...taken))]!;
  const others = found.filter((settings) => settings !== most);
  return { ...most, ...given, ...(others.length === 0 ? {} : { others }) };
}

function takenBy(settings: PrometheusSettings, manifests: Manifests): number {
  return SELECTED_KINDS.flatMap((kind) =>
    manifests
      .kind(kind)
      .filter((object) => ofOperator(object) && selection(object, kind, settings, manifests).taken === 'yes'),
  ).length;
}

function fromChart(manifests: Manifests, given: GivenValues | undefined): PrometheusSettings {
  const { release, reason, seen } = given?.release
    ? { release: given.release, reason: undefined, seen: false }
    : assumedRelease(manifests);
  const assumption =
    given === undefined
      ? `no Prometheus resource and no Helm values were read, so ${CHART_DEFAULTS} count, with release "${release}", ${reason}`
      : reason && `the Helm release of ${given.name} is "${release}", ${reason}`;
  return {
    ...helmSettings({
      origin: given === undefined ? 'chart defaults' : 'Helm values',
      name: given === undefined ? CHART_DEFAULTS : `Helm values ${given.name}`,
      values: given?.values ?? {},
      release,
      ...(given?.namespace === undefined ? {} : { namespace: given.namespace }),
    }),
    ...(given === undefined ? {} : { valuesFile: given.name }),
    ...(reason === undefined ? {} : { releaseAssumed: true, releaseSeen: seen }),
    ...(assumption === undefined ? {} : { assumption }),
  };
}

/** The release whose name most objects carry as their label, and why that one. */
function assumedRelease(manifests: Manifests): {
  readonly release: string;
  readonly reason: string;
  readonly seen: boolean;
} {
  const objects = SELECTED_KINDS.flatMap((kind) => manifests.kind(kind).filter(ofOperator));
  const counts = new Map<string, number>();
  for (const { labels } of objects) {
    const label = labels['release'];
    if (label) counts.set(label, (counts.get(label) ?? 0) + 1);
  }
  const [most] = [...counts].toSorted(([, a], [, b]) => b - a);
  return most === undefined
    ? {
        release: 'prometheus',
        reason: 'a usual name, as no monitor or rule carries the label release',
        seen: false,
      }
    : {
        release: most[0],
        reason: `the label of ${most[1]} of ${objects.length} monitors and rules`,
        seen: true,
      };
}
