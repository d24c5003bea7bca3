import { words } from '../../findings/words';
import { unquote } from '../../promql/unquote';
import { actionsOf, withoutBlanks, type Action } from './template-actions';
import type { TemplateData } from './template-fields';
import { ALERTMANAGER, PROMETHEUS } from './template-syntax';

/** @see https://prometheus.io/docs/alerting/latest/notifications/#data */
export const NOTIFICATION_FIELDS = words(`
  Receiver Status Alerts GroupLabels CommonLabels CommonAnnotations ExternalURL NotificationReason
`);

/** @see https://prometheus.io/docs/alerting/latest/notifications/#alert */
export const ALERT_FIELDS = words('Status Labels Annotations StartsAt EndsAt GeneratorURL Fingerprint');

/**
 * What Alertmanager passes to the texts of a receiver, and to the templates that get all of it.
 * @param whole names of templates that texts run with the whole data
 */
export const notificationData = (whole: readonly string[] = []): TemplateData => ({
  language: ALERTMANAGER,
  fields: NOTIFICATION_FIELDS,
  inside: (action) => {
    const [word, ...rest] = withoutBlanks(action);
    const name = nameIn(action) ?? '';
    if (word?.text === 'define')
      return isDefault(name) || whole.includes(name) ? NOTIFICATION_FIELDS : undefined;
    const ranged = rest.map(({ text }) => text).join('');
    return word?.text === 'range' && /^(\$\w*,)?(\$\w*:=)?\$?\.Alerts(\.(Firing|Resolved))?\}\}$/.test(ranged)
      ? ALERT_FIELDS
      : undefined;
  },
});

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

/** A template that a text runs. */
export interface TemplateRun {
  readonly name: string;
  readonly argument: '.' | '';
}

/** The templates that a text runs outside of blocks, with `.` or without any argument. */
export function templatesRun(text: string): readonly TemplateRun[] {
  let depth = 0;
  return actionsOf(text, ALERTMANAGER).flatMap((action): readonly TemplateRun[] => {
    const [first, , argument, end] = withoutBlanks(action);
    if (first?.kind !== 'word') return [];
    if (first.text === 'end') depth--;
    if (BLOCKS.includes(first.text)) depth++;
    const name = nameIn(action);
    if (depth > 0 || first.text !== 'template' || name === undefined) return [];
    if (argument?.kind === 'end') return [{ name, argument: '' }];
    return argument?.kind === 'dot' && end?.kind === 'end' ? [{ name, argument: '.' }] : [];
  });
}

const BLOCKS = ['if', 'range', 'with', 'define', 'block'];

/** Whether a text defines a template that reads its data. */
export function readsData(text: string, name: string): boolean {
  let depth = 0;
  return actionsOf(text, ALERTMANAGER).some((action) => {
    const [first] = withoutBlanks(action);
    const opens = first !== undefined && BLOCKS.includes(first.text);
    if (depth === 0) {
      if (first?.text === 'define' && nameIn(action) === name) depth = 1;
      return false;
    }
    if (first?.text === 'end') depth--;
    if (opens) depth++;
    return action.tokens.some(({ kind }) => kind === 'field' || kind === 'dot');
  });
}

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
