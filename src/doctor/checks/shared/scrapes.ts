import { ENDPOINTS_FIELD } from '../../../kubernetes/monitor';
import type { Manifests } from '../../../kubernetes/manifests';
import { listOf, mapOf, type Fields, type KubernetesObject } from '../../../kubernetes/object';

/** One definition of a scrape: an endpoint of a monitor, or a whole Probe or ScrapeConfig. */
export interface Scrape {
  readonly object: KubernetesObject;
  /** Path, e.g. `spec.endpoints[0]`. */
  readonly path: string;
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
  manifests.operator(kind).flatMap((object) =>
    listOf(mapOf(object.fields['spec'])[list]).map((item, index) => ({
      object,
      path: `spec.${list}[${index}]`,
      fields: mapOf(item),
      interval: 'interval',
    })),
  );

const whole = (manifests: Manifests, kind: string, interval: Scrape['interval']): readonly Scrape[] =>
  manifests.operator(kind).map((object) => ({
    object,
    path: 'spec',
    fields: mapOf(object.fields['spec']),
    interval,
  }));
