import { checks } from '../../../src/doctor/checks/index';
import { diagnose } from '../../../src/doctor/diagnose';
import { ExprParser, type Parsed } from '../../../src/promql/expr-parser';
import { allServices, environmentNames } from '../../fixtures/stack/index';
import { ownStack } from '../own-stack';

test('only checks in parts get parsed expressions, of which all together do not fit into memory', () => {
  const reading = checks.filter(({ needs, wants = [] }) => [...needs, ...wants].includes('analysis'));
  expect(reading.length).toBeGreaterThan(20);
  expect(reading.filter(({ inParts }) => inParts !== true).map(({ id }) => id)).toEqual([]);
});

class CountingParser extends ExprParser {
  calls = 0;

  override parse(text: string): Parsed {
    this.calls += 1;
    return super.parse(text);
  }
}

test('expressions are parsed once for the checks in parts, and those of some rules once more for all others', () => {
  const { objects, values, release, namespace } = ownStack(environmentNames[0]!);
  const parser = new CountingParser();
  const given = { values, name: 'values', release, namespace };
  const { facts } = diagnose({ objects, services: allServices, values: given, parser });
  const { count } = facts.parts!.expressions;
  expect(count).toBeGreaterThan(40);
  expect(parser.calls).toBeGreaterThanOrEqual(count);
  expect(parser.calls).toBeLessThanOrEqual(count + facts.rules!.length);
});
