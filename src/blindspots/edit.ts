import type { Evidence } from '../doctor/diagnose';
import { CONFIG_KEY, configText } from '../operator/alertmanager/config-secret';
import { plainObject } from '../doctor/sources/plain-files';
import { isMap, kubernetesObject, mapOf, nameOf, type KubernetesObject } from '../kubernetes/object';
import { readDocuments } from '../kubernetes/read';
import { toYaml } from '../kubernetes/yaml/to-yaml';

/** Where in a document: keys and positions. */
export type Path = readonly (string | number)[];

export type Target =
  | { readonly kind: 'object'; readonly object: KubernetesObject }
  | { readonly kind: 'values' }
  | { readonly kind: 'config'; readonly secret: KubernetesObject };

/** One change of what a user wrote. */
export interface Edit {
  readonly target: Target;
  /** Empty: the whole object is deleted. */
  readonly path: Path;
  readonly from: unknown;
  /** Undefined deletes the field. */
  readonly to: unknown;
}

/** What a mutant starts from. */
export type Inputs = Pick<Evidence, 'objects' | 'values' | 'services'>;

/** How reports name a document. */
export function targetName(target: Target, { values }: Inputs): string {
  switch (target.kind) {
    case 'object':
      return nameOf(target.object);
    case 'values':
      return `Helm values ${values?.name ?? ''}`.trim();
    case 'config':
      return target.secret.plain ? nameOf(target.secret) : `${nameOf(target.secret)} ${CONFIG_KEY}`;
  }
}

/** E.g. `spec.endpoints[0].port`. */
export const pathText = (path: Path): string =>
  path.reduce<string>(
    (text, step) => (typeof step === 'number' ? `${text}[${step}]` : text === '' ? step : `${text}.${step}`),
    '',
  );

/** The path of an edit, as the file has it. */
export const shownPath = ({ target, path }: Edit): string =>
  pathText(target.kind === 'object' && target.object.plain ? path.slice(1) : path);

/** Reads a path as findings write it. */
export const pathOf = (text: string): Path =>
  text.split(/[.[]/).map((step) => (step.endsWith(']') ? Number(step.slice(0, -1)) : step));

/** The value at a path, undefined where there is none. */
export const valueAt = (value: unknown, path: Path): unknown =>
  path.reduce<unknown>(
    (inner, step) => (inner as Readonly<Record<string | number, unknown>> | null | undefined)?.[step],
    value,
  );

/** The inputs after a change. The others are the same objects, which keeps what is computed from them. */
export function edited(inputs: Inputs, { target, path, to }: Edit): Inputs {
  switch (target.kind) {
    case 'object':
      return replaced(
        inputs,
        target.object,
        path.length === 0 ? undefined : changed(target.object, path, to),
      );
    case 'values': {
      const { values } = inputs;
      return values === undefined
        ? inputs
        : { ...inputs, values: { ...values, values: set(values.values, path, to) } };
    }
    case 'config': {
      const { secret } = target;
      const [config] = readDocuments(configText(secret)!.text, nameOf(secret)).others;
      const text = toYaml(set(config, path, to));
      const { data, ...fields } = secret.fields;
      const { [CONFIG_KEY]: _old, ...rest } = mapOf(data);
      const stringData = { ...mapOf(fields['stringData']), [CONFIG_KEY]: text };
      return replaced(inputs, secret, { ...secret, fields: { ...fields, data: rest, stringData } });
    }
  }
}

const replaced = (
  { objects = [], ...inputs }: Inputs,
  before: KubernetesObject,
  after: KubernetesObject | undefined,
): Inputs => ({
  ...inputs,
  objects: objects.flatMap((object) => (object === before ? (after ?? []) : object)),
});

function changed(object: KubernetesObject, path: Path, to: unknown): KubernetesObject {
  const fields = mapOf(set(object.fields, path, to));
  const after =
    object.plain === true && path[0] === 'file'
      ? plainObject(mapOf(fields['file']), object.name)
      : kubernetesObject(fields, object.at);
  return { ...object, ...after };
}

export function set(value: unknown, [step, ...rest]: Path, to: unknown): unknown {
  if (step === undefined) return to;
  if (typeof step === 'number') {
    const list: unknown[] = Array.isArray(value) ? [...(value as unknown[])] : [];
    if (rest.length === 0 && to === undefined) list.splice(step, 1);
    else list[step] = set(list[step], rest, to);
    return list;
  }
  const map = isMap(value) ? { ...value } : {};
  if (rest.length === 0 && to === undefined) {
    delete map[step];
    return map;
  }
  return { ...map, [step]: set(map[step], rest, to) };
}
