import type { Manifests } from '../../../kubernetes/manifests';
import {
  isMap,
  listOf,
  mapOf,
  nameOf,
  textOf,
  textsOf,
  type Fields,
  type KubernetesObject,
} from '../../../kubernetes/object';
import { configText } from '../../../operator/alertmanager/config-secret';
import { writtenConfig } from '../../../operator/alertmanager/written-config';
import type { PrometheusSettings } from '../../../operator/settings';
import { defineCheck, type Found, type Reported, type Subject } from '../../check';
import { nearest } from '../../expressions/nearest';
import { aboutValues, type AboutValues } from '../shared/given-values';
import { isPlaceholder } from '../../../kubernetes/placeholder';
import { scrapesIn } from '../shared/scrapes';

/**
 * Certain: the spec of every Prometheus or Alertmanager that was read mounts other Secrets and ConfigMaps. Volumes of
 * their own can hold any path, so a spec with such a volume below the folder counts as mounting it.
 */
export const check = defineCheck({
  id: 'mounted-files',
  severity: 'error',
  question: 'Are the Secrets mounted whose files Prometheus and Alertmanager read?',
  symptom:
    'The target is down or missing, or notifications fail: "open /etc/prometheus/secrets/...: no such file or directory".',
  why: 'The operator mounts the Secrets and ConfigMaps that `secrets` and `configMaps` of the resource list, each as a folder of its name with one file for each key: /etc/prometheus/secrets/<name>/<key>.',
  remedy:
    'List the Secret under `secrets` of the Prometheus or Alertmanager, and write its name and key in the path.',
  see: 'https://prometheus-operator.dev/docs/api-reference/api/#monitoring.coreos.com/v1.PrometheusSpec',
  needs: ['manifests', 'prometheus'],
  find: ({ manifests, prometheus }) => {
    const given = aboutValues(prometheus);
    return [
      missing(
        [...filesOfMonitors(manifests), ...filesOfValues(given)],
        mountsOf('prometheus', [
          ...manifests.operator('Prometheus', 'PrometheusAgent').map(ofObject),
          ...ofSection(given, 'prometheus'),
        ]),
        manifests,
      ),
      missing(
        filesOfAlertmanager(manifests, prometheus, given),
        mountsOf('alertmanager', [
          ...manifests.operator('Alertmanager').map(ofObject),
          ...ofSection(given, 'alertmanager'),
        ]),
        manifests,
      ),
    ];
  },
});

type Program = 'prometheus' | 'alertmanager';

interface FileField {
  readonly about: Subject & Pick<Reported, 'path'>;
  readonly file: string;
}

interface Mounting {
  readonly about: Subject;
  readonly path: string;
  readonly name: string;
  readonly namespace?: string;
  readonly spec: Fields;
}

interface Mounts {
  readonly program: Program;
  readonly by: readonly Mounting[];
}

const mountsOf = (program: Program, by: readonly Mounting[]): Mounts => ({ program, by });

const ofObject = (object: KubernetesObject): Mounting => ({
  about: { object },
  path: 'spec',
  name: nameOf(object),
  namespace: object.namespace,
  spec: mapOf(object.fields['spec']),
});

function ofSection(given: AboutValues | undefined, section: Program): readonly Mounting[] {
  if (given === undefined) return [];
  const spec = mapOf(mapOf(mapOf(given.values)[section])[`${section}Spec`]);
  const path = `${section}.${section}Spec`;
  return [{ about: given.about, path, name: path, spec }];
}

const TLS_FILES = ['caFile', 'certFile', 'keyFile'];

const filesOfMonitors = (manifests: Manifests): readonly FileField[] =>
  scrapesIn(manifests).flatMap(({ object, path, fields }) => [
    ...fileIn(fields, 'bearerTokenFile', { object }, path),
    ...TLS_FILES.flatMap((key) => fileIn(mapOf(fields['tlsConfig']), key, { object }, `${path}.tlsConfig`)),
  ]);

const filesOfValues = (given: AboutValues | undefined): readonly FileField[] =>
  given === undefined
    ? []
    : Object.entries(mapOf(given.values)).flatMap(([component, value]) => {
        const monitor = mapOf(mapOf(value)['serviceMonitor']);
        return TLS_FILES.flatMap((key) => fileIn(monitor, key, given.about, `${component}.serviceMonitor`));
      });

function fileIn(fields: Fields, key: string, about: Subject, path: string): readonly FileField[] {
  const file = textOf(fields[key]);
  return file ? [{ about: { ...about, path: `${path}.${key}` }, file }] : [];
}

/** Every `..._file` of the configuration, which is in a Secret or in the values. */
function filesOfAlertmanager(
  manifests: Manifests,
  prometheus: PrometheusSettings,
  given: AboutValues | undefined,
): readonly FileField[] {
  const config = writtenConfig(manifests, prometheus);
  if (config?.own === undefined) return [];
  if (config.secret === undefined)
    return given === undefined ? [] : filesBelow(config.own, given.about, 'alertmanager.config');
  return filesBelow(config.own, { object: config.secret }, configText(config.secret)!.path);
}

