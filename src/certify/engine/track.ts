import type { Range, Samples, Series } from './series';

/** Samples of one series in the order of their times, from which ranges are cut. */
export class Track {
  private readonly times: number[] = [];
  private readonly values: number[] = [];
  /** How many samples there are before each scrape. */
  private readonly before: number[] = [0];
  /** The longest time that a sample of it takes, in seconds. */
  private latest = 0;

  /** @param first number of the scrape from which on it has samples */
  constructor(
    private readonly samples: Pick<Samples, 'interval' | 'phase'>,
    private readonly series: Series,
    readonly first: number,
  ) {}

  /** The samples of scrapes, the last one included, that can be read at a time. */
  between(first: number, last: number, now: number): Range {
    this.extend(last);
    const { interval, phase } = this.samples;
    const from = this.indexOf(first);
    // Those that may be late are asked one by one.
    const certain = Math.floor((now - this.latest - phase) / interval + 1e-9);
    if (certain >= last) return { times: this.times, values: this.values, from, to: this.indexOf(last + 1) };
    const unsure = Math.max(first, certain + 1);
    const times = this.times.slice(from, this.indexOf(unsure));
    const values = this.values.slice(from, this.indexOf(unsure));
    for (let scrape = unsure; scrape <= last; scrape += 1) {
      const time = this.timeOf(scrape);
      const index = this.indexOf(scrape);
      const isMissing = index === this.indexOf(scrape + 1);
      if (isMissing || time + (this.series.late?.(scrape) ?? 0) > now + 1e-9) continue;
      times.push(time);
      values.push(this.values[index]!);
    }
    return { times, values, from: 0, to: values.length };
  }

  /** Where the first sample of a scrape, or of a later one, is. */
  private indexOf(scrape: number): number {
    return this.before[scrape - this.first]!;
  }

  /** How many scrapes up to one were not read yet. */
  unread(last: number): number {
    return Math.max(0, last - this.first - this.before.length + 2);
  }

  private extend(last: number): void {
    for (let scrape = this.first + this.before.length - 1; scrape <= last; scrape += 1) {
      const point = this.series.at(scrape);
      if (point !== undefined && point !== 'stale') {
        this.times.push(this.timeOf(scrape));
        this.values.push(point);
      }
      this.before.push(this.values.length);
      this.latest = Math.max(this.latest, this.series.late?.(scrape) ?? 0);
    }
  }

  private timeOf(scrape: number): number {
    return this.samples.phase + scrape * this.samples.interval;
  }
}
