import type { Manifests } from '../../../kubernetes/manifests';
import { isMap, listOf, mapOf, type Fields } from '../../../kubernetes/object';
import { tryYaml } from '../../../kubernetes/yaml/kubectl-yaml';
import { configSecret, configText } from '../../../operator/alertmanager/config-secret';
import { INTEGRATIONS, type Requirement } from '../../../operator/alertmanager/integrations';
import { lettersOf } from '../../../operator/fields/other-names';
import type { PrometheusSettings } from '../../../operator/settings';
import { aboutValues } from '../shared/given-values';
import { strayDash, withoutDash } from '../shared/stray-dash';
import { defineCheck, type Found, type Subject } from '../../check';

// Certain where the configuration of Alertmanager was read. An AlertmanagerConfig may rely on global settings of a
// configuration that was not, so it is a warning for a field with such a setting.
export const check = defineCheck({
  id: 'alert-integrations',
  severity: 'error',
  question: 'Has every integration of a receiver what it needs to notify?',
  symptom:
    'Alertmanager does not start or keeps its old configuration: "no global SMTP smarthost set", "no global Slack API URL set".',
  why: 'Alertmanager rejects its whole configuration if an integration has no address or key, neither its own nor a global one. A dash too many cuts an integration in two, of which neither is complete.',
  remedy: 'Set the field in the integration, or the setting under `global`.',
  see: 'https://prometheus.io/docs/alerting/latest/configuration/#receiver-integration-settings',
  needs: ['manifests', 'prometheus'],
  find: ({ manifests, prometheus }) => {
    const base = baseConfig(manifests, prometheus);
    // The resource then has global settings of its own.
    const isReplaced = manifests
      .operator('Alertmanager')
      .some(({ fields }) => isMap(mapOf(fields['spec'])['alertmanagerConfiguration']));
    return [
      base === undefined ? undefined : lackingIn({ ...base, certain: true, isResource: false }),
      manifests.operator('AlertmanagerConfig').map((object) => {
        const spec = mapOf(object.fields['spec']);
        const source = { about: { object }, path: 'spec', isResource: true, certain: base !== undefined };
        const global = isReplaced ? ANY_SETTING : (base?.global ?? {});
        return lackingIn({ ...source, receivers: spec['receivers'], global });
      }),
    ];
  },
});

/** Every global setting that an integration can use. */
const ANY_SETTING: Fields = Object.fromEntries(
  Object.values(INTEGRATIONS)
    .flat()
    .flatMap(({ global = [] }) => global.map((key) => [key, true])),
);

interface Source {
  readonly about: Subject;
  /** Of the map with the receivers. */
  readonly path: string;
  readonly receivers: unknown;
  readonly global: Fields;
  /** Whether the global settings are known. */
  readonly certain: boolean;
  /** Whether it is an AlertmanagerConfig, with fields in camelCase. */
  readonly isResource: boolean;
}

/** The configuration of Alertmanager itself: in its Secret, or in the values of the chart. */
function baseConfig(
  manifests: Manifests,
  prometheus: PrometheusSettings,
): Pick<Source, 'about' | 'path' | 'receivers' | 'global'> | undefined {
  const secret = configSecret(manifests);
  const written = secret && configText(secret);
  if (secret !== undefined && written !== undefined) {
    const config = mapOf(tryYaml(written.text));
    const { receivers, global } = config;
    return { about: { object: secret }, path: written.path, receivers, global: mapOf(global) };
  }
  const given = aboutValues(prometheus);
  const alertmanager = mapOf(mapOf(given?.values)['alertmanager']);
  const { useExistingSecret, alertmanagerConfiguration } = mapOf(alertmanager['alertmanagerSpec']);
  const config = alertmanager['config'];
  if (given === undefined || !isMap(config) || useExistingSecret === true || isMap(alertmanagerConfiguration))
    return undefined;
  const { receivers, global } = config;
  return { about: given.about, path: 'alertmanager.config', receivers, global: mapOf(global) };
}

const lackingIn = ({ receivers, ...source }: Source): Found =>
  listOf(receivers).map((receiver, index) =>
    Object.entries(mapOf(receiver)).map(([list, items]) => {
      const requirements = requirementsOf(list);
      return requirements === undefined
        ? undefined
        : listOf(items).map((_, position) =>
            lacking(
              source,
              `${source.path}.receivers[${index}]`,
              list,
              listOf(items),
              position,
              requirements,
            ),
          );
    }),
  );

const requirementsOf = (list: string): readonly Requirement[] | undefined =>
  Object.entries(INTEGRATIONS).find(([name]) => lettersOf(name) === lettersOf(list))?.[1];

function lacking(
  { about, global, certain, isResource }: Omit<Source, 'receivers'>,
  path: string,
  list: string,
  items: readonly unknown[],
  index: number,
  requirements: readonly Requirement[],
): Found {
  const item = mapOf(items[index]);
  const unmet = requirements.filter(
    (requirement) =>
      !isMet(requirement, item) && !(requirement.global ?? []).some((key) => isGiven(global[key])),
  );
  const [first] = unmet;
  if (first === undefined) return undefined;
  const name = (field: string): string => (isResource ? camelCase(field) : field);
  const dash = strayDash(items, index, (other) => unmet.every((requirement) => isMet(requirement, other)));
  return {
    ...about,
    ...(certain || dash !== undefined || unmet.some((requirement) => requirement.global === undefined)
      ? {}
      : { severity: 'warning' as const }),
    path: `${path}.${list}[${index}]`,
    message: `the integration has no ${unmet.map(({ fields }) => name(fields[0]!)).join(' and no ')}${effect(first, certain)} Alertmanager rejects its configuration`,
    expected: unmet.map(({ fields }) => name(fields[0]!)).join(', '),
    fix:
      dash === undefined
        ? `set ${unmet.map(({ fields, global: setting }) => (isResource || setting === undefined ? name(fields[0]!) : `${name(fields[0]!)} or global.${setting[0]!}`)).join(', and ')}`
        : withoutDash(dash, list),
  };
}

/** `api_url` is `apiURL` in a resource: letters alone are compared. */
function isMet({ fields, resource = [] }: Requirement, item: Fields): boolean {
  const names = [...fields, ...resource].map(lettersOf);
  return Object.entries(item).some(([key, value]) => isGiven(value) && names.includes(lettersOf(key)));
}

const isGiven = (value: unknown): boolean => value !== undefined && value !== null && value !== '';

/** As in the definition of the resource. */
const camelCase = (field: string): string =>
  field.replaceAll(/_([a-z]+)/g, (_, word: string) =>
    ['url', 'arn', 'id'].includes(word) ? word.toUpperCase() : word.charAt(0).toUpperCase() + word.slice(1),
  );

/** What stands between the missing field and what Alertmanager does. */
function effect({ global }: Requirement, certain: boolean): string {
  if (global === undefined) return ', so';
  return certain ? ', and no global setting replaces it, so' : '; without a global setting in its place,';
}
