import { placeServices, type PlacedService } from '../src/catalog/placement';
import { ruleResources } from '../src/catalog/rule-resources';
import type { Stack } from '../src/catalog/stack';
import { overviewDashboard } from '../src/dashboards/overview-dashboard';
import { serviceDashboards } from '../src/dashboards/service-dashboards';
import { recordMeanings } from '../src/rules/record-meanings';
import { isAlert, type RecordingRule, type RuleGroup } from '../src/rules/rule';
import { alertTable } from './alert-table';
import { shortCertificate } from './certificate';
import { chainPicture } from './chain-picture';
import { table, type Sections } from './sections';
import { troubleshooting } from './troubleshooting';

/** The generated parts of README.md, by the name in their markers. */
export function readmeTables(stack: Stack): Sections {
  const services = placeServices(stack.services, stack.environment(stack.defaultEnvironment));
  const recordings = services.flatMap((service) =>
    recordingRows(
      service.name,
      ruleResources(service).flatMap(({ groups }) => groups),
    ),
  );
  return {
    chain: chainPicture(stack),
    doctor: troubleshooting()['report']!,
    alerts: alertTable(stack),
    certificate: shortCertificate(stack),
    recordings:
      recordings.length === 0
        ? 'No recording rules: no service has golden signals or objectives.'
        : table(['Series', 'Computed every', 'Meaning'], recordings),
    dashboards: dashboardTable(services),
  };
}

/** The files that synthesis writes for Grafana. */
function dashboardTable(services: readonly PlacedService[]): string {
  if (services.length === 0) return 'No dashboards: the stack has no services.';
  return table(
    ['Dashboard', 'Question it answers', 'File'],
    [overviewDashboard(services), ...services.flatMap(serviceDashboards)].map(
      ({ uid, title, description }) => {
        const file = `dist/dashboard-${uid}.k8s.yaml`;
        return [title!, description!, `[${file}](${file})`];
      },
    ),
  );
}

/** One row a series: objectives and windows are labels of it. */
function recordingRows(service: string, groups: readonly RuleGroup[]): readonly (readonly string[])[] {
  const meanings = recordMeanings(service);
  const intervals = new Map<string, Set<string>>();
  for (const { interval, rules } of groups)
    for (const { record } of rules.filter((rule): rule is RecordingRule => !isAlert(rule)))
      intervals.set(record, (intervals.get(record) ?? new Set()).add(interval));
  return [...intervals].map(([record, every]) => [
    `\`${record}\``,
    [...every].join(', '),
    meanings.get(record)!,
  ]);
}
