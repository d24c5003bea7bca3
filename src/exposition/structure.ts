import { bucketDefects } from './buckets';
import type { Defect, Family, Page, Sample } from './page';
import { seriesKey } from './series-key';
import { storedLabels } from './stored-labels';
import { belongsTo } from './suffixes';

/**
 * What contradicts itself on a page that can be read. Prometheus takes all of it without a word: it drops one of two
 * equal series, and computes from the rest.
 */
export function structureDefects(page: Page): readonly Defect[] {
  return [
    ...repeatedSeries(page),
    ...page.families.flatMap((family) => [
      ...foreignSeries(family, page),
      ...family.samples.flatMap((sample) => impossibleCount(family, sample)),
      ...bucketDefects(family),
    ]),
    ...(page.format === 'openmetrics' ? interleaved(page) : []),
  ].toSorted((a, b) => a.line - b.line);
}

function defect(line: number, message: string, found: unknown, fix: string): Defect {
  return { line, message, found, fix, refused: false };
}

/** First by the labels that every Prometheus stores, then by what only version 3 stores under one name. */
function repeatedSeries(page: Page): readonly Defect[] {
  const before = { 2: new Map<string, number>(), 3: new Map<string, number>() };
  return samplesByLine(page).flatMap(({ sample }) => {
    const [known, since3] = ([2, 3] as const).map((major) => {
      const key = seriesKey({ name: sample.name, labels: storedLabels(sample, major) });
      const first = before[major].get(key);
      before[major].set(key, first ?? sample.line);
      return first;
    });
    if (known !== undefined)
      return defect(
        sample.line,
        `repeats the series of line ${known}, so that Prometheus drops one`,
        sample.name,
        'add them up',
      );
    if (since3 === undefined) return [];
    return defect(
      sample.line,
      `writes the number of line ${since3} in another form, so that Prometheus 3 stores one series and drops this one`,
      sample.name,
      'write each bound and quantile once',
    );
  });
}

function foreignSeries(family: Family, page: Page): readonly Defect[] {
  return family.samples
    .filter(({ name }) => !belongsTo(name, family, page.format))
    .map(({ name, line }) => {
      if (family.type === 'counter' && name.endsWith('_total'))
        return defect(
          line,
          'OpenMetrics declares a counter without _total, which only its samples have',
          name,
          `write # TYPE ${name.slice(0, -'_total'.length)} counter`,
        );
      return defect(
        line,
        `the name does not have a suffix of a ${family.type}`,
        name,
        family.type === 'counter'
          ? `name it ${name}_total`
          : 'declare the type that it has, or use a client library',
      );
    });
}

function impossibleCount({ type }: Family, { name, value, line }: Sample): readonly Defect[] {
  const counts = type === 'counter' || (type === 'histogram' && /_(bucket|count)$/.test(name));
  return counts && !(value >= 0 && value < Infinity)
    ? [defect(line, 'a count must be a finite number from 0', value, 'use a gauge for what can go below 0')]
    : [];
}

function interleaved(page: Page): readonly Defect[] {
  const closed = new Set<Family>();
  let current: Family | undefined;
  return samplesByLine(page).flatMap(({ family, sample }) => {
    if (family === current) return [];
    if (current !== undefined) closed.add(current);
    current = family;
    if (!closed.has(family)) return [];
    const message = 'the series of a metric are not written together';
    return defect(sample.line, message, sample.name, 'write all series of a metric together');
  });
}

function samplesByLine({ families }: Page) {
  return families
    .flatMap((family) => family.samples.map((sample) => ({ family, sample })))
    .toSorted((a, b) => a.sample.line - b.sample.line);
}
