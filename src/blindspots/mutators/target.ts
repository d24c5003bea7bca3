import { listOf, mapOf, textOf, type Fields, type KubernetesObject } from '../../kubernetes/object';
import type { Edit, Path } from '../edit';
import { entriesAt, inKinds, inObject, other, type Mutator } from '../mutator';

export const target: Mutator = {
  name: 'target',
  what: 'a Probe, a ScrapeConfig or a prometheus.yml loses an address, or discovers or asks another one',
  caughtBy: 'alert on absent(up{job="...", instance="..."}), or probe_success of a Probe',
  edits: inKinds(['Probe', 'ScrapeConfig', 'Prometheus'], (object) => {
    const { kind, fields, plain } = object;
    if (kind === 'Probe') return ofProbe(object);
    if (kind === 'ScrapeConfig') return ofScrape(object, mapOf(fields['spec']), ['spec']);
    return plain === true
      ? listOf(mapOf(fields['file'])['scrape_configs']).flatMap((item, index) =>
          ofScrape(object, mapOf(item), ['file', 'scrape_configs', index]),
        )
      : [];
  }),
};

function ofProbe(object: KubernetesObject): readonly Edit[] {
  const spec = mapOf(object.fields['spec']);
  const statics = ['spec', 'targets', 'staticConfig', 'static'];
  const asked = (
    [
      [['spec', 'prober', 'url'], mapOf(spec['prober'])['url']],
      [['spec', 'module'], spec['module']],
    ] as const
  ).flatMap(([path, from]) => (textOf(from) ? [inObject(object, path, from, other(String(from)))] : []));
  return [
    ...listOf(mapOf(mapOf(spec['targets'])['staticConfig'])['static']).map((from, index) =>
      inObject(object, [...statics, index], from, undefined),
    ),
    ...asked,
    ...entriesAt(object.fields, ['spec', 'targets', 'ingress', 'selector', 'matchLabels']).map(
      ([path, from]) => inObject(object, path, from, other(from)),
    ),
  ];
}

/** Fields of discoveries that decide what they find. */
const FINDS = ['selectors', 'namespaces', 'names', 'url', 'services', 'files', 'server'];

function ofScrape(object: KubernetesObject, scrape: Fields, at: Path): readonly Edit[] {
  return Object.entries(scrape).flatMap(([key, list]) =>
    listOf(list).flatMap((item, index): readonly Edit[] => {
      const path = [...at, key, index];
      if (/^static_?configs$/i.test(key))
        return listOf(mapOf(item)['targets']).map((from, position) =>
          inObject(object, [...path, 'targets', position], from, undefined),
        );
      if (!/SD_?Configs$/i.test(key)) return [];
      return FINDS.flatMap((field) =>
        textsIn(mapOf(item)[field], [...path, field]).map(([place, from]) =>
          inObject(object, place, from, other(from)),
        ),
      );
    }),
  );
}

/** Every text in a value, but the role of a selector, with its path. */
function textsIn(value: unknown, path: Path): readonly (readonly [path: Path, text: string])[] {
  if (typeof value === 'string') return path.at(-1) === 'role' ? [] : [[path, value]];
  const entries = Array.isArray(value) ? [...value.entries()] : Object.entries(mapOf(value));
  return entries.flatMap(([step, inner]) => textsIn(inner, [...path, step]));
}
