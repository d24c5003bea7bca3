import { isMap, mapOf, nameOf } from '../../../kubernetes/object';
import { selectorOf, selects, showSelector } from '../../../kubernetes/selector';
import { defineCheck, type Reported } from '../../check';
import { objectsOf } from '../rejected/lib/scrapes';
import { namesItsNamespace } from '../../selection/refused';

/**
 * Only where an Alertmanager resource was read. Labels of namespaces are left alone: they are seldom read. An error
 * where the field that selects is not there at all; a warning where labels differ, as another Alertmanager may take it.
 */
export const check = defineCheck({
  id: 'alert-config-selected',
  class: 'not-selected',
  severity: 'error',
  question: 'Does an Alertmanager select every AlertmanagerConfig?',
  symptom: 'Alerts fire and show in Alertmanager, but its configuration has none of the routes of the team.',
  why: 'An Alertmanager resource without `alertmanagerConfigSelector` takes no AlertmanagerConfig, and without `alertmanagerConfigNamespaceSelector` only those of its own namespace.',
  remedy: 'Set both selectors of the Alertmanager; {} selects everything.',
  see: 'https://prometheus-operator.dev/docs/api-reference/api/#monitoring.coreos.com/v1.AlertmanagerSpec',
  needs: ['manifests'],
  find: ({ manifests }) => {
    const readers = objectsOf(manifests, 'Alertmanager').map((object) => {
      const spec = mapOf(object.fields['spec']);
      const objects = spec['alertmanagerConfigSelector'];
      return {
        object,
        named: mapOf(spec['alertmanagerConfiguration'])['name'],
        objects: isMap(objects) ? selectorOf(objects) : undefined,
        anyNamespace: isMap(spec['alertmanagerConfigNamespaceSelector']),
      };
    });
    if (readers.length === 0) return [];
    return objectsOf(manifests, 'AlertmanagerConfig').flatMap((config): readonly Reported[] => {
      const own = (reader: (typeof readers)[number]) =>
        reader.anyNamespace || reader.object.namespace === config.namespace || !namesItsNamespace(config);
      const taken = readers.some(
        (reader) =>
          (reader.named === config.name && reader.object.namespace === config.namespace) ||
          (reader.objects !== undefined && selects(reader.objects, config.labels) && own(reader)),
      );
      const [first] = readers;
      if (taken || first === undefined) return [];
      const selecting = readers.find(({ objects }) => objects !== undefined) ?? first;
      const { objects } = selecting;
      const about = { object: selecting.object, resource: nameOf(selecting.object) };
      if (objects === undefined)
        return [
          {
            ...about,
            path: 'spec.alertmanagerConfigSelector',
            message: `is not set, so it does not take ${nameOf(config)}`,
            found: undefined,
            expected: 'a selector; {} selects everything',
            fix: 'alertmanagerConfigSelector: {}',
          },
        ];
      if (!selects(objects, config.labels))
        return [
          {
            object: config,
            resource: nameOf(config),
            severity: 'warning',
            path: 'metadata.labels',
            message: `do not match spec.alertmanagerConfigSelector of ${nameOf(selecting.object)}`,
            found: config.labels,
            expected: showSelector(objects),
            fix: `labels: ${JSON.stringify({ ...config.labels, ...objects.matchLabels })}`,
          },
        ];
      return [
        {
          ...about,
          path: 'spec.alertmanagerConfigNamespaceSelector',
          message: `is not set, so it takes none from other namespaces than ${selecting.object.namespace}, such as ${nameOf(config)}`,
          found: undefined,
          expected: 'a selector of namespaces; {} selects all',
          fix: 'alertmanagerConfigNamespaceSelector: {}',
        },
      ];
    });
  },
});
