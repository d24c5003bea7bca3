import { Candidates } from '../../../src/doctor/expressions/candidates';
import type { LabelFact } from '../../../src/doctor/expressions/shape';

const origin = (name: string, job: LabelFact) => ({
  name,
  shape: { labels: new Map([['job', job]]), others: 'never' as const },
});
const of = (...values: readonly string[]): LabelFact => ({ presence: 'always', values: new Set(values) });

const many = new Candidates([
  ...Array.from({ length: 10 }, (_, index) => origin(`job ${index}`, of(`job-${index}`))),
  origin('twin', of('job-3')),
  origin('either', of('job-3', 'job-4')),
  origin('any', { presence: 'maybe' }),
  origin('none', { presence: 'never' }),
]);
const names = (label: string, operator: '=' | '!=' | '=~', value: string) =>
  many.matching([{ label, operator, value }]).map(({ name }) => name);

it('finds by value, and whatever may have it', () => {
  expect(names('job', '=', 'job-3')).toEqual(['job 3', 'twin', 'either', 'any']);
  expect(names('job', '=', 'job-4')).toEqual(['job 4', 'either', 'any']);
  expect(names('job', '=', 'other')).toEqual(['any']);
});

it('finds by regex, and those without the label', () => {
  expect(names('job', '=~', 'job-[01]|')).toEqual(['job 0', 'job 1', 'any', 'none']);
  expect(names('job', '=', '')).toEqual(['any', 'none']);
  expect(names('pod', '=', 'a')).toEqual([]);
});
