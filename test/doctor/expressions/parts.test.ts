import { checks } from '../../../src/doctor/checks/index';

test('only checks in parts get parsed expressions, of which all together do not fit into memory', () => {
  const reading = checks.filter(({ needs, wants = [] }) => [...needs, ...wants].includes('analysis'));
  expect(reading.length).toBeGreaterThan(20);
  expect(reading.filter(({ inParts }) => inParts !== true).map(({ id }) => id)).toEqual([]);
});
