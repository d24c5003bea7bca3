import type { Manifests } from '../../kubernetes/manifests';
import { mapOf, textOf, textsOf, type Fields, type KubernetesObject } from '../../kubernetes/object';
import { secretValue } from '../../kubernetes/secret-value';
import type { PrometheusSettings } from '../settings';
import { writtenConfig, type WrittenConfig } from './written-config';

/** A file with templates of notifications. */
export interface TemplateFile {
  readonly name: string;
  /** Of Alertmanager's container, e.g. `/etc/alertmanager/config`. */
  readonly folder: string;
  readonly text: string;
  /** The ConfigMap or Secret with it. @default it is in the values of the chart */
  readonly object?: KubernetesObject;
  /** The field with it, e.g. `data["team.tmpl"]`. */
  readonly path: string;
}

const CONFIG_FOLDER = '/etc/alertmanager/config';

/** What the chart's values have unless another list replaces it. */
const CHART_PATTERNS = [`${CONFIG_FOLDER}/*.tmpl`];

/** The template files that Alertmanager reads, and those that it has and does not read. */
export interface TemplateFiles {
  /** The patterns of its configuration. */
  readonly patterns: readonly string[];
  readonly read: readonly TemplateFile[];
  /** Mounted, but in no pattern. */
  readonly ignored: readonly TemplateFile[];
  /** Whether every file that the patterns name was read. */
  readonly complete: boolean;
}

/** Undefined where no configuration of Alertmanager was read. */
export function templateFiles(manifests: Manifests, settings: PrometheusSettings): TemplateFiles | undefined {
  const config = writtenConfig(manifests, settings);
  if (config === undefined || (config.secret === undefined && settings.valuesFile === undefined))
    return undefined;
  const values = mapOf(mapOf(settings.values)['alertmanager']);
  const patterns =
    config.secret === undefined && config.fields['templates'] === undefined
      ? CHART_PATTERNS
      : textsOf(config.fields['templates']);
  const specs = manifests.operator('Alertmanager').map(({ fields }) => mapOf(fields['spec']));
  const files = [
    ...besideConfig(config, values),
    ...mountedFiles(specs.length > 0 ? specs : [mapOf(values['alertmanagerSpec'])], manifests),
  ];
  const isRead = ({ folder, name }: TemplateFile): boolean =>
    patterns.some((pattern) => matches(pattern, `${folder}/${name}`));
  const folders = [CONFIG_FOLDER, ...files.map(({ folder }) => folder)];
  return {
    patterns,
    read: files.filter(isRead),
    ignored: files.filter((file) => !isRead(file)),
    complete: patterns.every((pattern) => folders.includes(pattern.slice(0, pattern.lastIndexOf('/')))),
  };
}

/** The operator mounts the Secret with the configuration, and the chart writes `templateFiles` into it. */
function besideConfig({ secret }: WrittenConfig, values: Fields): readonly TemplateFile[] {
  if (secret !== undefined) return filesOf(secret, CONFIG_FOLDER);
  return Object.entries(mapOf(values['templateFiles'])).flatMap(([name, text]) =>
    typeof text === 'string'
      ? [{ name, folder: CONFIG_FOLDER, text, path: `alertmanager.templateFiles["${name}"]` }]
      : [],
  );
}

const MOUNTS = [
  ['ConfigMap', 'configMaps'],
  ['Secret', 'secrets'],
] as const;

const mountedFiles = (specs: readonly Fields[], manifests: Manifests): readonly TemplateFile[] =>
  specs.flatMap((spec) =>
    MOUNTS.flatMap(([kind, field]) =>
      textsOf(spec[field]).flatMap((name) => {
        const object = manifests.kind(kind).find((one) => one.name === name);
        return object === undefined
          ? []
          : filesOf(object, `/etc/alertmanager/${field.toLowerCase()}/${name}`);
      }),
    ),
  );

function filesOf(object: KubernetesObject, folder: string): readonly TemplateFile[] {
  const names = ['data', 'stringData'].flatMap((field) => Object.keys(mapOf(object.fields[field])));
  return [...new Set(names)].flatMap((name) => {
    if (!name.endsWith('.tmpl')) return [];
    const plain = { text: textOf(mapOf(object.fields['data'])[name]), path: `data["${name}"]` };
    const { text, path } = object.kind === 'Secret' ? (secretValue(object, name) ?? plain) : plain;
    return text === undefined ? [] : [{ name, folder, text, path, object }];
  });
}

/** A pattern has stars in its last part; each stands for any characters but a slash. */
function matches(pattern: string, path: string): boolean {
  const [start = '', ...parts] = pattern.split('*');
  if (parts.length === 0) return pattern === path;
  const end = parts.pop()!;
  let at = start.length;
  for (const part of parts) {
    const found = path.indexOf(part, at);
    if (found < 0) return false;
    at = found + part.length;
  }
  return (
    path.startsWith(start) &&
    path.length >= at + end.length &&
    path.endsWith(end) &&
    !path.slice(start.length).includes('/')
  );
}
