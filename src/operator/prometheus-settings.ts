import { SELECTED_KINDS } from '../helm-values/selectors';
import type { Manifests } from '../kubernetes/manifests';
import { CHART_DEFAULTS, helmSettings, type GivenValues } from './helm-settings';
import { resourceSettings } from './resource-settings';
import { selection } from './selection';
import type { PrometheusSettings } from './settings';

export type { GivenValues } from './helm-settings';

/**
 * The settings of the Prometheus that will read the monitors: from its resource if one was read, else from the chart
 * with the given values, else from the chart's defaults. What has to be assumed is in `assumption`.
 *
 * Of several resources, the one that selects most of the objects; the others are in `others`.
 */
export function prometheusSettings(manifests: Manifests, values?: GivenValues): PrometheusSettings {
  const given = values === undefined ? {} : { values: values.values, valuesFile: values.name };
  const found = resourceSettings(manifests);
  if (found.length === 0) return fromChart(manifests, values);
  const counts = found.map((settings) => selectedCount(settings, manifests));
  const most = found[counts.indexOf(Math.max(...counts))]!;
  const others = found.filter((settings) => settings !== most);
  return { ...most, ...given, ...(others.length === 0 ? {} : { others }) };
}

function selectedCount(settings: PrometheusSettings, manifests: Manifests): number {
  return SELECTED_KINDS.flatMap((kind) =>
    manifests
      .operator(kind)
      .filter((object) => selection(object, kind, settings, manifests).selected === 'yes'),
  ).length;
}

function fromChart(manifests: Manifests, given: GivenValues | undefined): PrometheusSettings {
  const { release, reason, seen } = given?.release
    ? { release: given.release, reason: undefined, seen: false }
    : assumedRelease(manifests);
  const assumption =
    given === undefined
      ? `${CHART_DEFAULTS} with release "${release}" (${reason}), because neither a Prometheus resource nor Helm values were read`
      : reason && `release "${release}" for ${given.name} (${reason})`;
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

/** The most frequent label release of the objects, with the reason for the reader. */
export function assumedRelease(manifests: Manifests): {
  readonly release: string;
  readonly reason: string;
  readonly seen: boolean;
} {
  // The chart labels what the values describe with its release, which is unknown here.
  const objects = manifests.operator(...SELECTED_KINDS).filter(({ fromValues }) => fromValues !== true);
  const counts = new Map<string, number>();
  for (const { labels } of objects) {
    const label = labels['release'];
    if (label) counts.set(label, (counts.get(label) ?? 0) + 1);
  }
  const [most] = [...counts].toSorted(([, a], [, b]) => b - a);
  return most === undefined
    ? {
        release: 'prometheus',
        reason: 'the usual name; no monitor or rule has the label release',
        seen: false,
      }
    : {
        release: most[0],
        reason: `the label of ${most[1]} of ${objects.length} monitors and rules`,
        seen: true,
      };
}
