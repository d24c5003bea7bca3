import { checkRules } from '../../../src/testing/rule-tests';
import { renderStack } from '../../../src/synth/synthesize';
import { allServices } from '../../fixtures/stack/index';
import { orderApi } from '../../fixtures/stack/order-api';
import { onEngine } from '../../support/binaries';
import { ENGINE_NAMES } from '../../support/engine-packages';
import { engineOf } from '../../support/engines';
import { objectsIn } from '../../support/manifests';
import { centralEnvironment, hasQueryOffset, loadable, ruleFilesOf } from './rendered';

const central = renderStack(allServices, centralEnvironment());
const inCluster = renderStack(allServices, centralEnvironment({ ruler: 'prometheus' }));
const ruleFiles = ruleFilesOf(central);
const groups = ruleFiles.flatMap((file) => file.groups);

const objectsOf = ({ files }: typeof central) =>
  files.filter(({ path }) => path.endsWith('.k8s.yaml')).flatMap(({ content }) => objectsIn(content));

test('without a central ruler there are no rule files, whatever else an environment has', () => {
  expect(ruleFilesOf(inCluster)).toEqual([]);
});

test('rule files replace the PrometheusRules, and every other object is the same', () => {
  const others = objectsOf(inCluster).filter(({ kind }) => kind !== 'PrometheusRule');
  const rules = objectsOf(inCluster).filter(({ kind }) => kind === 'PrometheusRule');
  expect(objectsOf(central)).toEqual(others);
  expect(ruleFiles.map(({ path }) => path)).toEqual(
    rules.map(({ metadata }) => `rules/prod-${metadata.name}.yml`),
  );
  for (const { path, content } of central.files)
    expect([path, content.length < 65_536]).toEqual([path, true]);
  // A file without objects would be one that kubectl refuses.
  for (const { path, content } of central.files.filter((file) => file.path.endsWith('.k8s.yaml')))
    expect([path, objectsIn(content).length > 0]).toEqual([path, true]);
});

test('groups look back a minute, or as far as the environment says; Prometheus in the cluster does not', () => {
  expect(new Set(groups.map((group) => group.query_offset))).toEqual(new Set(['1m']));
  const later = renderStack([orderApi], centralEnvironment({ ruleQueryOffset: '2m' }));
  expect(
    new Set(ruleFilesOf(later).flatMap((file) => file.groups.map((group) => group.query_offset))),
  ).toEqual(new Set(['2m']));
  expect(later.files.find(({ path }) => path.startsWith('helm/'))!.content).not.toContain('ruleQueryOffset');
});

test('every rule reads one cluster, and every series and alert has its label', () => {
  for (const { record, alert, labels, expr } of groups.flatMap(({ rules }) => rules)) {
    const name = record ?? alert;
    expect([name, labels]).toEqual([name, expect.objectContaining({ cluster: 'prod' })]);
    const selectors = expr.match(/\{[^{}]*\}/g) ?? [];
    for (const selector of selectors)
      expect([name, selector]).toEqual([name, expect.stringMatching(/^\{cluster="prod"[,}]/)]);
  }
});

test.each(ENGINE_NAMES)('Prometheus of the %s engines loads the files from 2.53 on', async (name) => {
  const engine = engineOf(name);
  const asWritten = await onEngine(name, async () => {
    await checkRules(loadable(groups, engine));
    return checkRules(groups).then(() => 'loaded', String);
  });
  expect(asWritten).toMatch(hasQueryOffset(engine) ? /^loaded$/ : /field query_offset not found/);
});
