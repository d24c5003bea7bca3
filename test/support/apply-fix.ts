import { parse } from 'yaml';
import type { Finding } from '../../src/findings/finding';
import { isMap, kubernetesObject, nameOf } from '../../src/kubernetes/object';

type Json = Record<string, unknown>;

/** Whether a fix can be applied by machine, and the documents with it. */
export function applyFix(
  documents: readonly unknown[],
  { resource, path, fix }: Finding,
): readonly unknown[] | undefined {
  const changed = structuredClone(documents) as Json[];
  const named = (name: string): Json | undefined =>
    changed.find((one) => nameOf(kubernetesObject(one)!) === name);
  const object = named(resource);
  if (object === undefined) return undefined;
  const steps = keysOf(path);
  const parent = at(object, steps.slice(0, -1));
  for (const line of fix.split('; or ', 1)[0]!.split('\n')) {
    const edit = EDITS.flatMap(([pattern, apply]) => {
      const match = pattern.exec(line);
      return match === null ? [] : [() => apply({ match, object, parent, steps, named })];
    })[0];
    if (edit === undefined || edit() === false) return undefined;
  }
  return changed;
}

interface Place {
  readonly match: RegExpExecArray;
  readonly object: Json;
  /** The map or list that the path of the finding ends in. */
  readonly parent: Json;
  /** Keys of the path. */
  readonly steps: readonly string[];
  readonly named: (name: string) => Json | undefined;
}

/** The forms of a fix. False: it does not fit the object. */
const EDITS: readonly (readonly [RegExp, (place: Place) => void | false])[] = [
  [/^remove the dash before .* that \w+\[(\d+)\] becomes part of (\w+)\[(\d+)\]$/, joinItems],
  [/^remove (\w+)$/, ({ match: [, key], parent }) => void delete parent[key!]],
  [/^remove (\S+) from (\w+)$/, ({ match: [, item, list], object }) => removeItem(object, item!, list!)],
  [/^remove type and externalName$/, ({ object }) => removeFrom(object, ['type', 'externalName'])],
  [
    /^in (\w+ \S+): remove (\w+) and (\w+)$/,
    ({ match: [, name, a, b], named }) => removeFrom(named(name!), [a!, b!]),
  ],
  [/^move (\w+) into (\S+)$/, ({ match: [, key, to], object, parent }) => move(object, parent, key!, to!)],
  [
    /^(\w+): (.+) instead of (\w+)$/,
    ({ match: [, key, text, other], parent }) => {
      parent[key!] = parse(text!);
      delete parent[other!];
    },
  ],
  [
    /^in container (\S+) of (\w+ \S+), add to ports: (\{.*\})$/,
    ({ match: [, container, owner, port], named }) => addPort(named(owner!), container!, port!),
  ],
  [
    /^in every (?:entry of \w+ of (\w+ \S+)|endpoint): relabelings: (.*)$/,
    ({ match: [, name, steps], object, named }) =>
      relabelAll(name === undefined ? object : named(name), steps!),
  ],
  [
    /^in metadata: (.*)$/,
    ({ match: [, text], object }) => merge(object['metadata'] as Json, parse(text!) as Json),
  ],
  [
    /^in metadata of (\w+ \S+): (.*)$/,
    ({ match: [, name, text], named }) => merge(named(name!)?.['metadata'] as Json, parse(text!) as Json),
  ],
  [
    /^in (\w+ \S+): (.*)$/,
    ({ match: [, name, text], named }) => mergeInto(named(name!), parse(text!) as Json),
  ],
  [/^metadata: (.*)$/, ({ match: [line], object }) => merge(object, parse(line) as Json)],
  [
    /^kubectl label namespace (\S+) ([\w./-]+)=(\S+)$/,
    ({ match: [, name, key, value], named }) =>
      merge(named(`Namespace ${name}`)!, { metadata: { labels: { [key!]: value } } }),
  ],
  [/^- (.*)$/, ({ match: [, text], parent, steps }) => void (parent[steps.at(-1)!] = parse(text!))],
  [/^[\w-]+: .*$/, setFields],
];

/** `spec.endpoints[0].port` and `metadata.labels["a/b"]`. */
const keysOf = (path: string): readonly string[] =>
  [...path.matchAll(/\["([^"]+)"\]|\[(\d+)\]|([^.[\]]+)/g)].map(
    ([, quoted, index, key]) => quoted ?? index ?? key!,
  );

function at(value: unknown, keys: readonly string[]): Json {
  return keys.reduce<Json>((inside, key) => (inside[key] ??= {}) as Json, value as Json);
}

function merge(into: Json, from: Json): void {
  for (const [key, value] of Object.entries(from))
    if (isMap(value) && isMap(into[key])) merge(into[key], value);
    else into[key] = value;
}

/** Ports of an EndpointSlice are beside its metadata, other fields in the spec. */
function mergeInto(object: Json | undefined, from: Json): false | undefined {
  if (object === undefined) return false;
  if (object['kind'] === 'Endpoints' && 'ports' in from) {
    Object.assign(at(object, ['subsets', '0']), from);
    return undefined;
  }
  const isTop = 'metadata' in from || 'labels' in from || object['spec'] === undefined;
  merge(isTop ? ('labels' in from ? (object['metadata'] as Json) : object) : (object['spec'] as Json), from);
  return undefined;
}

function removeFrom(object: Json | undefined, keys: readonly string[]): void {
  for (const key of keys) delete at(object, ['spec'])[key];
}

function removeItem(object: Json, item: string, list: string): void {
  const spec = object['spec'] as Json;
  spec[list] = (spec[list] as unknown[]).filter((one) => one !== item);
}

function move(object: Json, parent: Json, key: string, to: string): void {
  at(object, keysOf(to))[key] = parent[key];
  delete parent[key];
}

/** Beside the field of the path, or in place of the map around it. */
function setFields({ match: [line], object, parent, steps }: Place): false | undefined {
  const fields: unknown = parse(line);
  if (!isMap(fields)) return false;
  const around = steps.at(-2);
  Object.assign(
    around !== undefined && Object.hasOwn(fields, around) ? at(object, steps.slice(0, -2)) : parent,
    fields,
  );
  return undefined;
}

function joinItems({ match: [, item, list, into], object, steps }: Place): void {
  const items = at(object, steps.slice(0, steps.indexOf(list!) + 1)) as unknown as Json[];
  Object.assign(items[Number(into)]!, items[Number(item)]);
  items.splice(Number(item), 1);
}

function addPort(owner: Json | undefined, container: string, port: string): false | undefined {
  const { containers } = at(owner, ['spec', 'template', 'spec']) as { containers: Json[] };
  const found = containers.find(({ name }) => name === container);
  if (found === undefined) return false;
  found['ports'] = [...((found['ports'] as unknown[] | undefined) ?? []), parse(port)];
  return undefined;
}

function relabelAll(monitor: Json | undefined, steps: string): void {
  const spec = monitor!['spec'] as Json;
  for (const endpoint of (spec['endpoints'] ?? spec['podMetricsEndpoints']) as Json[])
    endpoint['relabelings'] = [
      ...((endpoint['relabelings'] as unknown[] | undefined) ?? []),
      ...(parse(steps) as unknown[]),
    ];
}
