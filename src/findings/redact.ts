import { isMap, type Fields } from './fields';
import type { Problem } from './finding';

/** Shown in place of a credential. */
const HIDDEN = 'hidden';

/** Keys whose values are credentials, in any of the usual spellings. */
const SECRET_KEY =
  /(pas+w\w*|passphrase|secret|tokens?|credentials?|(api|access|private|secret|service|routing|user|shared|encryption)_?key|authorization|cookie|bearer|dsn|connection_?string|^(slack_)?api_?url|webhook_?url)$/i;

/** Keys beside these that hold the name of a Secret, or where it is. */
const REFERENCE_KEY = /(name|ref|file|path|type|kind|namespace|optional|existing_?secret)$/i;

/** Entries of a reference to a Secret, which name it. */
const REFERENCE_ENTRIES = ['name', 'key', 'optional', 'type', 'needed'];

const isSecretKey = (key: string): boolean => {
  const bare = key.replaceAll(/[-. ]/g, '');
  return SECRET_KEY.test(bare) && !REFERENCE_KEY.test(bare);
};

/** What comes before a credential, and the credential, in any text. Lengths are bounded, so that the time is linear. */
const IN_TEXT: readonly RegExp[] = [
  /([a-z][\w+.-]{0,40}:\/\/)([^\s"'@/?#]+|[^\s"'@/?#:]*:[^\s"']+)(?=@)/gi,
  /([?&;][\w.-]*(?:token|key|pass|passw\w*|secret|sig|signature|auth)=)([^&\s"'#)]+)/gi,
  /(\b(?:bearer|basic)\s+)(?=\S*[\d=._-])([\w.~+/=-]{8,})/gi,
  /(hooks\.slack\.com\/(?:services|workflows|triggers)\/)([\w/]+)/gi,
  /(discord(?:app)?\.com\/api\/webhooks\/)([\w/-]+)/gi,
  /(api\.telegram\.org\/bot)([\w:-]+)/gi,
  /(\.office(?:365)?\.com\/webhook\w*\/)([^\s"']+)/gi,
  /(events\.pagerduty\.com\/(?:integration|generic\/[\w-]+)\/)([^\s"'/]+)/gi,
  /(-----BEGIN [A-Z ]*PRIVATE KEY-----)([\s\S]+)/g,
];

/** The same in values that were found, which can hold command lines, variables and YAML. */
const IN_VALUES: readonly RegExp[] = [
  ...IN_TEXT,
  /(--?[\w-]{0,60}(?:passw\w*|token|secret|api-?key)[ =])(?!-)([^\s"',\]]+)/gi,
  /(\b[A-Z0-9_]*(?:PASSWORD|TOKEN|SECRET|API_?KEY)=)([^\s"']+)/g,
  /(\b(?:password|passwd|pwd)=)("[^"]*"|[^\s"'&,}]+)/gi,
  /([\w.-]{0,60}(?:passw\w*|token|secret|credentials|api_?key)["']?:\s*["']?)(?![\s{[|>$<"'])([^\s,}"']+)/gi,
];

/** Hides the credentials of addresses and headers in a text for people. */
export const redactText = (text: string): string => hide(text, IN_TEXT, []);

/** @param removed receives what was hidden */
const hide = (text: string, patterns: readonly RegExp[], removed: string[]): string =>
  patterns.reduce(
    (shown, pattern) =>
      shown.replace(pattern, (_, before: string, secret: string) => {
        if (secret !== HIDDEN) removed.push(secret);
        return before + HIDDEN;
      }),
    text,
  );

function redactValue(
  value: unknown,
  secret: boolean,
  removed: string[],
  around: readonly unknown[] = [],
): unknown {
  if (typeof value === 'string') {
    if (!secret) return hide(value, IN_VALUES, removed);
    if (value !== '') removed.push(value);
    return value === '' ? value : HIDDEN;
  }
  if (typeof value === 'number') return secret ? HIDDEN : value;
  // What refers to itself is not printed.
  if (around.includes(value)) return value;
  const inside = [...around, value];
  if (Array.isArray(value)) return value.map((item: unknown) => redactValue(item, secret, removed, inside));
  if (!isPlain(value)) return value;
  const inSecret = value['kind'] === 'Secret';
  // A variable of a container, or a header of a receiver.
  const named = typeof value['name'] === 'string' && isSecretKey(value['name']);
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => {
      const hidden =
        isSecretKey(key) ||
        (secret && !REFERENCE_ENTRIES.includes(key)) ||
        (named && key === 'value') ||
        (inSecret && (key === 'data' || key === 'stringData'));
      return [
        key,
        redactValue(WEBHOOKS.test(key) ? withoutUrls(inner, removed) : inner, hidden, removed, inside),
      ];
    }),
  );
}

/** Receivers whose whole address is the credential. */
const WEBHOOKS = /^webhook_?configs?$/i;

function withoutUrls(receivers: unknown, removed: string[]): unknown {
  if (!Array.isArray(receivers)) return receivers;
  return receivers.map((receiver: unknown) => {
    if (!isPlain(receiver) || typeof receiver['url'] !== 'string') return receiver;
    removed.push(receiver['url']);
    return { ...receiver, url: HIDDEN };
  });
}

/** A map of data, and not a regular expression or another class. */
const isPlain = (value: unknown): value is Fields =>
  isMap(value) && [Object.prototype, null].includes(Object.getPrototypeOf(value) as object | null);

/** Whether the value at a path is a credential: by its own key, or by one above it that no reference ends. */
function isSecretPath(resource: string, path: string): boolean {
  const keys = path.split(/[.[\]"]+/).filter((key) => key !== '' && !/^\d+$/.test(key));
  const last = keys.at(-1) ?? '';
  if (/\bwebhook_?configs?\[\d+\]\.url$/i.test(path)) return true;
  // Below the value itself, the text was read as YAML, whose keys tell what is a credential.
  if (resource.startsWith('Secret ') && /^(data|stringData)\b(?!\["[^"]*"\](\[\d+\])?\.)/.test(path))
    return true;
  return keys.some(isSecretKey) && !REFERENCE_ENTRIES.includes(last) && !REFERENCE_KEY.test(last);
}

/** The password `admin` is not a part of `adminSecret`. */
const wholeWord = (text: string): RegExp =>
  new RegExp(`(?<!\\w)${text.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`)}(?!\\w)`, 'g');

type Shown = Pick<Problem, 'resource' | 'path' | 'message' | 'found' | 'fix'> & {
  readonly expected?: string;
};

/** A finding or problem without credentials: neither in what was found nor where its other texts repeat that. */
export function redacted<P extends Shown>(problem: P): P {
  const { resource, path, message, found, expected, fix } = problem;
  const removed: string[] = [];
  const shown = redactValue(found, isSecretPath(resource, path), removed);
  // Shorter ones would hide ordinary words.
  const secrets = removed.filter((secret) => secret.length > 2).toSorted((a, b) => b.length - a.length);
  const clean = (text: string): string =>
    redactText(secrets.reduce((rest, secret) => rest.replaceAll(wholeWord(secret), HIDDEN), text));
  return {
    ...problem,
    resource: redactText(resource),
    path: redactText(path),
    message: clean(message),
    ...(found === undefined ? {} : { found: shown }),
    ...(expected === undefined ? {} : { expected: clean(expected) }),
    fix: clean(fix),
  };
}
