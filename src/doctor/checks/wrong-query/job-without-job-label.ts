import { nameOf } from '../../../kubernetes/object';
import { aboutExpression } from '../../expressions/report';
import { defineCheck, type Reported } from '../../check';

// The job may belong to targets that were not read, so the evidence is a scraped Service with a label of that value, of
// which the monitor has no jobLabel.
export const check = defineCheck({
  id: 'job-without-job-label',
  severity: 'error',
  question: 'Is every job that only `jobLabel` would give set by a `jobLabel`?',
  symptom: 'An alert on `up{job="..."} == 0` never fires, or `absent(up{job="..."})` always does.',
  why: 'Without `jobLabel`, the job is the name of the Service, not the value of its label app or k8s-app.',
  remedy: 'Set `jobLabel` of the monitor to the key of that label, or match the name of the Service.',
  see: 'https://prometheus-operator.dev/docs/api-reference/api/#monitoring.coreos.com/v1.ServiceMonitorSpec',
  needs: ['analysis'],
  inParts: true,
  find: ({ analysis }) => {
    const jobs = analysis.catalog.monitorJobs;
    return analysis.selectors.flatMap(({ expression, node }): readonly Reported[] => {
      const job = node.matchers.find(({ label, operator }) => label === 'job' && operator === '=')?.value;
      const meant = job === undefined || job === '' ? undefined : jobs.byLabel(job);
      if (job === undefined || meant === undefined || analysis.verdict(node) !== undefined) return [];
      const { path, key, actual } = meant;
      return [
        {
          ...aboutExpression(expression, {
            message: `no target has job="${job}"; the Service with ${key}=${job} gets job="${actual}", because ${nameOf(path.monitor)} has no jobLabel`,
            found: `job="${job}"`,
            expected: `job="${actual}", or jobLabel: ${key} in the monitor`,
            fix: `in ${nameOf(path.monitor)}: jobLabel: ${key}`,
          }),
          once: job,
        },
      ];
    });
  },
});
