import type { BaseUnit } from '../metrics/metric';
import { words } from '../findings/words';
import { withoutTotal, wordsOf } from './words';

/** Base units that names may end in. @see https://prometheus.io/docs/practices/naming/#base-units */
const BASE_UNITS = words(
  'seconds bytes ratio celsius meters volts amperes joules grams',
) as readonly BaseUnit[];

interface OtherUnit {
  /** Names of the unit anywhere in a name. */
  readonly words?: readonly string[];
  /** Names that are read as the unit only at the end of a name: elsewhere they may be words. */
  readonly atEnd?: readonly string[];
  readonly base: BaseUnit;
  readonly convert: string;
}

const KEPT = 'only the name changes';

/** Units that Prometheus advises against, and how to come from them to the base unit. */
const OTHER_UNITS: readonly OtherUnit[] = [
  {
    words: words('milliseconds millisecond millis msec msecs'),
    atEnd: ['ms'],
    base: 'seconds',
    convert: 'divide by 1,000',
  },
  {
    words: words('microseconds microsecond micros usec'),
    atEnd: ['us'],
    base: 'seconds',
    convert: 'divide by 1,000,000',
  },
  {
    words: words('nanoseconds nanosecond nanos'),
    atEnd: ['ns'],
    base: 'seconds',
    convert: 'divide by 1,000,000,000',
  },
  { atEnd: ['s', 'sec', 'secs', 'second'], base: 'seconds', convert: KEPT },
  { atEnd: ['minutes', 'mins'], base: 'seconds', convert: 'multiply by 60' },
  { atEnd: ['hours', 'hrs'], base: 'seconds', convert: 'multiply by 3,600' },
  { atEnd: ['days'], base: 'seconds', convert: 'multiply by 86,400' },
  { atEnd: ['byte'], base: 'bytes', convert: KEPT },
  { words: ['bits'], base: 'bytes', convert: 'divide by 8' },
  { words: ['kilobytes', 'kb'], base: 'bytes', convert: 'multiply by 1,000' },
  { words: ['kibibytes', 'kib'], base: 'bytes', convert: 'multiply by 1,024' },
  { words: ['megabytes', 'mb'], base: 'bytes', convert: 'multiply by 1,000,000' },
  { words: ['mebibytes', 'mib'], base: 'bytes', convert: 'multiply by 1,048,576' },
  { words: ['gigabytes', 'gb'], base: 'bytes', convert: 'multiply by 1,000,000,000' },
  { words: ['gibibytes', 'gib'], base: 'bytes', convert: 'multiply by 1,073,741,824' },
  { words: ['percent', 'percentage', 'pct'], base: 'ratio', convert: 'divide by 100' },
  { words: ['fahrenheit'], base: 'celsius', convert: 'subtract 32 and multiply by 5/9' },
  { words: ['kelvin'], base: 'celsius', convert: 'subtract 273.15' },
  { words: ['kilometers', 'km'], base: 'meters', convert: 'multiply by 1,000' },
  { words: ['kilograms', 'kg'], base: 'grams', convert: 'multiply by 1,000' },
];

const wordsIn = (name: string): readonly string[] => withoutTotal(wordsOf(name).join('_')).split('_');

/** The unit in a name that is not a base unit, and the name that it should have. */
export function otherUnit(
  name: string,
):
  | { readonly word: string; readonly base: BaseUnit; readonly convert: string; readonly rename: string }
  | undefined {
  const words = wordsIn(name);
  for (const { words: anywhere = [], atEnd = [], base, convert } of OTHER_UNITS) {
    const index = words.findLastIndex(
      (word, position) => anywhere.includes(word) || (position === words.length - 1 && atEnd.includes(word)),
    );
    // `requests_per_minutes` is a rate, which is wrong in another way.
    if (index > 0 && words[index - 1] !== 'per')
      return {
        word: words[index] ?? '',
        base,
        convert,
        rename: endedIn(base, name, words.toSpliced(index, 1)),
      };
  }
  return undefined;
}

/** A base unit that is not the last word, and the name with it there. */
export function misplacedUnit(
  name: string,
): { readonly unit: BaseUnit; readonly rename: string } | undefined {
  const words = wordsIn(name);
  if (BASE_UNITS.some((unit) => words.at(-1) === unit)) return undefined;
  const index = words.findIndex((word) => BASE_UNITS.some((unit) => unit === word));
  // `bytes_sent_total`: what happened to them is part of what is counted.
  if (index === words.length - 2 && MOVED.includes(words.at(-1) ?? '')) return undefined;
  const unit = BASE_UNITS.find((base) => base === words[index]);
  return unit === undefined ? undefined : { unit, rename: endedIn(unit, name, words.toSpliced(index, 1)) };
}

const MOVED = words(`
  sent received read written transferred processed uploaded downloaded transmitted copied freed allocated
`);

function endedIn(unit: BaseUnit, name: string, words: readonly string[]): string {
  return [...words, unit].join('_') + (wordsOf(name).at(-1) === 'total' ? '_total' : '');
}

/** What is measured in a unit, whether the name says so or not. */
const MEASURED: readonly (readonly [readonly string[], BaseUnit])[] = [
  [
    words(
      'duration latency elapsed uptime response_time processing_time wait_time execution_time connected_time cpu_time busy_time query_time lag timestamp',
    ),
    'seconds',
  ],
  [words('memory heap payload_size body_size request_size response_size file_size upload_size'), 'bytes'],
];

/** The base unit that a name should end in and does not mention. */
export function missingUnit(name: string): BaseUnit | undefined {
  if (
    BASE_UNITS.some((unit) => wordsIn(name).at(-1) === unit) ||
    otherUnit(name) !== undefined ||
    misplacedUnit(name) !== undefined
  )
    return undefined;
  const plain = wordsIn(name).join('_');
  return MEASURED.find(([phrases]) =>
    phrases.some((phrase) => {
      const [, behind] = plain.match(new RegExp(`(?:^|_)${phrase}((?:_[a-z0-9]+)*)$`)) ?? [];
      return behind?.split('_').every((word) => word === '' || QUALIFIERS.includes(word));
    }),
  )?.[1];
}

/** Words that may follow what is measured. Others are the subject: `memory_errors` are errors. */
const QUALIFIERS = words(`
  usage used free available limit limits max min average avg mean current last allocated reserved resident virtual
  consumed size p50 p90 p95 p99
`);

/** The name in its base unit, which is the last word. */
export function inBaseUnit(name: string): string {
  const missing = missingUnit(name);
  const ended = missing === undefined ? name : endedIn(missing, name, wordsIn(name));
  return otherUnit(ended)?.rename ?? misplacedUnit(ended)?.rename ?? ended;
}
