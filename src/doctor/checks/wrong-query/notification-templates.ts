import { isMap, listOf, mapOf, type Fields } from '../../../kubernetes/object';
import type { Manifests } from '../../../kubernetes/manifests';
import {
  templateFiles,
  type TemplateFile,
  type TemplateFiles,
} from '../../../operator/alertmanager/template-files';
import type { PrometheusSettings } from '../../../operator/settings';
import { nearest } from '../../expressions/nearest';
import {
  ALERT_FIELDS,
  isDefault,
  notificationData,
  NOTIFICATION_FIELDS,
  readsData,
  templatesIn,
  templatesRun,
  variablesOfRules,
} from '../../expressions/notifications';
import { unknownFields, type UnknownField } from '../../expressions/template-fields';
import { ALERTMANAGER, corrected, templateError } from '../../expressions/template-syntax';
import { defineCheck, type Found, type Subject } from '../../check';
import { alertRoutings } from '../shared/alert-routing';
import { aboutValues } from '../shared/given-values';

// Certain for the fields of an alert where the data of the group are; another unknown field is a warning, because a
// newer Alertmanager may have it. Templates that no file defines are errors where every file was read.
export const check = defineCheck({
  id: 'notification-templates',
  severity: 'error',
  question: 'Can Alertmanager expand the templates of its receivers?',
  symptom:
    'The receiver gets nothing, and the log of Alertmanager has "can\'t evaluate field Labels in type *template.Data", "undefined variable" or "template ... not defined".',
  why: 'Alertmanager expands the texts of a receiver whenever it notifies, and drops the notification if one fails. Their data are a group of alerts: GroupLabels, CommonLabels, CommonAnnotations and the list Alerts. Labels and Annotations are fields of each alert in that list; $labels and $value exist in rules of Prometheus only.',
  remedy:
    'Write `.CommonLabels.<label>`, or `{{ range .Alerts }}{{ .Labels.<label> }}{{ end }}`. List every file with templates under `templates`.',
  see: 'https://prometheus.io/docs/alerting/latest/notifications/',
  needs: ['manifests', 'prometheus'],
  find: ({ manifests, prometheus }) => {
    const files = templateFiles(manifests, prometheus);
    const texts = textsOfReceivers(manifests, prometheus);
    const whole = texts.flatMap(({ text }) =>
      templatesRun(text).flatMap(({ name, argument }) => (argument === '.' ? name : [])),
    );
    return [
      texts.map((text) => wrongIn(text, files)),
      files?.read.map((file) => inFile(file, prometheus, whole)),
      files && unlisted(files, prometheus),
    ];
  },
});

interface Text {
  readonly about: Subject;
  readonly path: string;
  readonly key: string;
  readonly text: string;
}

function textsOfReceivers(manifests: Manifests, prometheus: PrometheusSettings): readonly Text[] {
  const given = aboutValues(prometheus);
  // Helm expands these first.
  const isExpanded = mapOf(mapOf(given?.values)['alertmanager'])['tplConfig'] === true;
  return alertRoutings(manifests, prometheus)
    .filter(({ about }) => !isExpanded || 'object' in about)
    .flatMap(({ about, receivers }) =>
      receivers.flatMap(({ path, fields }) => textsBelow(fields, path.replace(/\.name$/, ''), about)),
    );
}

const textsBelow = (fields: Fields, path: string, about: Subject): readonly Text[] =>
  Object.entries(fields).flatMap(([key, value]): readonly Text[] => {
    const here = `${path}.${key}`;
    if (typeof value === 'string')
      return value.includes('{{') ? [{ about, path: here, key, text: value }] : [];
    return isMap(value)
      ? textsBelow(value, here, about)
      : listOf(value).flatMap((item, index) =>
          isMap(item) ? textsBelow(item, `${here}[${index}]`, about) : [],
        );
  });

