import type { ScalarTag } from 'yaml';

const words = (text: string): ReadonlySet<string> => new Set(text.split(' '));

const TRUE = words('y Y yes Yes YES true True TRUE on On ON');
const FALSE = words('n N no No NO false False FALSE off Off OFF');
const NULL = new Set(['', '~', 'null', 'Null', 'NULL']);
const INFINITE = words('.inf .Inf .INF +.inf +.Inf +.INF');
const NEGATIVE_INFINITE = words('-.inf -.Inf -.INF');
const NOT_A_NUMBER = words('.nan .NaN .NAN');

/** First characters of texts that may be something else than a string. */
const MAYBE = /^(?:[-+.\dyYnNtTfFoO~]|$)/;

/** Digits of Go's integers, by the prefix of their base. Decimals have no leading zero. */
const INTEGER =
  /^(?<sign>[-+]?)(?:0[xX](?<hex>[\da-fA-F]+)|0[bB](?<binary>[01]+)|0[oO]?(?<octal>[0-7]+)|(?<decimal>0|[1-9]\d*))$/;
/** The reader itself takes a sign behind the prefix. */
const BINARY = /^0b(?<sign>[-+])(?<binary>[01]+)$/;
const FLOAT = /^[-+]?(?:\.\d+|\d+(?:\.\d*)?)(?:[eE][-+]?\d+)?$/;

/** Of 64 bits. What is larger is a string, and `0777...` and decimals are read as floats. */
const LARGEST = 2 ** 64;

/**
 * What kubectl and Helm read a plain scalar as: a boolean, null, a number or a string. Timestamps stay strings.
 * @see https://github.com/kubernetes-sigs/yaml/blob/v1.6.0/goyaml.v2/resolve.go
 */
function scalarOf(text: string): string | number | boolean | null {
  if (TRUE.has(text)) return true;
  if (FALSE.has(text)) return false;
  if (NULL.has(text)) return null;
  if (INFINITE.has(text)) return Infinity;
  if (NEGATIVE_INFINITE.has(text)) return -Infinity;
  if (NOT_A_NUMBER.has(text)) return NaN;
  return numberOf(text) ?? text;
}

function numberOf(text: string): number | undefined {
  if (!/^[-+.\d]/.test(text)) return undefined;
  // A text that starts with a point is read by Go, which takes _ only between digits.
  const digits = text.startsWith('.') ? text.replaceAll(/(?<=\d)_(?=\d)/g, '') : text.replaceAll('_', '');
  return integerOf(digits) ?? floatOf(digits);
}

function integerOf(digits: string): number | undefined {
  const { sign, hex, binary, octal, decimal } = (INTEGER.exec(digits) ?? BINARY.exec(digits))?.groups ?? {};
  const size =
    hex !== undefined
      ? parseInt(hex, 16)
      : binary !== undefined
        ? parseInt(binary, 2)
        : octal !== undefined
          ? parseInt(octal, 8)
          : Number(decimal);
  if (Number.isNaN(size) || size >= LARGEST) return undefined;
  // Not -0, which JSON does not have.
  return sign === '-' && size !== 0 ? -size : size;
}

/** Undefined for what is beyond every float, too. */
function floatOf(digits: string): number | undefined {
  const value = FLOAT.test(digits) ? Number(digits) : NaN;
  return Number.isFinite(value) ? value + 0 : undefined;
}

/** A tag that is written out, such as `!!int "1"`. */
const named = (name: string, accepts: (value: unknown) => boolean): ScalarTag => ({
  tag: `tag:yaml.org,2002:${name}`,
  resolve: (text, onError) => {
    const value = scalarOf(text);
    if (!accepts(value)) onError(`the value is not of type !!${name}`);
    return value;
  },
});

const BASE64 = /^(?:[A-Za-z\d+/]{4})*(?:[A-Za-z\d+/]{2}==|[A-Za-z\d+/]{3}=)?$/;

/** Scalars as kubectl and Helm read them. */
export const SCALARS: readonly ScalarTag[] = [
  { tag: 'tag:signalproof,2026:plain', default: true, test: MAYBE, resolve: scalarOf },
  named('bool', (value) => typeof value === 'boolean'),
  named('int', Number.isInteger),
  named('float', (value) => typeof value === 'number'),
  named('null', (value) => value === null),
  {
    tag: 'tag:yaml.org,2002:binary',
    resolve: (text, onError) => {
      const characters = text.replaceAll(/[\r\n]/g, '');
      if (!BASE64.test(characters)) onError('the value of !!binary is not base64');
      return Buffer.from(characters, 'base64').toString();
    },
  },
];
