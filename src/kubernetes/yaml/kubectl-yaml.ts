import { parse, type Tags } from 'yaml';
import { MERGE_KEY } from './merge-key';
import { SCALARS } from './scalars';

/** Options with which YAML is read as kubectl and Helm do, which is YAML 1.1 for the most part. */
export const KUBECTL_YAML = {
  schema: 'failsafe',
  customTags: [...SCALARS, MERGE_KEY] as Tags,
  resolveKnownTags: false,
  // Comparing every key with every other is quadratic; `refusedIn` finds duplicates.
  uniqueKeys: false,
  strict: true,
  logLevel: 'silent',
} as const;

/** A document that is part of another one, such as values in an Application. @throws Error for invalid YAML */
export const parseYaml = (text: string): unknown => parse(text, KUBECTL_YAML);

/** YAML 1.2 of another program, errors aside. Undefined for text that has no value, such as one with templates. */
export function tryYaml(text: string): unknown {
  try {
    return parse(text, { logLevel: 'silent' });
  } catch {
    return undefined;
  }
}