/** Placeholders of other tools, which are replaced before the object is applied. */
const PLACEHOLDER = /\$\{|\$\(|<%/;

function wrongIn({ about, path, key, text }: Text, files: TemplateFiles | undefined): Found {
  if (PLACEHOLDER.test(text)) return undefined;
  const here = { ...about, path };
  const error = templateError(text, ALERTMANAGER);
  if (error !== undefined) {
    const { message, found, unknownName } = error;
    const repaired = corrected(text, unknownName, { ...ALERTMANAGER, variables: [] });
    return {
      ...here,
      message: `${message}, so Alertmanager sends no notification`,
      found,
      expected: repaired?.meant ?? 'a template such as {{ .CommonLabels.alertname }}',
      fix:
        repaired === undefined
          ? 'correct the template: amtool template render --help'
          : `${key}: ${JSON.stringify(repaired.text)}`,
    };
  }
  const replaced = (at: number, found: string, meant: string): string =>
    `${key}: ${JSON.stringify(text.slice(0, at) + meant + text.slice(at + found.length))}`;
  return [
    variablesOfRules(text).map(({ found, at }) => {
      const meant = found.startsWith('$labels.') ? found.replace('$labels', '$.CommonLabels') : undefined;
      return {
        ...here,
        message: `Alertmanager does not have the variable ${found} of Prometheus, so it sends no notification`,
        found,
        expected: meant ?? 'an annotation of the rule that holds it',
        fix:
          meant === undefined
            ? `print ${found} in an annotation of the rule, and .CommonAnnotations.<annotation> here`
            : replaced(at, found, meant),
      };
    }),
    unknownFields(text, notificationData()).map((field) => {
      const meant = meantBy(field);
      return {
        ...here,
        ...describe(field, meant),
        fix: meant === undefined ? `write one of ${dotted(field)}` : replaced(field.at, field.found, meant),
      };
    }),
    templatesRun(text).map(({ name, argument }) =>
      argument === '' && files?.read.some((file) => readsData(file.text, name)) === true
        ? {
            ...here,
            message: `template ${name} reads data, but gets none, so Alertmanager sends no notification`,
            found: name,
            expected: 'a dot behind the name',
            fix: `write {{ template ${JSON.stringify(name)} . }}`,
          }
        : undefined,
    ),
    undefinedIn(text, files).map((name) => ({
      ...here,
      message: `no template file that Alertmanager reads defines ${name}, so it sends no notification`,
      found: name,
      expected: 'a template of a file under templates',
      fix: definedAs(name, files!),
    })),
  ];
}

/** The part of a finding about a field. */
const describe = (field: UnknownField, meant: string | undefined) => ({
  ...(meant === undefined ? { severity: 'warning' as const } : {}),
  message: `the data of a notification have no field ${field.name} here, so Alertmanager sends none`,
  found: field.found,
  expected: meant ?? `one of ${dotted(field)}`,
});

const dotted = ({ fields }: UnknownField): string => fields.map((name) => `.${name}`).join(', ');

function meantBy({ name, rest, fields }: UnknownField): string | undefined {
  const same = fields.find((field) => field.toLowerCase() === name.toLowerCase());
  if (same !== undefined) return `.${same}${rest}`;
  if (fields === ALERT_FIELDS) {
    if (/^labels?$/i.test(name)) return `.Labels${rest}`;
    if (/^annotations?$/i.test(name)) return `.Annotations${rest}`;
    return NOTIFICATION_FIELDS.includes(name) ? `$.${name}${rest}` : undefined;
  }
  if (/^labels?$/i.test(name)) return `.CommonLabels${rest}`;
  if (/^annotations?$/i.test(name)) return `.CommonAnnotations${rest}`;
  if (ALERT_FIELDS.includes(name)) return `(index .Alerts 0).${name}${rest}`;
  const near = nearest(name, fields);
  return near === undefined ? undefined : `.${near}${rest}`;
}

/** Templates that a text runs and nothing defines, where all files were read. */
function undefinedIn(text: string, files: TemplateFiles | undefined): readonly string[] {
  if (files?.complete !== true) return [];
  const defined = [text, ...files.read.map((file) => file.text)].flatMap((one) => templatesIn(one, 'define'));
  return templatesIn(text, 'template').filter(
    (name) => !defined.includes(name) && !isDefault(name) && !name.startsWith('__'),
  );
}

function definedAs(name: string, { read, ignored, patterns }: TemplateFiles): string {
  const other = ignored.find(({ text }) => templatesIn(text, 'define').includes(name));
  if (other !== undefined) return `templates: ${JSON.stringify([...patterns, `${other.folder}/*.tmpl`])}`;
  const near = nearest(
    name,
    read.flatMap(({ text }) => templatesIn(text, 'define')),
  );
  return near === undefined ? `define ${name} in a file under templates` : `write ${near} instead of ${name}`;
}

const aboutFile = ({ object, path }: TemplateFile, prometheus: PrometheusSettings) => ({
  ...(object === undefined ? aboutValues(prometheus)!.about : { object }),
  path,
});

/** Templates that replace those of Alertmanager get the whole data; of others, the data are not known. */
function inFile(file: TemplateFile, prometheus: PrometheusSettings, whole: readonly string[]): Found {
  if (PLACEHOLDER.test(file.text)) return undefined;
  const here = aboutFile(file, prometheus);
  const error = templateError(file.text, ALERTMANAGER);
  if (error !== undefined)
    return {
      ...here,
      message: `${error.message}, so Alertmanager rejects its whole configuration`,
      found: error.found,
      expected: 'a valid Go template',
      fix: 'correct the template: amtool template render --help',
    };
  // What is around the definitions is not run.
  const { fields: _around, ...data } = notificationData(whole);
  return unknownFields(file.text, data).map((field) => {
    const meant = meantBy(field);
    return {
      ...here,
      ...describe(field, meant),
      fix: `write ${meant ?? `one of ${dotted(field)}`} instead of ${field.found}`,
    };
  });
}

function unlisted({ ignored, patterns }: TemplateFiles, prometheus: PrometheusSettings): Found {
  return ignored.map((file) => ({
    ...aboutFile(file, prometheus),
    severity: 'warning' as const,
    message: `${file.folder}/${file.name} is no file that an entry of templates names, so its templates have no effect`,
    found: patterns,
    expected: `${file.folder}/*.tmpl`,
    fix: `in the configuration of Alertmanager: templates: ${JSON.stringify([...patterns, `${file.folder}/*.tmpl`])}`,
  }));
}
