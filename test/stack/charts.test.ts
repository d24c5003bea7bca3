import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { Yaml } from 'cdk8s';
import stack from '../../monitoring.config';
import { placeServices } from '../../src/catalog/placement';
import { renderManifests, type ManifestFile } from '../../src/outputs/kubernetes/manifests';
import type { PrintedGroup } from '../../src/rules/rule';

const chartsOf = (environment: string): readonly ManifestFile[] =>
  renderManifests(placeServices(stack.services, stack.environment(environment)));

/** The YAML of a chart, with the names of its rules in place of their expressions, which dist/ has in full. */
const outline = ({ objects }: ManifestFile): string => Yaml.stringify(...objects.map(withRuleNames));

function withRuleNames(object: object): object {
  const groups = groupsOf(object).map(({ name, rules }) => ({
    name,
    rules: [...new Set(rules.map(({ alert, record }) => alert ?? record))],
  }));
  return groups.length === 0 ? object : { ...object, spec: { groups } };
}

/** The rule groups of a PrometheusRule; none of any other object. */
const groupsOf = (object: object): readonly PrintedGroup[] =>
  // Objects of charts have no type of their own fields.
  (object as { readonly spec?: { readonly groups?: readonly PrintedGroup[] } }).spec?.groups ?? [];

const isDashboard = ({ name }: ManifestFile) => name.startsWith('dashboard-');

describe.each(stack.environmentNames)('the charts of environment %s', (environment) => {
  const charts = chartsOf(environment);

  it.each(charts.filter((chart) => !isDashboard(chart)).map((chart) => [chart.name, chart] as const))(
    'include %s',
    (_name, chart) => {
      expect(outline(chart)).toMatchSnapshot();
    },
  );

  it('include an overview dashboard and two dashboards of the Task API', () => {
    // Another service brings dashboards of its own.
    expect(charts.filter(isDashboard).map(({ name }) => name)).toEqual(
      expect.arrayContaining([
        'dashboard-services-overview.k8s.yaml',
        'dashboard-task-api-signals.k8s.yaml',
        'dashboard-task-api-slo.k8s.yaml',
      ]),
    );
  });
});

test.each(chartsOf('dev').map(({ name, yaml }) => [name, yaml]))(
  'dist/%s is the chart of dev',
  (name, yaml) => {
    expect(readFileSync(join(__dirname, '..', '..', 'dist', name), 'utf8')).toBe(yaml);
  },
);

test('prod has the rules of dev, for the pods of its own namespace', () => {
  const rulesOf = (environment: string): readonly (readonly [name: string, expr: string])[] =>
    chartsOf(environment)
      .flatMap(({ objects }) => objects.flatMap((object) => groupsOf(object)))
      .flatMap(({ rules }) =>
        rules.map(({ alert, record, expr }) => [(alert ?? record)!, expr.replaceAll(/\s/g, '')]),
      );
  const dev = rulesOf('dev').map(([name, expr]) => [
    name,
    expr.replaceAll('namespace="default"', 'namespace="task-api"'),
  ]);
  expect(dev.length).toBeGreaterThan(50);
  expect(rulesOf('prod').filter((rule, index) => !isDeepStrictEqual(rule, dev[index]))).toEqual([]);
  expect(rulesOf('prod')).toHaveLength(dev.length);
});
