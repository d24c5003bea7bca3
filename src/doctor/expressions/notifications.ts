import { unquote } from '../../promql/unquote';
import { actionsOf, withoutBlanks, type Action } from './template-actions';
import type { TemplateData } from './template-fields';
import { ALERTMANAGER, PROMETHEUS } from './template-syntax';

/** @see https://prometheus.io/docs/alerting/latest/notifications/#data */
export const NOTIFICATION_FIELDS: readonly string[] = [
  'Receiver',
  'Status',
  'Alerts',
  'GroupLabels',
  'CommonLabels',
  'CommonAnnotations',
  'ExternalURL',
  'NotificationReason',
];

/** @see https://prometheus.io/docs/alerting/latest/notifications/#alert */
export const ALERT_FIELDS: readonly string[] = [
  'Status',
  'Labels',
  'Annotations',
  'StartsAt',
  'EndsAt',
  'GeneratorURL',
  'Fingerprint',
];

/** What Alertmanager passes to the texts of a receiver, and to the templates that get all of it. */
export const NOTIFICATION: TemplateData = {
  language: ALERTMANAGER,
  fields: NOTIFICATION_FIELDS,
  inside: (action) => {
    const [word, ...rest] = withoutBlanks(action);
    if (word?.text === 'define') return isDefault(nameIn(action) ?? '') ? NOTIFICATION_FIELDS : undefined;
    const ranged = rest.map(({ text }) => text).join('');
    return word?.text === 'range' && /^(\$\w*,)?(\$\w*:=)?\$?\.Alerts(\.(Firing|Resolved))?\}\}$/.test(ranged)
      ? ALERT_FIELDS
      : undefined;
  },
};

/** Templates that Alertmanager has, which others replace, and which get the whole data. */
export const isDefault = (name: string): boolean => /^\w+\.default\.\w+$/.test(name);

/** Variables of the templates of rules, which Alertmanager does not have. */
const OF_RULES = PROMETHEUS.variables.slice(1);

/** Each with what follows it, such as `$labels.pod`. */
export const variablesOfRules = (text: string): readonly { readonly found: string; readonly at: number }[] =>
  actionsOf(text, ALERTMANAGER).flatMap(({ tokens }) =>
    tokens.flatMap(({ kind, text: name, at }, index) => {
      if (kind !== 'variable' || !OF_RULES.includes(name)) return [];
      const field = tokens[index + 1];
      return [{ found: field?.kind === 'field' ? name + field.text : name, at }];
    }),
  );

/** The names of templates that a text runs or defines. */
export const templatesIn = (text: string, word: 'template' | 'define'): readonly string[] =>
  actionsOf(text, ALERTMANAGER).flatMap((action) => {
    const [first] = withoutBlanks(action);
    return first?.text === word || (first?.text === 'block' && first.kind === 'word')
      ? (nameIn(action) ?? [])
      : [];
  });

function nameIn(action: Action): string | undefined {
  const name = withoutBlanks(action)[1];
  return name?.kind === 'string' ? unquote(name.text) : undefined;
}
