import { listOf, mapOf, nameOf, textOf, type Fields, type KubernetesObject } from '../kubernetes/object';
import { tryParse } from '../promql/try-parse';
import { print } from '../promql/print';
import { dependsOnRealTime, speedUp, shortened, type Clock } from './clock';

export interface RuleFile {
  readonly name: string;
  readonly content: { readonly groups: readonly Fields[] };
  /** Rules that cannot be run on a faster clock, as sentences. */
  readonly notes: readonly string[];
}

/** A field of Thanos, which the operator removes from the rules of Prometheus. */
const OF_THANOS = 'partial_response_strategy';

/** Lengths of time in groups and rules. */
const LENGTHS: readonly string[] = ['interval', 'query_offset', 'for', 'keep_firing_for'];

/** The file that the operator writes for a PrometheusRule. At speed 1 it holds the very text of the manifest. */
export function ruleFile(object: KubernetesObject, clock: Clock): RuleFile {
  const notes: string[] = [];
  const timed = (fields: Fields): Fields =>
    Object.fromEntries(
      Object.entries(fields)
        .filter(([key]) => key !== OF_THANOS)
        .map(([key, value]) => [key, LENGTHS.includes(key) ? shortened(textOf(value) ?? '', clock) : value]),
    );
  const ruleOf = (rule: Fields): Fields => {
    if (clock.speed === 1) return timed(rule);
    const name = textOf(rule['alert']) ?? textOf(rule['record']) ?? '';
    const { text, note } = speedUpText(String(rule['expr']), clock);
    if (note !== undefined) notes.push(`${nameOf(object)}: ${name} ${note}`);
    return { ...timed(rule), expr: text };
  };
  const groups = listOf(mapOf(object.fields['spec'])['groups']).map((item) => {
    const group = mapOf(item);
    return { ...timed(group), rules: listOf(group['rules']).map((rule) => ruleOf(mapOf(rule))) };
  });
  // Escaped, as a name that no API server takes may lead to another folder.
  const name = encodeURIComponent(`${object.namespace}-${object.name}`);
  return { name: `${name}.yaml`, content: { groups }, notes };
}

/** An expression on the faster clock, with what keeps it from being the same question there. */
export function speedUpText(text: string, clock: Clock): { readonly text: string; readonly note?: string } {
  const parsed = tryParse(text);
  if (!('expr' in parsed))
    return { text, note: 'not parsed here, so its durations stay as they are; use --speed 1 to try it' };
  const quick = print(speedUp(parsed.expr, clock));
  return dependsOnRealTime(parsed.expr)
    ? { text: quick, note: 'reads the clock, which is not sped up; use --speed 1 to try it' }
    : { text: quick };
}
