import { check } from '../../../../src/doctor/checks/wrong-query/zero-limit';
import { alert, inForeign, recording } from '../../expressions/shop';

it.each([
  [
    'container_memory_usage_bytes / container_spec_memory_limit_bytes > 0.9',
    'write container_memory_usage_bytes / (container_spec_memory_limit_bytes > 0)',
  ],
  [
    'sum by (pod) (container_memory_rss) / sum by (pod) (container_spec_memory_limit_bytes) * 100 > 80',
    'write sum by (pod) (container_memory_rss) / sum by (pod) (container_spec_memory_limit_bytes > 0)',
  ],
  [
    'redis_memory_used_bytes / redis_memory_max_bytes > 0.9',
    'write redis_memory_used_bytes / (redis_memory_max_bytes > 0)',
  ],
])('finds %s', (expr, fix) => {
  expect(inForeign(check, alert(expr))).toMatchObject([
    {
      code: 'zero-limit',
      severity: 'warning',
      message: expect.stringMatching(/ is 0 where no limit is set, so the ratio is \+Inf there$/) as string,
      fix,
    },
  ]);
});

it.each([
  'container_memory_usage_bytes / (container_spec_memory_limit_bytes > 0) > 0.9',
  'container_memory_usage_bytes / container_spec_memory_limit_bytes > 0.9 and container_spec_memory_limit_bytes > 0',
  'container_memory_usage_bytes / (container_spec_memory_limit_bytes != 0) > 0.9',
  '(container_memory_usage_bytes / container_spec_memory_limit_bytes) < +Inf > 0.9',
  'container_memory_usage_bytes / machine_memory_bytes > 0.9',
  'container_spec_memory_limit_bytes / 1024 > 5',
])('leaves alone %s', (expr) => {
  expect(inForeign(check, alert(expr))).toEqual([]);
});

it('leaves alone what is only recorded', () => {
  expect(inForeign(check, recording('redis_memory_used_bytes / redis_memory_max_bytes'))).toEqual([]);
});
