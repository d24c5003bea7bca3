import type { PartProblem } from '../findings/finding';
import { metricsOf } from '../rules/golden-signals';
import { kindOf } from '../slo/slo';
import { tuningProblems } from './alert-tuning';
import { expectationProblems, faultProblems } from './expectation';
import type { Service } from './service';
import { scrapeKindOf } from './scrape/index';
import { controllerOf, isServing, runsElsewhere, workloadProblems } from './workload/index';

/** Problems between fields that are valid by themselves. */
export function serviceConflicts(service: Service): readonly PartProblem[] {
  const problems: PartProblem[] = [];
  const declared = Object.values(service.metrics);
  const referenced = [
    ...(service.signals === undefined ? [] : metricsOf(service.signals)).map(
      (metric) => ['signals', metric] as const,
    ),
    ...service.slos.flatMap((slo) =>
      kindOf(slo)
        .metrics(slo)
        .map((metric) => ['slos', metric] as const),
    ),
  ];
  for (const [field, metric] of referenced)
    if (!declared.includes(metric))
      problems.push({
        path: field,
        message: 'the contract does not contain this metric',
        found: metric.name,
        fix: `use one of ${declared.map(({ name }) => name).join(', ')}, or add the metric to the contract`,
      });
  if (service.seriesBudget === Infinity)
    problems.push({
      path: 'seriesBudget',
      message: 'a label of the contract has no bound, and neither has the number of its series',
      found: 'contract',
      fix: 'set the number of series that one target may expose, or remove the field',
    });
  problems.push(...workloadInProblems(service));
  if (service.scrape !== undefined && isServing(service.workload) && !runsElsewhere(service))
    problems.push({
      path: 'scrape',
      message: 'the Service that is deployed has a ServiceMonitor of its own',
      found: service.scrape.kind,
      fix: "remove it, or set workload: 'external' for a service that something else deploys",
    });
  const isJob = controllerOf(service.workload, service.name)?.kind === 'CronJob';
  if (!isJob && declared.length === 0)
    problems.push({
      path: 'metrics',
      message: 'required field is missing',
      found: undefined,
      fix: 'build it with contract({ ... })',
    });
  if (isJob && declared.length > 0 && service.scrape === undefined)
    problems.push({
      path: 'metrics',
      message: 'a CronJob has no Service through which its metrics could be scraped',
      found: declared[0]!.name,
      fix: 'set scrape, e.g. existing({ job: ... }) for metrics that jobs push to a gateway, or remove metrics',
    });
  if (service.port === undefined && service.scrape === undefined && !isJob)
    problems.push({
      path: 'port',
      message: 'required field is missing',
      found: undefined,
      fix: "give the port, or scrape: serviceMonitor({ selector: { ... }, port: 'metrics' }) for a service that something else deploys",
    });
  if (service.metricsPort !== undefined && service.metricsPort === service.port)
    problems.push({
      path: 'metricsPort',
      message: 'same port as for requests',
      found: service.metricsPort,
      fix: 'remove metricsPort to serve metrics on port, or use another one',
    });
  problems.push(...workloadProblems(service.workload, service));
  problems.push(...tuningProblems(service.builtInAlerts));
  problems.push(...faultProblems(service.faults), ...expectationProblems(service.expect, service.faults));
  const symptoms = service.alerts.map(({ symptom }) => symptom);
  const repeated = symptoms.find((symptom, index) => symptoms.indexOf(symptom) !== index);
  if (repeated !== undefined)
    problems.push({
      path: 'alerts',
      message: 'duplicate symptom',
      found: repeated,
      fix: 'give each alert its own symptom',
    });
  return problems;
}

/** Problems of namespaces in which something else deploys the service. */
function workloadInProblems(service: Service): readonly PartProblem[] {
  const { name, workload, workloadIn, scrape } = service;
  if (!runsElsewhere(service)) return [];
  const isJob = (each: Service['workload']) => controllerOf(each, name)?.kind === 'CronJob';
  const [namespace] = Object.entries(workloadIn).find(([, each]) => isJob(each) !== isJob(workload)) ?? [];
  const kind = scrape && scrapeKindOf(scrape);
  return [
    ...(namespace === undefined
      ? []
      : [
          {
            path: `workloadIn.${namespace}`,
            message: 'alerts and dashboards of a CronJob are not those of other kinds',
            found: controllerOf(workloadIn[namespace]!, name)?.kind,
            fix: 'define two services',
          },
        ]),
    ...(isServing(workload) && scrape === undefined
      ? [
          {
            path: 'scrape',
            message:
              'required field is missing, as something else deploys the service in the namespaces of workloadIn',
            found: undefined,
            fix: `say how it is scraped there, e.g. serviceMonitor({ selector: { app: '${name}' }, port: 'http' })`,
          },
        ]
      : []),
    ...(isServing(workload) &&
    kind !== undefined &&
    (kind.pushed !== undefined || kind.job(scrape!, name) !== name)
      ? [
          {
            path: 'scrape',
            message: `series of the Service that is deployed have job="${name}", so these must have it too`,
            found: scrape!.kind,
            fix: 'use serviceMonitor or podMonitor without job and jobLabel',
          },
        ]
      : []),
  ];
}
