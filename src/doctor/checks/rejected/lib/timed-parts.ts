import { listOf, mapOf, type Fields, type KubernetesObject } from '../../../../kubernetes/object';

/** A part of a prometheus.yml that states times: the defaults of all jobs, or one job. */
export interface TimedPart {
  readonly object: KubernetesObject;
  readonly path: string;
  readonly fields: Fields;
}

/** The defaults of a prometheus.yml, then its jobs; none of an object that an operator reads. */
export function timedIn(object: KubernetesObject): readonly TimedPart[] {
  if (object.plain === undefined) return [];
  const file = mapOf(object.fields['file']);
  return [
    { object, path: 'global', fields: mapOf(file['global']) },
    ...listOf(file['scrape_configs']).map((job, index) => ({
      object,
      path: `scrape_configs[${index}]`,
      fields: mapOf(job),
    })),
  ];
}
