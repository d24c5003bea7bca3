import { ownValue } from '../findings/fields';
import type { RegexMatch } from './anchored-regex';

const REFERENCE = /\$(?:\$|\{([\p{L}\p{Nd}_]+)\}|([\p{L}\p{Nd}_]+))/gu;

/**
 * Replaces `$1`, `${1}`, `$name` and `${name}` by the groups, and `$$` by `$`. Names are as long as possible: `$1x` is
 * the group named `1x`, not the first group and an x. Unknown groups are empty.
 * @see https://pkg.go.dev/regexp#Regexp.Expand
 */
export function expandTemplate(template: string, { groups, names }: RegexMatch): string {
  if (!template.includes('$')) return template;
  return template.replace(REFERENCE, (_, braced: string | undefined, bare: string | undefined) => {
    const name = braced ?? bare;
    if (name === undefined) return '$';
    const index = /^(?:0|[1-9]\d{0,8})$/.test(name) ? Number(name) : ownValue(names, name);
    return (index === undefined ? undefined : groups[index]) ?? '';
  });
}
