import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pageChecks } from '../../src/page-check/checks/index';
import { reviewChecks } from '../../src/design-review/checks/index';
import { readPlan } from '../../src/design-review/command';

const page = readFileSync(join(__dirname, '..', '..', 'docs', 'contract.md'), 'utf8');
const rows = page.split('\n').filter((line) => line.startsWith('| `') && line.endsWith('? |'));

test('the page on both commands lists every check', () => {
  expect(rows).toEqual([
    ...pageChecks.map(({ id, question }) => `| \`${id}\` | ${question} |`),
    ...reviewChecks.map(({ id, severity, question }) => `| \`${id}\` | ${severity} | ${question} |`),
  ]);
});

test('its examples of plans can be read', () => {
  const example = (start: string) =>
    page
      .split(/^```\w*\n/m)
      .find((block) => block.startsWith(start))
      ?.replace(/```$/, '') ?? '';
  expect(readPlan('-', example('Counter:')).metrics).toHaveLength(3);
  expect(readPlan('-', example('{\n')).metrics).toHaveLength(1);
  const others = readPlan('-', example('Counter http'));
  expect(others.metrics.map(({ labels, buckets }) => [labels.length, buckets?.length ?? 0])).toEqual([
    [2, 0],
    [2, 0],
    [0, 0],
    [0, 0],
    [1, 3],
    [2, 0],
  ]);
  expect([others.unread, others.prose]).toEqual([[], []]);
});
