import { panelExpressions } from '../../../src/doctor/expressions/panels';
import { manifestsOf } from '../../../src/kubernetes/manifests';
import { kubernetesObject } from '../../../src/kubernetes/object';
import { print } from '../../../src/promql/print';

const configMap = (data: unknown, labels: object = { grafana_dashboard: '1' }) =>
  manifestsOf([
    kubernetesObject({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'd', labels }, data })!,
  ]);
const dashboard = (...panels: readonly unknown[]) => configMap({ 'd.json': JSON.stringify({ panels }) });
const read = (expr: string): string | undefined => {
  const [found] = panelExpressions(dashboard({ targets: [{ expr }] }));
  return found?.expr && print(found.expr);
};

it('finds the expressions of panels, also in folded rows', () => {
  const target = { expr: 'up', datasource: { type: 'prometheus' } };
  const found = panelExpressions(
    dashboard(
      { title: 'P', type: 'stat', targets: [target] },
      { type: 'row', panels: [{ targets: [{}, target] }] },
    ),
  );
  expect(found.map(({ path, title }) => [path, title])).toEqual([
    ['data["d.json"].panels[0].targets[0].expr', 'panel "P"'],
    ['data["d.json"].panels[1].panels[0].targets[1].expr', 'panel ""'],
  ]);
});

it.each([
  ['x{job="$job", a=~"${b:regex}"}', 'x{job=~".*", a=~".*"}'],
  ['x{job!~"[[job]]|b"}', 'x{job=~".*"}'],
  ['rate(x[$__rate_interval])', 'rate(x[1h])'],
  ['rate(x[${__interval}] offset $__range)', 'rate(x[1h] offset 1h)'],
  ['max_over_time(x[$__range:$__interval])', 'max_over_time(x[1h:1m])'],
  ['x * $__range_s', 'x * 3600'],
  ['-sum(x{a="$b"}) + max_over_time(y{a="$b"}[5m:])', '-sum(x{a=~".*"}) + max_over_time(y{a=~".*"}[5m:])'],
  ['label_replace(x{a="$b"}, "c", "d", "e", "")', 'label_replace(x{a=~".*"}, "c", "d", "e", "")'],
  ['x[5m] > 1', undefined],
  ['sum by ($by) (x)', undefined],
  ['topk($n, x)', 'topk(0.5, x)'],
  ['quantile by (a) (${q}, x)', 'quantile by (a) (0.5, x)'],
  ['label_replace(x, "a", "$1", "b", "(.*)")', 'label_replace(x, "a", "$1", "b", "(.*)")'],
  ['label_replace(x, "a", "${1}", "b", "(.*)")', 'label_replace(x, "a", "${1}", "b", "(.*)")'],
  ['sum(x)[$w]', undefined],
  ['$metric{a="b"}', undefined],
  ['a / on (${by}) b', undefined],
])('reads %s as %s', (expr, expected) => {
  expect(read(expr)).toBe(expected);
});

const errorOf = (expr: string, datasource: unknown): readonly unknown[] => {
  const [found] = panelExpressions(dashboard({ datasource, targets: [{ expr }] }));
  return [found?.error !== undefined, found?.unsure ?? false];
};

it.each([
  ['sum(rate(x_total[$__rate_interval])', { type: 'prometheus' }, [true, false]],
  ['ratee(x_total{job="$job"}[5m])', { type: 'prometheus' }, [true, false]],
  ['sum(x_total[$window])', { type: 'prometheus' }, [true, false]],
  ['sum(rate(x_total[5m])', 'Prometheus', [true, true]],
  ['sum(rate(x_total[5m])', { uid: '$datasource' }, [true, true]],
  ['$fn(x_total[5m])', { type: 'prometheus' }, [false, false]],
  ['x_total{$filter}', { type: 'prometheus' }, [false, false]],
  ['sum(x)[$window]', { type: 'prometheus' }, [false, false]],
  ['sum(count_over_time({app="x"} |= "a" [5m]))', 'Logs', [false, false]],
  ['sum_over_time({app="x"} | unwrap ms [5m])', undefined, [false, false]],
])('checks the syntax of %s of %j', (expr, datasource, expected) => {
  expect(errorOf(expr, datasource)).toEqual(expected);
});

it('reads panels in rows of old dashboards', () => {
  const old = { rows: [{ panels: [{ title: 'P', targets: [{ expr: 'up' }] }] }] };
  expect(panelExpressions(configMap({ 'd.json': JSON.stringify(old) })).map(({ path }) => path)).toEqual([
    'data["d.json"].rows[0].panels[0].targets[0].expr',
  ]);
});

it('leaves alone what is no dashboard, and queries of other sources', () => {
  const none = [
    configMap({ 'd.json': '{"panels":[{"targets":[{"expr":"up"}]}]}' }, {}),
    configMap({ 'd.json': '{', 'd.txt': 'x', 'e.json': '[]', 'f.json': '{"panels":1}', 'g.json': 1 }),
    configMap(undefined),
    dashboard(1, { targets: 1 }, { targets: [1, { expr: 1 }, { expr: ' ' }] }),
    dashboard({ datasource: { type: 'loki' }, targets: [{ expr: 'x' }] }),
    dashboard({ targets: [{ expr: 'x', datasource: { type: 'loki' } }] }),
  ];
  expect(none.flatMap((each) => panelExpressions(each))).toEqual([]);
});
