import type { Manifests } from '../../../../kubernetes/manifests';
import { mapOf, nameOf, type Fields, type KubernetesObject } from '../../../../kubernetes/object';
import type { PrometheusSettings } from '../../../../operator/settings';
import { tryMilliseconds } from '../../../../promql/window';
import type { Reported } from '../../../check';
import { aboutValues } from '../../../checks/shared/given-values';
import { isPlaceholder } from '../../../checks/shared/placeholder';
import { groupsIn, rulesIn } from './raw-rules';
import { objectsOf, scrapesIn } from './scrapes';

/** A duration field with an invalid value. */
export interface WrongDuration {
  readonly about: Pick<Reported, 'resource' | 'object'>;
  readonly field: string;
  readonly key: string;
  readonly value: unknown;
}

/** Keys that hold durations, by what they are keys of. */
const KEYS = {
  Prometheus: ['scrapeInterval', 'scrapeTimeout', 'evaluationInterval', 'retention', 'ruleQueryOffset'],
  group: ['interval', 'query_offset'],
  rule: ['for', 'keep_firing_for'],
} as const;

export function wrongDurations(
  manifests: Manifests,
  prometheus: PrometheusSettings,
): readonly WrongDuration[] {
  const given = aboutValues(prometheus);
  const spec = mapOf(mapOf(mapOf(given?.values)['prometheus'])['prometheusSpec']);
  return [
    ...scrapesIn(manifests).flatMap((scrape) => inObject(scrape, [scrape.interval, 'scrapeTimeout'])),
    ...groupsIn(manifests).flatMap((group) => inObject(group, KEYS.group)),
    ...rulesIn(manifests).flatMap((rule) => inObject(rule, KEYS.rule)),
    ...['Prometheus', 'PrometheusAgent'].flatMap((kind) =>
      objectsOf(manifests, kind).flatMap((object) =>
        inObject({ object, field: 'spec', fields: mapOf(object.fields['spec']) }, KEYS.Prometheus),
      ),
    ),
    ...wrongIn(spec, KEYS.Prometheus).flatMap((wrong) =>
      given === undefined
        ? []
        : [{ ...wrong, about: given.about, field: `prometheus.prometheusSpec.${wrong.key}` }],
    ),
  ];
}

interface Place {
  readonly object: KubernetesObject;
  readonly field: string;
  readonly fields: Fields;
}

const inObject = (place: Place, keys: readonly string[]): readonly WrongDuration[] =>
  wrongIn(place.fields, keys).map((wrong) => ({
    ...wrong,
    about: { resource: nameOf(place.object), object: place.object },
    field: `${place.field}.${wrong.key}`,
  }));

const wrongIn = (fields: Fields, keys: readonly string[]): readonly Pick<WrongDuration, 'key' | 'value'>[] =>
  keys.filter((key) => isWrong(fields[key])).map((key) => ({ key, value: fields[key] }));

/** An empty text counts as left out. */
function isWrong(value: unknown): boolean {
  if (value === undefined || value === null || value === '') return false;
  return typeof value !== 'string' || (tryMilliseconds(value) === undefined && !isPlaceholder(value));
}
