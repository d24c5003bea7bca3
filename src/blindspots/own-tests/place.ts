import { CONFIG_KEY, configText } from '../../operator/alertmanager/config-secret';
import { listOf, mapOf, nameOf, type Fields, type KubernetesObject } from '../../kubernetes/object';
import { readDocuments } from '../../kubernetes/read';
import { toYaml } from '../../kubernetes/yaml/to-yaml';
import { isPlainFile } from '../../doctor/sources/plain-files';
import { set, valueAt, type Edit, type Inputs, type Path } from '../edit';

/** One change of one document of a file. */
export interface FileEdit {
  readonly file: string;
  /** Where the document or the item of a List begins, from 1. @default the first document that it may be */
  readonly line?: number;
  /** Whether a document may be the one. @default Helm values */
  readonly isDocument?: (value: Fields) => boolean;
  /** Empty: the whole document is deleted. */
  readonly path: Path;
  /** What is there now; the file may have another value, e.g. where Kustomize changes it. */
  readonly from: unknown;
  /** Undefined deletes the field. */
  readonly to: unknown;
}

/** Where a change stands in a file, or as a clause why it stands in none. */
export function placeOf({ target, path, to }: Edit, { values }: Inputs): FileEdit | string {
  switch (target.kind) {
    case 'object': {
      const { object } = target;
      return object.fromValues
        ? inValues(object, path, to, mapOf(values?.values))
        : inObject(object, path, to);
    }
    case 'values':
      return values === undefined
        ? 'no values were read'
        : { file: values.name, path, from: valueAt(values.values, path), to };
    case 'config': {
      const { secret } = target;
      if (isInConfigMap(secret)) return IN_CONFIG_MAP;
      const [config] = readDocuments(configText(secret)!.text, nameOf(secret)).others;
      if (secret.plain)
        return { file: secret.name, isDocument: isPlainFile, path, from: valueAt(config, path), to };
      const text = toYaml(set(config, path, to));
      return CONFIG_KEY in mapOf(secret.fields['stringData'])
        ? inObject(secret, ['stringData', CONFIG_KEY], text)
        : inObject(secret, ['data', CONFIG_KEY], Buffer.from(text).toString('base64'));
    }
  }
}

const IN_CONFIG_MAP = 'it is the text of a key of a ConfigMap';

/** A plain file has the name of the file that it was read from, unless that holds it in a ConfigMap. */
const isInConfigMap = ({ at: place, plain, name }: KubernetesObject): boolean =>
  plain !== undefined && place !== undefined && place.file !== name;

function inObject(object: KubernetesObject, path: Path, to: unknown): FileEdit | string {
  if (isInConfigMap(object)) return IN_CONFIG_MAP;
  const { at: place, fields, plain } = object;
  // The file has what is in `spec`.
  if (plain)
    return { ...place!, isDocument: isPlainFile, path: path.slice(1), from: valueAt(fields, path), to };
  if (place === undefined) return 'its object was not read from a file';
  return { ...place, path, from: valueAt(fields, path), to };
}

/** The chart writes the object from an entry of its values, which has the fields of `spec`. */
function inValues(object: KubernetesObject, path: Path, to: unknown, values: Fields): FileEdit | string {
  const entry = entryOf(object, values);
  const [first, ...inSpec] = path;
  if (object.at === undefined || entry === undefined || (first !== undefined && first !== 'spec'))
    return 'the chart writes it from values';
  const written = [...entry, ...inSpec];
  return { file: object.at.file, path: written, from: valueAt(values, written), to };
}

function entryOf({ kind, name }: KubernetesObject, values: Fields): Path | undefined {
  const map = 'additionalPrometheusRulesMap';
  if (kind === 'PrometheusRule' && name in mapOf(values[map])) return [map, name];
  const list =
    kind === 'PrometheusRule' ? ['additionalPrometheusRules'] : ['prometheus', `additional${kind}s`];
  const index = listOf(valueAt(values, list)).findIndex((item) => mapOf(item)['name'] === name);
  return index === -1 ? undefined : [...list, index];
}
