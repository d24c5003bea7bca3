import { isWaking } from '../../certify/folder/alerts';
import { counted } from '../../findings/coverage';
import { groupBy } from '../../findings/group-by';
import { oneLine } from '../../findings/one-line';
import type { Change } from '../effect';
import { shownPath, targetName } from '../edit';
import { MUTATORS } from '../mutators/index';
import type { Blindspots, Judged, Verdict } from '../run';

const KINDS = ['doctor', 'certificate', 'alert', 'tests', 'survived', 'unjudged', 'equivalent'] as const;

/** Those that can be: without a command, no test catches anything. Where all are judged, that is no column. */
const kindsOf = ({ test, judged }: Blindspots): readonly Verdict['kind'][] =>
  KINDS.filter((kind) => {
    if (kind === 'tests') return test !== undefined;
    return kind !== 'unjudged' || judged.some(({ verdict }) => verdict.kind === kind);
  });

const KIND_TITLES: Readonly<Record<Verdict['kind'], string>> = {
  doctor: 'doctor',
  certificate: 'certify',
  alert: 'an alert',
  tests: 'your tests',
  survived: 'unnoticed',
  unjudged: 'not judged',
  equivalent: 'changes nothing',
};

/** Rows of the table of mutators: the name, the number of mutants, and how many were caught by whom. */
export function countRows(found: Blindspots): readonly (readonly string[])[] {
  const { judged } = found;
  const count = (some: readonly Judged[]): readonly string[] => [
    String(some.length),
    ...kindsOf(found).map((kind) => String(some.filter(({ verdict }) => verdict.kind === kind).length)),
  ];
  const rows = MUTATORS.flatMap(({ name }) => {
    const own = judged.filter(({ mutator }) => mutator.name === name);
    return own.length === 0 ? [] : [[name, ...count(own)]];
  });
  return [...rows, ['all', ...count(judged)]];
}

export const countHeadings = (found: Blindspots): readonly string[] => [
  'change',
  'mutants',
  ...kindsOf(found).map((kind) => KIND_TITLES[kind]),
];

export interface Survivor {
  /** What was changed, e.g. `ServiceMonitor shop/cart spec.endpoints[0].interval: 30s became 20m`. */
  readonly change: string;
  /** Alerts that suffer, and how. */
  readonly pages: readonly string[];
  readonly critical: boolean;
  readonly caughtBy: string;
  /** Why the tests of the user did not run, as a clause. @default they pass, or none were given */
  readonly untested?: string;
}

/** Survivors, those of critical alerts first. */
export function survivors({ judged, inputs }: Blindspots): readonly Survivor[] {
  return judged
    .flatMap(({ mutator, edit, verdict }): readonly Survivor[] => {
      if (verdict.kind !== 'survived') return [];
      const { target, path, from, to } = edit;
      const place = [targetName(target, inputs), shownPath(edit)].filter((part) => part !== '').join(' ');
      return [
        {
          change: `${place}: ${path.length === 0 ? 'deleted' : becameText(value(from), value(to))}`,
          pages: pagesText(verdict.changes),
          critical: verdict.changes.some(silencesPage),
          caughtBy: mutator.caughtBy,
          ...(verdict.untested === undefined ? {} : { untested: verdict.untested }),
        },
      ];
    })
    .toSorted((a, b) => Number(b.critical) - Number(a.critical));
}

/** Characters of a long text before and after what differs. */
const AROUND = 24;

/** What differs in long texts, with a little of what is around it. */
function becameText(from: string, to: string): string {
  let start = 0;
  while (start < from.length && from[start] === to[start]) start += 1;
  let end = 0;
  while (end < Math.min(from.length, to.length) - start && from.at(-1 - end) === to.at(-1 - end)) end += 1;
  const part = (text: string): string => {
    const [first, last] = [Math.max(0, start - AROUND), Math.min(text.length, text.length - end + AROUND)];
    return `${first > 0 ? '...' : ''}${text.slice(first, last)}${last < text.length ? '...' : ''}`;
  };
  return `${part(from)} became ${part(to)}`;
}

const value = (raw: unknown): string =>
  raw === undefined
    ? 'nothing'
    : oneLine((typeof raw === 'string' ? raw : JSON.stringify(raw)).replaceAll(/\s+/g, ' '));

/** Whether a critical alert may no longer notify. */
export const silencesPage = ({ kind, page }: Change): boolean =>
  (kind === 'silenced' || kind === 'altered') && isWaking(page.alert.labels);

/** Names of alerts in one line. The JSON output has all. */
const SHOWN = 4;

/** Alerts with the same changes together, those that wake people first. */
function pagesText(changes: readonly Change[]): readonly string[] {
  const sorted = changes.toSorted((a, b) => Number(silencesPage(b)) - Number(silencesPage(a)));
  const ways = [...groupBy(sorted, ({ page }) => page.alert.rule.name)].map(
    ([name, own]) => [[...new Set(own.map(({ how }) => how))].join('; '), name] as const,
  );
  return [...groupBy(ways, ([how]) => how)].map(([how, same]) => {
    const more = same.length - SHOWN;
    const names = same.slice(0, SHOWN).map(([, name]) => name);
    return `${names.join(', ')}${more > 0 ? ` and ${more} more` : ''}: ${how}`;
  });
}

export function conclusionOf(found: Blindspots): string {
  const { judged, possible, seed } = found;
  const left = survivors(found);
  const pages = left.filter(({ critical }) => critical).length;
  const sample = judged.length < possible ? ` of ${possible} (seed ${seed})` : '';
  return `${counted(judged.length, 'mutant')}${sample}: ${counted(left.length, 'survivor')}, of which ${pages} would silence a critical alert.`;
}
