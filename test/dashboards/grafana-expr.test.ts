import { grafanaExpr } from '../../src/dashboards/grafana-expr';
import { exprOfText, forgetExprs } from '../../src/promql/expr-of-text';
import { withoutVariables } from '../../src/promql/grafana-variables';
import { parse } from '../../src/promql/parse';

const shown = (text: string, window?: Parameters<typeof grafanaExpr>[1]) => grafanaExpr(parse(text), window);

describe('an expression in a panel', () => {
  it.each([
    ['up', 'up{cluster=~"$cluster"}'],
    ['up{job="a"}', 'up{cluster=~"$cluster", job="a"}'],
    ['1 - a / b', '1 - a{cluster=~"$cluster"} / b{cluster=~"$cluster"}'],
    ['-sum by (le) (a)', '-sum by (le) (a{cluster=~"$cluster"})'],
    [
      'label_replace(a, "x", "$1", "job", "(.+)")',
      'label_replace(a{cluster=~"$cluster"}, "x", "$1", "job", "(.+)")',
    ],
    ['max_over_time(a[1h:5m])', 'max_over_time(a{cluster=~"$cluster"}[1h:5m])'],
    ['rate(a[5m] offset 1h)', 'rate(a{cluster=~"$cluster"}[5m] offset 1h)'],
  ])('%s in the selected environment is %s', (text, expected) => {
    expect(shown(text)).toBe(expected);
  });

  it('can leave its windows to Grafana', () => {
    expect(shown('rate(a[5m]) / rate(b[1h])', '$__rate_interval')).toBe(
      'rate(a{cluster=~"$cluster"}[$__rate_interval]) / rate(b{cluster=~"$cluster"}[$__rate_interval])',
    );
    expect(shown('avg_over_time(a[1m])', '$__interval')).toBe(
      'avg_over_time(a{cluster=~"$cluster"}[$__interval])',
    );
  });

  it.each([
    ['rate(a{route=~"$route"}[5m]) / rate(b[1h])', '$__rate_interval'],
    ['avg_over_time(a[1m] offset 1d)', '$__interval'],
    ['label_replace(a, "x", "$1", "job", "(.+)")', undefined],
  ] as const)('%s is read back as it was meant, without being parsed', (text, window) => {
    forgetExprs();
    const { promql } = withoutVariables(shown(text, window));
    const seeded = exprOfText(promql);
    forgetExprs();
    expect(seeded).toEqual(exprOfText(promql));
  });
});
