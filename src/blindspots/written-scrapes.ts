import { scrapesIn } from '../doctor/checks/shared/scrapes';
import { listOf, mapOf, type KubernetesObject } from '../kubernetes/object';
import { pathOf, valueAt, type Edit, type Path } from './edit';
import { inObject, type Mutator } from './mutator';
import { snakeCase } from '../findings/spelling';

/** A scrape as it is written: an endpoint of a monitor, a Probe, a ScrapeConfig, or an entry of a prometheus.yml. */
export interface WrittenScrape {
  readonly object: KubernetesObject;
  /** A field by its name in the operator's objects. */
  readonly field: (name: string) => unknown;
  readonly edit: (name: string, to: unknown) => Edit;
}

/** Edits of scrapes of every kind. */
export const inScrapes =
  (editsOf: (scrape: WrittenScrape) => readonly Edit[]): Mutator['edits'] =>
  ({ facts: { manifests } }) =>
    [
      ...scrapesIn(manifests).map(({ object, path }) => writtenAt(object, pathOf(path), (name) => name)),
      ...manifests
        .operator('Prometheus')
        .filter(({ plain }) => plain === true)
        .flatMap((object) =>
          listOf(mapOf(object.fields['file'])['scrape_configs']).map((_, index) =>
            writtenAt(object, ['file', 'scrape_configs', index], snakeCase),
          ),
        ),
    ].flatMap(editsOf);

function writtenAt(object: KubernetesObject, path: Path, spelled: (name: string) => string): WrittenScrape {
  const fields = mapOf(valueAt(object.fields, path));
  const field = (name: string): unknown => fields[spelled(name)];
  return { object, field, edit: (name, to) => inObject(object, [...path, spelled(name)], field(name), to) };
}
