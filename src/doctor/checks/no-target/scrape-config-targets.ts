import { isMap, listOf, mapOf, textOf, type KubernetesObject } from '../../../kubernetes/object';
import { defineCheck, type Found } from '../../check';
import { isPlaceholder } from '../../../kubernetes/placeholder';
import { setsAddress } from '../../../kubernetes/relabeling';

/** Certain from the ScrapeConfig alone. Every kind of discovery is a field whose name ends in Configs. */
export const check = defineCheck({
  id: 'scrape-config-targets',
  severity: 'error',
  question: 'Does every ScrapeConfig have targets as host and port, or service discovery?',
  symptom:
    'The job has 0 targets; or Prometheus keeps its old configuration, because it rejects the new one.',
  why: 'A static target is a host and a port. Prometheus adds scheme and metricsPath, and rejects the whole configuration if a target has a slash.',
  remedy: 'Write `host:port`, and set metricsPath and scheme.',
  see: 'https://prometheus-operator.dev/docs/developer/scrapeconfig/',
  needs: ['manifests'],
  find: ({ manifests }) =>
    manifests.operator('ScrapeConfig').map((object) => [nothing(object), urls(object)]),
});

/** Their names end in Configs too. */
const NO_DISCOVERY = ['relabelings', 'metricRelabelings', 'relabelConfigs', 'metricRelabelConfigs'];

function nothing(object: KubernetesObject): Found {
  const { spec } = object.fields;
  if (!isMap(spec)) return undefined;
  const ways = Object.entries(spec).filter(
    ([name, value]) =>
      /(Configs|SDConfigs)$/.test(name) && !NO_DISCOVERY.includes(name) && listOf(value).length > 0,
  );
  if (ways.length > 0) return undefined;
  return {
    object,
    path: 'spec',
    message: 'the ScrapeConfig has neither static targets nor service discovery',
    found: spec,
    expected: 'staticConfigs, kubernetesSDConfigs, httpSDConfigs, or another list of configurations',
    fix: 'list the hosts and ports to scrape in targets of spec.staticConfigs',
  };
}

function urls(object: KubernetesObject): Found {
  const spec = mapOf(object.fields['spec']);
  // Relabeling turns the targets of a blackbox exporter into parameters.
  return listOf(spec['staticConfigs']).flatMap((item, index) =>
    listOf(mapOf(item)['targets']).flatMap((target, position) => {
      const text = textOf(target) ?? '';
      const [, scheme, host = '', path = ''] = /^(?:(https?):\/\/)?([^/]+)(\/.*)?$/i.exec(text) ?? [];
      if (!text.includes('/') || isPlaceholder(text) || setsAddress(spec['relabelings'])) return undefined;
      return {
        object,
        path: `spec.staticConfigs[${index}].targets[${position}]`,
        message: 'a static target is a host and a port only',
        found: text,
        expected: host,
        fix: [
          `targets: ["${host}"]`,
          ...(scheme === undefined ? [] : [`scheme: ${scheme.toUpperCase()}`]),
          ...(path.length > 1 ? [`metricsPath: ${path}`] : []),
        ].join('\n'),
      };
    }),
  );
}
