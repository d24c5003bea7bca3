import { walk } from '../promql/expr';
import { nameOf } from '../kubernetes/object';
import { namesRead } from './recording-graph';
import type { PairedRules } from './pair-rules';
import type { Side } from './side';

/** A recorded series that is gone or has another name: its history ends. */
export interface LostSeries {
  readonly name: string;
  /** @default it is gone */
  readonly renamedTo?: string;
  /** What still reads it after the change. */
  readonly readers: {
    readonly alerts: readonly string[];
    readonly rules: readonly string[];
    /** Panels, as `panel "Errors" of ConfigMap monitoring/dashboard`. */
    readonly panels: readonly string[];
  };
}

/** Recorded series of the first side that the second one does not record. */
export function lostSeries(before: Side, after: Side, { pairs }: PairedRules): readonly LostSeries[] {
  return [...before.recordings.keys()]
    .filter((name) => !after.recordings.has(name))
    .map((name) => {
      const renamedTo = pairs.find((pair) => pair.before.name === name)?.after.name;
      const readers = after.rules.filter((rule) => namesRead(rule).includes(name));
      return {
        name,
        ...(renamedTo === undefined ? {} : { renamedTo }),
        readers: {
          alerts: namesOf(readers, 'alert'),
          rules: namesOf(readers, 'record'),
          panels: after.panels
            .filter(({ expr }) => expr !== undefined && reads(expr, name))
            .map(({ title, object }) => `${title} of ${nameOf(object)}`),
        },
      };
    });
}

const reads = (expr: Parameters<typeof walk>[0], name: string): boolean =>
  [...walk(expr)].some((node) => node.node === 'selector' && node.name === name);

const namesOf = (rules: Side['rules'], kind: 'alert' | 'record'): readonly string[] => [
  ...new Set(rules.filter((rule) => rule.kind === kind).map(({ name }) => name)),
];
