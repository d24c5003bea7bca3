import type { AlertmanagerConfig, AlertmanagerReceiver } from '../../helm-values/values-schema';
import type { Manifests } from '../../kubernetes/manifests';
import { isMap, listOf, mapOf } from '../../kubernetes/object';

/** What reaches people through a receiver: a pager wakes, a message can be read later. */
export type Strength = 'nothing' | 'message' | 'pager';

export const STRENGTHS: readonly Strength[] = ['nothing', 'message', 'pager'];

export interface Receiver {
  readonly name: string;
  readonly strength: Strength;
  /** Why nothing arrives, as a sentence. @default it can arrive */
  readonly broken?: string;
  /** Settings by path, e.g. `slack_configs[0].channel`. */
  readonly settings: ReadonlyMap<string, string>;
}

/** Services whose messages ring. */
const PAGERS = ['pagerduty', 'opsgenie', 'victorops', 'pushover', 'incidentio'];

export function receiversOf(
  { receivers = [] }: AlertmanagerConfig,
  mounted: readonly string[] | undefined,
  manifests: Manifests,
): ReadonlyMap<string, Receiver> {
  return new Map(receivers.map((receiver) => [receiver.name, receiverOf(receiver, mounted, manifests)]));
}

function receiverOf(
  { name, ...integrations }: AlertmanagerReceiver,
  mounted: readonly string[] | undefined,
  manifests: Manifests,
): Receiver {
  const used = Object.entries(integrations).filter(([, settings]) => listOf(settings).length > 0);
  const settings = new Map(used.flatMap(([key, value]) => [...leaves(value, key)]));
  const broken = [...settings].flatMap(([path, value]) => brokenBy(path, value, mounted, manifests) ?? [])[0];
  const rings = used.some(([key]) => PAGERS.some((pager) => key === `${pager}_configs`));
  return {
    name,
    strength: used.length === 0 || broken !== undefined ? 'nothing' : rings ? 'pager' : 'message',
    ...(broken === undefined ? {} : { broken }),
    settings,
  };
}

function* leaves(value: unknown, path: string): Generator<readonly [string, string]> {
  if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) yield* leaves(item, `${path}[${index}]`);
    return;
  }
  if (!isMap(value)) {
    yield [path, String(value)];
    return;
  }
  // A reference to a Secret is one setting.
  if (
    typeof value['name'] === 'string' &&
    typeof value['key'] === 'string' &&
    Object.keys(value).length <= 3
  ) {
    yield [path, `key ${value['key']} of Secret ${value['name']}`];
    return;
  }
  for (const [key, inner] of Object.entries(value)) yield* leaves(inner, `${path}.${key}`);
}

const MOUNTED = /^\/etc\/alertmanager\/secrets\/([^/]+)\/(.+)$/;

/** A file of a Secret that is not mounted, or a key that a Secret lacks. */
function brokenBy(
  path: string,
  value: string,
  mounted: readonly string[] | undefined,
  manifests: Manifests,
): string | undefined {
  const file = MOUNTED.exec(value);
  const reference = /^key (.*) of Secret (.*)$/.exec(value);
  const secret = file?.[1] ?? reference?.[2];
  const key = file?.[2] ?? reference?.[1];
  if (secret === undefined || key === undefined) return undefined;
  if (file !== null && mounted !== undefined && !mounted.includes(secret))
    return `${path} reads a file of Secret ${secret}, which alertmanagerSpec.secrets does not mount`;
  const read = manifests.kind('Secret').filter(({ name }) => name === secret);
  const keys = read.flatMap(({ fields }) => [
    ...Object.keys(mapOf(fields['data'])),
    ...Object.keys(mapOf(fields['stringData'])),
  ]);
  if (keys.length === 0 || keys.includes(key)) return undefined;
  return `${path} reads key ${key}, which Secret ${secret} does not have`;
}

/** Whether two receivers reach the same people, whatever their names are. */
export const isSameDestination = (a: Receiver | undefined, b: Receiver | undefined): boolean =>
  a !== undefined &&
  b !== undefined &&
  (a.name === b.name ||
    (a.strength === b.strength && a.settings.size > 0 && changedSettings(a, b).every(isWording)));

/** Names of the settings that differ. */
export function changedSettings(before: Receiver, after: Receiver): readonly string[] {
  const paths = new Set([...before.settings.keys(), ...after.settings.keys()]);
  return [...paths].filter((path) => before.settings.get(path) !== after.settings.get(path)).toSorted();
}

/** Whether a setting is only text of messages. */
export const isWording = (path: string): boolean =>
  /\.(?:title|text|html|description|details|headers|links|summary|message|note|fallback|pretext|footer|color|icon_emoji|username|severity|actions|fields)\b/.test(
    path.replaceAll(/\[\d+\]/g, ''),
  );
