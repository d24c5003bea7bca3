import { alertThreshold } from '../../src/dashboards/alert-threshold';
import { scrapeAlerts, workloadAlerts } from '../../src/rules/platform';
import { placedService } from './examples';

const service = placedService({ seriesBudget: 500 });

describe('the line of an alert', () => {
  it('is the number that it compares with', () => {
    expect(alertThreshold(workloadAlerts, 'MemoryNearLimit', service)).toBe(0.9);
    expect(alertThreshold(scrapeAlerts, 'SeriesBudgetExceeded', service)).toBe(500);
  });

  it.each(['TargetMissing', 'NoSuchAlert'])('is not there for %s, which compares with none', (symptom) => {
    expect(() => alertThreshold(workloadAlerts, symptom, service)).toThrow(
      `The alert ${symptom} compares with no number`,
    );
  });
});
