import { isMap, listOf, mapOf, nameOf, textOf, type KubernetesObject } from '../../../kubernetes/object';
import { defineCheck, type Reported } from '../../check';
import { objectsOf } from '../rejected/lib/scrapes';
import { isPlaceholder } from '../../selection/placeholder';

/** Certain from the ScrapeConfig alone. Every kind of discovery is a field whose name ends in Configs. */
export const check = defineCheck({
  id: 'scrape-config-targets',
  class: 'no-target',
  severity: 'error',
  question: 'Does every ScrapeConfig name targets as host and port, or a way to discover some?',
  symptom:
    'The job has 0 targets; or Prometheus keeps its old configuration, because it refuses the new one.',
  why: 'A static target is a host and a port. Prometheus puts scheme and metricsPath around it, and refuses a whole configuration in which a target holds a slash.',
  remedy: 'Write `host:port`, the path into metricsPath and the scheme into scheme.',
  see: 'https://prometheus-operator.dev/docs/developer/scrapeconfig/',
  needs: ['manifests'],
  find: ({ manifests }) =>
    objectsOf(manifests, 'ScrapeConfig').flatMap((object) => [...nothing(object), ...urls(object)]),
});

/** Of series, not of targets. */
const NO_DISCOVERY = ['relabelings', 'metricRelabelings', 'relabelConfigs', 'metricRelabelConfigs'];

function nothing(object: KubernetesObject): readonly Reported[] {
  const { spec } = object.fields;
  if (!isMap(spec)) return [];
  const ways = Object.entries(spec).filter(
    ([name, value]) =>
      /(Configs|SDConfigs)$/.test(name) && !NO_DISCOVERY.includes(name) && listOf(value).length > 0,
  );
  if (ways.length > 0) return [];
  return [
    {
      object,
      resource: nameOf(object),
      path: 'spec',
      message: 'names no targets and no way to discover some',
      found: spec,
      expected: 'staticConfigs, kubernetesSDConfigs, httpSDConfigs, or another list of configurations',
      fix: 'staticConfigs: [{"targets":["host:9090"]}]',
    },
  ];
}

function urls(object: KubernetesObject): readonly Reported[] {
  const spec = mapOf(object.fields['spec']);
  // Relabeling may make parameters of them, as for the blackbox exporter, but only of what has no slash.
  return listOf(spec['staticConfigs']).flatMap((item, index) =>
    listOf(mapOf(item)['targets']).flatMap((target, position) => {
      const text = textOf(target) ?? '';
      const [, scheme, host = '', path = ''] = /^(?:(https?):\/\/)?([^/]+)(\/.*)?$/i.exec(text) ?? [];
      if (!text.includes('/') || isPlaceholder(text) || relabelled(spec)) return [];
      return [
        {
          object,
          resource: nameOf(object),
          path: `spec.staticConfigs[${index}].targets[${position}]`,
          message: 'is more than a host and a port',
          found: text,
          expected: host,
          fix: [
            `targets: ["${host}"]`,
            ...(scheme === undefined ? [] : [`scheme: ${scheme.toUpperCase()}`]),
            ...(path.length > 1 ? [`metricsPath: ${path}`] : []),
          ].join('\n'),
        },
      ];
    }),
  );
}

/** Whether relabeling writes another address, as it does for the targets of a blackbox exporter. */
const relabelled = (spec: Readonly<Record<string, unknown>>): boolean =>
  listOf(spec['relabelings']).some((step) => mapOf(step)['targetLabel'] === '__address__');
