import type { FamilyType, PageFormat } from './page';

/** Suffixes that samples of a family can have behind its name, by type. */
const SUFFIXES: Readonly<Record<PageFormat, Readonly<Record<FamilyType, readonly string[]>>>> = {
  text: {
    // A page may declare a counter as OpenMetrics does, without the suffix of its samples.
    counter: ['', '_total'],
    gauge: [''],
    histogram: ['_bucket', '_count', '_sum'],
    summary: ['', '_count', '_sum'],
    unknown: [''],
    info: [''],
    stateset: [''],
    gaugehistogram: [''],
  },
  openmetrics: {
    counter: ['_total', '_created'],
    gauge: [''],
    histogram: ['_bucket', '_count', '_sum', '_created'],
    summary: ['', '_count', '_sum', '_created'],
    unknown: [''],
    info: ['_info'],
    stateset: [''],
    gaugehistogram: ['_bucket', '_gcount', '_gsum'],
  },
};

export interface Typed {
  readonly name: string;
  readonly type: FamilyType;
}

/** Whether a series of this name is one of the family's own. */
export function belongsTo(series: string, family: Typed, format: PageFormat): boolean {
  return SUFFIXES[format][family.type].some((suffix) => series === family.name + suffix);
}

/** Names of the families that a series can be of: its own, and those that it would be a suffixed part of. */
export function candidateFamilies(series: string): readonly string[] {
  const cut = series.lastIndexOf('_');
  return cut <= 0 ? [series] : [series, series.slice(0, cut)];
}
