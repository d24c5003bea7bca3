import { parse } from 'yaml';
import type { Finding } from '../../src/findings/finding';
import { fixedExpression } from './fix-expression';
import { isMap, kubernetesObject, nameOf } from '../../src/kubernetes/object';

type Json = Record<string, unknown>;

/**
 * Whether a fix can be applied by machine, and the documents with it.
 * @param documents of objects; for a finding about Helm values, the values alone
 */
export function applyFix(
  documents: readonly unknown[],
  { resource, path, found, fix }: Finding,
): readonly unknown[] | undefined {
  const changed = structuredClone(documents) as Json[];
  const named = (name: string): Json | undefined =>
    name.startsWith('Helm values ')
      ? changed[0]
      : changed.find((one) => nameOf(kubernetesObject(one)!) === name);
  const object = named(resource);
  if (object === undefined) return undefined;
  if (path.endsWith('.expr') && inExpression(object, path, found, fix)) return changed;
  const steps = keysOf(path);
  const parent = at(object, steps.slice(0, -1));
  for (const line of fix.split('; or ', 1)[0]!.split('\n')) {
    const edit = EDITS.flatMap(([pattern, apply]) => {
      const match = pattern.exec(line);
      return match === null ? [] : [() => apply({ match, object, parent, steps, named, changed, found })];
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
  /** All documents. */
  readonly changed: Json[];
  readonly found: unknown;
}

/** The forms of a fix. False: it does not fit the object. */
const EDITS: readonly (readonly [RegExp, (place: Place) => void | false])[] = [
  [/^remove entry (\d+) of the list$/, ({ object, steps }) => removeEntry(object, steps)],
  [/^remove the step(?:, or .*)?$/, ({ object, steps }) => removeEntry(object, steps)],
  [/^remove one of the two$/, ({ object, steps }) => removeEntry(object, steps)],
  [/^give one of the two another name, or remove it$/, ({ object, steps }) => removeEntry(object, steps)],
  [
    /^remove the step with action keep or drop$/,
    ({ parent, steps }) => {
      const list = parent[steps.at(-1)!] as Json[];
      parent[steps.at(-1)!] = list.filter(({ action }) => action !== 'keep' && action !== 'drop');
    },
  ],
  [
    /^(?:keep one of them: )?kubectl delete (\w+) (\S+) --namespace ([^\s,]+)/,
    ({ match: [, kind, name, namespace], changed }) => {
      const at = changed.findIndex((one) => {
        const object = kubernetesObject(one)!;
        return object.kind.toLowerCase() === kind && object.name === name && object.namespace === namespace;
      });
      changed.splice(at, 1);
    },
  ],
  [
    /^remove (\S+) from (\w+ \S+) or from /,
    ({ match: [, address, name], named }) => {
      for (const entry of at(named(name!), ['spec'])['staticConfigs'] as Json[])
        entry['targets'] = (entry['targets'] as string[]).filter((one) => one !== address);
    },
  ],
  [
    /^in (\w+ \S+): remove annotation (\S+?)( of the pods)?$/,
    ({ match: [, name, key, ofPods], named }) => {
      const metadata = at(
        named(name!),
        ofPods === undefined ? ['metadata'] : ['spec', 'template', 'metadata'],
      );
      delete (metadata['annotations'] as Json)[key!];
    },
  ],
  [
    /^in container \S+: (-.*)$/,
    ({ match: [, argument], changed, found }) => {
      const text = JSON.stringify(changed).replace(JSON.stringify(found), JSON.stringify(argument));
      changed.splice(0, changed.length, ...(JSON.parse(text) as Json[]));
    },
  ],
  [
    /^in ports of (\w+ \S+): (\{.*\})$/,
    ({ match: [, name, text], named }) => {
      const spec = at(named(name!), ['spec']);
      const port = parse(text!) as Json;
      spec['ports'] = (spec['ports'] as Json[]).map((one) => (one['name'] === port['name'] ? port : one));
    },
  ],
  [
    /^(?:in (\w+ \S+), )?add to ingress: (.*)$/,
    ({ match: [, name, text], object, named }) => {
      const spec = at(name === undefined ? object : named(name), ['spec']);
      spec['ingress'] = [...((spec['ingress'] as unknown[] | undefined) ?? []), parse(text!)];
    },
  ],
  [
    /^remove (\w+): \S+, and record it in a separate rule$/,
    ({ match: [, key], object, steps }) => void delete at(object, steps)[key!],
  ],
  [
    /^remove step (\d+) of metricRelabelings, or /,
    ({ match: [, index], object, steps }) => {
      const to = steps.indexOf('metricRelabelings');
      const list = at(object, steps.slice(0, to + 1)) as unknown as unknown[];
      list.splice(Number(index), 1);
    },
  ],
  [
    /^in endpoint (\d+) of (\w+ \S+): (.*)$/,
    ({ match: [, index, name, text], named }) =>
      void Object.assign(at(named(name!), ['spec', 'endpoints', index!]), parse(text!)),
  ],
  [
    /^write ([A-Za-z]+)$/,
    ({ match: [, key], parent, steps }) => {
      parent[key!] = parent[steps.at(-1)!];
      delete parent[steps.at(-1)!];
    },
  ],
  [
    /^write the value on one line, in quotes: (\S+): "\.\.\."$/,
    ({ match: [, key], parent }) => void (parent[key!] = (parent[key!] as string).trim()),
  ],
  [
    /^move (\w+) into annotations$/,
    ({ match: [, label], object, steps }) => {
      const rule = at(object, steps.slice(0, -2));
      rule['annotations'] = { ...(rule['annotations'] as Json), [label!]: (rule['labels'] as Json)[label!] };
      delete (rule['labels'] as Json)[label!];
    },
  ],
  [/^(scheme|metricsPath): (\S+)$/, setBesideTargets],
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

/** Whether the fix changes the expression of the rule. */
function inExpression(object: Json, path: string, found: unknown, fix: string): boolean {
  const rule = at(object, keysOf(path).slice(0, -1));
  const fixed = fixedExpression(String(rule['expr']), typeof found === 'string' ? found : undefined, fix);
  if (fixed !== undefined) rule['expr'] = fixed;
  return fixed !== undefined;
}

/** Removes the innermost item of a list that the path leads through. */
function removeEntry(object: Json, steps: readonly string[]): void {
  const last = steps.findLastIndex((step) => /^\d+$/.test(step));
  (at(object, steps.slice(0, last)) as unknown as unknown[]).splice(Number(steps[last]), 1);
}

/** Scheme and path stand in the spec, beside the list of targets. */
function setBesideTargets(place: Place): false | undefined {
  const { match, object, steps } = place;
  if (!steps.includes('staticConfigs')) return setFields(place);
  at(object, ['spec'])[match[1]!] = match[2];
  return undefined;
}

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
  // An item of a list, such as `targets[0]`: the fix has the whole list.
  if (Array.isArray(parent)) return void Object.assign(at(object, steps.slice(0, -2)), fields);
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