function filesBelow(value: unknown, about: Subject, path: string): readonly FileField[] {
  if (Array.isArray(value))
    return value.flatMap((item: unknown, index) => filesBelow(item, about, `${path}[${index}]`));
  if (!isMap(value)) return [];
  return Object.entries(value).flatMap(([key, inner]) =>
    key.endsWith('_file') && typeof inner === 'string'
      ? [{ about: { ...about, path: `${path}.${key}` }, file: inner }]
      : filesBelow(inner, about, `${path}.${key}`),
  );
}

/** `/etc/prometheus/secrets/<name>/<key>`. */
const MOUNTED = /^\/etc\/(prometheus|alertmanager)\/(secrets|configmaps)\/([^/]+)(?:\/(.*))?$/;

function missing(files: readonly FileField[], { program, by }: Mounts, manifests: Manifests): Found {
  const [first] = by;
  if (first === undefined) return undefined;
  const reported = new Set<string>();
  return files.map(({ about, file }) => {
    const [, owner, folder, name, key] = MOUNTED.exec(file) ?? [];
    if (owner !== program || name === undefined || isPlaceholder(file)) return undefined;
    const field = folder === 'secrets' ? 'secrets' : 'configMaps';
    const mounting = by.find(({ spec }) => textsOf(spec[field]).includes(name));
    if (mounting !== undefined) return withoutKey(about, file, { name, key, field, mounting }, manifests);
    if (by.some(({ spec }) => hasVolume(spec, `/etc/${program}/${folder}`))) return undefined;
    // One cause, however many files are read from it.
    if (reported.has(`${folder}/${name}`)) return undefined;
    reported.add(`${folder}/${name}`);
    return notMounted(about, file, { name, field, mounting: first }, manifests);
  });
}

const hasVolume = (spec: Fields, folder: string): boolean =>
  listOf(spec['volumeMounts']).some((item) => (textOf(mapOf(item)['mountPath']) ?? '').startsWith(folder)) ||
  listOf(spec['containers']).some((item) => listOf(mapOf(item)['volumeMounts']).length > 0);

interface Reference {
  readonly name: string;
  readonly field: 'secrets' | 'configMaps';
  readonly mounting: Mounting;
}

const kindOf = ({ field }: Reference): 'Secret' | 'ConfigMap' =>
  field === 'secrets' ? 'Secret' : 'ConfigMap';

function notMounted(
  about: FileField['about'],
  file: string,
  reference: Reference,
  manifests: Manifests,
): Found {
  const { name, field, mounting } = reference;
  const mounted = textsOf(mounting.spec[field]);
  const exists = manifests.kind(kindOf(reference)).some((object) => object.name === name);
  const meant = exists
    ? undefined
    : (nearest(name, mounted) ?? (mounted.length === 1 ? mounted[0] : undefined));
  const message = `${mounting.name} does not mount ${kindOf(reference)} ${name}, so the file does not exist`;
  if (meant !== undefined)
    return {
      ...about,
      message,
      found: file,
      expected: `a file of ${mounted.join(', ')}`,
      fix: `${lastOf(about.path)}: ${file.replace(`/${name}`, `/${meant}`)}`,
    };
  return {
    ...mounting.about,
    path: `${mounting.path}.${field}`,
    message: `${message}; ${about.path} reads it`,
    found: mounting.spec[field],
    expected: `${name} in the list, because of ${file}`,
    fix: `${field}: ${JSON.stringify([...mounted, name])}`,
  };
}

/** The Secret was read, and has other keys. */
function withoutKey(
  about: FileField['about'],
  file: string,
  reference: Reference & { readonly key: string | undefined },
  manifests: Manifests,
): Found {
  const { name, key, mounting } = reference;
  const object = manifests
    .kind(kindOf(reference))
    .find(
      (one) =>
        one.name === name && (mounting.namespace === undefined || mounting.namespace === one.namespace),
    );
  const keys = ['data', 'stringData', 'binaryData'].flatMap((part) =>
    Object.keys(mapOf(object?.fields[part])),
  );
  if (object === undefined || keys.length === 0 || (key !== undefined && keys.includes(key)))
    return undefined;
  const meant = nearest(key ?? '', keys) ?? (keys.length === 1 ? keys[0] : undefined);
  return {
    ...about,
    message: `${nameOf(object)} has no key of that name, so the file does not exist`,
    found: file,
    expected: `one of ${keys.join(', ')}`,
    fix:
      meant === undefined
        ? `end the path with one of ${keys.join(', ')}`
        : `${lastOf(about.path)}: ${file.slice(0, file.length - (key === undefined ? 0 : key.length + 1))}/${meant}`,
  };
}

const lastOf = (path: string): string => path.slice(path.lastIndexOf('.') + 1);
