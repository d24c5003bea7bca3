import { withoutVariables } from '../../src/promql/grafana-variables';
import { parse } from '../../src/promql/parse';
import { print } from '../../src/promql/print';

/** A query of a panel as Prometheus could read it, and what is known of it. */
const read = (text: string): readonly [string, string | undefined, boolean] => {
  const { promql, asWritten, exact } = withoutVariables(text);
  const written = asWritten(parse(promql));
  return [promql, written === undefined ? undefined : print(written), exact];
};

test.each<[string, ReturnType<typeof read>]>([
  ['up{job="a"}', ['up{job="a"}', 'up{job="a"}', true]],
  ['up{job=~"$job"}', ['up{job=~"grafana__variable"}', 'up{job=~".*"}', true]],
  ['up{a="b-[[c]]"}', ['up{a="b-grafana__variable"}', 'up{a=~".*"}', true]],
  ['rate(a[$__rate_interval])', ['rate(a[1h])', 'rate(a[1h])', true]],
  ['max_over_time(a[${window}:$step])', ['max_over_time(a[1h:1m])', 'max_over_time(a[1h:1m])', true]],
  ['a offset $__interval', ['a offset 1h', 'a offset 1h', true]],
  ['a offset $window', ['a offset 1h', 'a offset 1h', false]],
  ['a * $__range_s', ['a * 3600', 'a * 3600', true]],
  ['topk($k, a)', ['topk(0.5, a)', 'topk(0.5, a)', false]],
  ['$metric > 1', ['grafana__variable > 1', undefined, false]],
  ['sum by ($label) (a)', ['sum by (grafana__variable) (a)', undefined, false]],
])('%s', (text, expected) => expect(read(text)).toEqual(expected));
