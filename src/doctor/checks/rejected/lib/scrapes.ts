import { ENDPOINTS_FIELD } from '../../../../kubernetes/monitor';
import type { Manifests } from '../../../../kubernetes/manifests';
import { listOf, mapOf, type Fields, type KubernetesObject } from '../../../../kubernetes/object';
import { ofOperator } from '../../../../operator/resource-settings';

/** One definition of a scrape: an endpoint of a monitor, or a whole Probe or ScrapeConfig. */
export interface Scrape {
  readonly object: KubernetesObject;
  /** Path, e.g. `spec.endpoints[0]`. */
  readonly field: string;
  readonly fields: Fields;
  /** Name of its interval. */
  readonly interval: 'interval' | 'scrapeInterval';
}

export function scrapesIn(manifests: Manifests): readonly Scrape[] {
  const { ServiceMonitor, PodMonitor } = ENDPOINTS_FIELD;
  return [
    ...monitors(manifests, 'ServiceMonitor', ServiceMonitor),
    ...monitors(manifests, 'PodMonitor', PodMonitor),
    ...whole(manifests, 'Probe', 'interval'),
    ...whole(manifests, 'ScrapeConfig', 'scrapeInterval'),
  ];
}

const monitors = (manifests: Manifests, kind: string, list: string): readonly Scrape[] =>
  objectsOf(manifests, kind).flatMap((object) =>
    listOf(mapOf(object.fields['spec'])[list]).map((item, index) => ({
      object,
      field: `spec.${list}[${index}]`,
      fields: mapOf(item),
      interval: 'interval',
    })),
  );

const whole = (manifests: Manifests, kind: string, interval: Scrape['interval']): readonly Scrape[] =>
  objectsOf(manifests, kind).map((object) => ({
    object,
    field: 'spec',
    fields: mapOf(object.fields['spec']),
    interval,
  }));

/** Objects of a kind that is the operator's. */
export const objectsOf = (manifests: Manifests, kind: string): readonly KubernetesObject[] =>
  manifests.kind(kind).filter(ofOperator);
