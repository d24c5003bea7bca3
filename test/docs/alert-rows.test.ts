import stack from '../../monitoring.config';
import { alertRows } from '../../scripts/alert-rows';

const rows = (environment: string) =>
  alertRows(stack.environment(environment)).map((cells) => cells.join(' | '));

it('objectives with the same alert share a row, and it names who is told', () => {
  expect(rows('prod')).toContain(
    '`TaskApiErrorBudgetBurn` | 10% of an error budget goes in 3d | availability, latency | warning | team-channel | [error-budget-burn.md](docs/runbooks/error-budget-burn.md)',
  );
});

it('the urgent ones come first', () => {
  const severities = alertRows(stack.environment('prod')).map(([, , , severity]) => severity);
  expect([...new Set(severities)]).toEqual(['critical', 'warning', 'info']);
  expect(severities.lastIndexOf('critical')).toBeLessThan(severities.indexOf('warning'));
});

it('where there are no receivers, nobody is told', () => {
  expect(rows('dev')).toContain(
    '`TaskApiDown` | No target of task-api answers Prometheus, for 3m |  | critical | nobody | [down.md](docs/runbooks/down.md)',
  );
});
