import { evaluationsOf, keptPace, paceOf, slowness, type Pace } from '../../bench/pace';

const inTime: Pace = { due: 10_000, missed: 10, scrapes: 1000, slow: 10, longestStep: 29.9 };

test('a run in time has figures', () => {
  expect(slowness(inTime)).toEqual([]);
  expect(keptPace(inTime)).toBe(
    'Prometheus skipped 10 of 10000 evaluations, 10 of 1000 scrapes of pages that answer took as long as the timeout, and no service stood still for longer than 29.9 s.',
  );
});

test.each([
  [{ missed: 11 }, 'Prometheus skipped 11 of 10000 evaluations.'],
  [{ slow: 11 }, '11 of 1000 scrapes of pages that answer took as long as the timeout.'],
  [
    { longestStep: 30 },
    'The services stood still for 30 s on the faster clock, longer than a scrape interval.',
  ],
])('a machine that is too slow is detected: %j', (pace, sentence) => {
  expect(slowness({ ...inTime, ...pace })).toEqual([sentence]);
});

test('one slow run of several is enough', () => {
  expect(paceOf([inTime, { due: 1, missed: 1, scrapes: 1, slow: 1, longestStep: 1 }])).toEqual({
    due: 10_001,
    missed: 11,
    scrapes: 1001,
    slow: 11,
    longestStep: 29.9,
  });
});

test('evaluations are those of all groups', () => {
  const page = [
    '# TYPE prometheus_rule_group_iterations_total counter',
    'prometheus_rule_group_iterations_total{rule_group="a;b"} 5',
    'prometheus_rule_group_iterations_total{rule_group="a;c"} 7',
    'prometheus_rule_group_iterations_missed_total{rule_group="a;b"} 2',
    '',
  ].join('\n');
  expect(evaluationsOf(page)).toEqual({ due: 12, missed: 2 });
});
