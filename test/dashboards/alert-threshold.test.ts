import { alertThreshold } from '../../src/dashboards/alert-threshold';
import { budgetAlerts, workloadAlerts } from '../../src/rules/platform';
import { placedService } from './examples';

const service = { ...placedService({}), seriesBudget: 500 };

describe('the threshold of an alert', () => {
  it('is the number in its comparison', () => {
    expect(alertThreshold(workloadAlerts, 'MemoryNearLimit', service)).toBe(0.9);
    expect(alertThreshold(budgetAlerts, 'SeriesBudgetExceeded', service)).toBe(500);
  });

  it.each(['TargetMissing', 'NoSuchAlert'])('does not exist for %s', (symptom) => {
    expect(() => alertThreshold(workloadAlerts, symptom, service)).toThrow(
      `alert ${symptom} has no numeric threshold`,
    );
  });
});
