/**
 * What kubectl and Helm read a plain scalar as: the rules of goyaml.v2, written from its source and without any other
 * reader of YAML.
 * @see https://github.com/kubernetes-sigs/yaml/blob/v1.6.0/goyaml.v2/resolve.go
 */
export type GoYamlType = 'string' | 'bool' | 'int' | 'float' | 'null' | 'merge' | 'timestamp';

const words = (text: string) => new Set(text.split(' '));
const BOOLEANS = words('y Y yes Yes YES true True TRUE on On ON n N no No NO false False FALSE off Off OFF');
const NULLS = new Set(['', '~', 'null', 'Null', 'NULL']);
const FLOATS = words('.nan .NaN .NAN .inf .Inf .INF +.inf +.Inf +.INF -.inf -.Inf -.INF');

/** `strconv.ParseInt(text, 0, 64)` and `ParseUint`, without underscores. */
const GO_INTEGER = /^[-+]?(0[xX][0-9a-fA-F]+|0[bB][01]+|0[oO]?[0-7]+|0|[1-9][0-9]*)$/;
const FLOAT =
  /^[-+]?[0-9]*\.?[0-9]+([eE][-+][0-9]+)?$|^[-+]?[0-9]+\.?[0-9]*([eE][-+]?[0-9]+)?$|^[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?$/;
const TIMESTAMP = /^\d{4}-\d{1,2}-\d{1,2}([Tt ].*)?$/;

export function goYamlType(plain: string): GoYamlType {
  if (BOOLEANS.has(plain)) return 'bool';
  if (NULLS.has(plain)) return 'null';
  if (plain === '<<') return 'merge';
  if (FLOATS.has(plain)) return 'float';
  if (TIMESTAMP.test(plain)) return 'timestamp';
  const digits = plain.replaceAll('_', '');
  if (/^[-+.\d]/.test(plain) && GO_INTEGER.test(digits)) return 'int';
  if (/^[-+.\d]/.test(plain) && FLOAT.test(digits)) return 'float';
  return 'string';
}
