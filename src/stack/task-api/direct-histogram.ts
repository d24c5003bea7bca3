import { Histogram } from 'prom-client';

type Labels = Readonly<Record<string, string>>;

/** What one series of a histogram has seen. */
class Observations {
  /** By bucket; the last is +Inf. Not cumulative: that is done when the page is written. */
  readonly counts: number[];
  sum = 0;

  constructor(
    readonly labels: Labels,
    private readonly bounds: readonly number[],
  ) {
    this.counts = Array.from({ length: bounds.length + 1 }, () => 0);
  }

  observe(value: number): void {
    let bucket = 0;
    while (bucket < this.bounds.length && value > this.bounds[bucket]!) bucket++;
    this.counts[bucket]! += 1;
    this.sum += value;
  }
}

/**
 * A histogram of prom-client whose series are recorded into directly. Its own `observe` builds and looks up a text for
 * every value, which for a small request is a measurable part of the work: `npm run bench -- http`.
 */
export class DirectHistogram extends Histogram {
  private readonly series: Observations[] = [];

  constructor(
    private readonly props: ConstructorParameters<typeof Histogram>[0] & { readonly buckets: number[] },
  ) {
    super(props);
  }

  /** A new series, at 0. */
  with(labels: Labels): Observations {
    const created = new Observations(labels, this.props.buckets);
    this.series.push(created);
    return created;
  }

  /**
   * What prom-client 15 reads the values of a histogram with, for its page and for `get()`; its types do not have it.
   * Labels that several values share are formatted once.
   */
  async getForPromString() {
    const { name, help, buckets } = this.props;
    const values = this.series.flatMap(({ labels: sharedLabels, counts, sum }) => {
      let count = 0;
      const cumulative = counts.map((each, bucket) => {
        count += each;
        const labels = { le: buckets[bucket] ?? '+Inf' };
        return { metricName: `${name}_bucket`, labels, sharedLabels, value: count };
      });
      return [
        ...cumulative,
        { metricName: `${name}_sum`, labels: {}, sharedLabels, value: sum },
        { metricName: `${name}_count`, labels: {}, sharedLabels, value: count },
      ];
    });
    return { name, help, type: 'histogram', aggregator: 'sum', values };
  }
}
