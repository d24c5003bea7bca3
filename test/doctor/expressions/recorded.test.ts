import { Inference } from '../../../src/doctor/expressions/infer';
import { Recordings } from '../../../src/doctor/expressions/recorded';
import { NO_LABELS } from '../../../src/doctor/expressions/shape';
import type { ParsedRule } from '../../../src/doctor/rules/parsed-rule';
import { kubernetesObject } from '../../../src/kubernetes/object';
import { parse } from '../../../src/promql/parse';

const object = kubernetesObject({ apiVersion: 'v1', kind: 'PrometheusRule', metadata: { name: 'x' } })!;

const rule = (name: string, text: string, index: number): ParsedRule => ({
  object,
  group: 'g',
  interval: 60,
  path: `spec.groups[0].rules[${index}]`,
  kind: 'record',
  name,
  text,
  expr: parse(text),
  labels: {},
  annotations: {},
});

test('rules that read each other are each followed once', () => {
  const copies = Array.from({ length: 20 }, (_, index) => index);
  const rules = copies.flatMap((index) => [
    rule('a:b:c', `sum by (job) (d:e:f{copy="${index}"})`, index),
    rule('d:e:f', `sum by (job) (a:b:c{copy="${index}"})`, index),
  ]);
  let lookups = 0;
  const recordings: Recordings = new Recordings(
    rules,
    () =>
      new Inference(({ name }) => {
        lookups += 1;
        return recordings.of(name!)?.all[0]?.shape ?? NO_LABELS;
      }),
  );
  expect(recordings.of('a:b:c')).toBeDefined();
  expect(lookups).toBe(rules.length);
});
