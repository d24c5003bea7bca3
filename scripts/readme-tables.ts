import stack from '../monitoring.config';
import { placeServices } from '../src/catalog/placement';
import { ruleResources } from '../src/catalog/rule-resources';
import { overviewDashboard } from '../src/dashboards/overview-dashboard';
import { serviceDashboards } from '../src/dashboards/service-dashboards';
import { recordMeanings } from '../src/rules/record-meanings';
import { isAlert, type RecordingRule, type RuleGroup } from '../src/rules/rule';
import { alertRows } from './alert-rows';
import { chainPicture } from './chain-picture';
import { table, type Sections } from './sections';
import { troubleshooting } from './troubleshooting';

/** Whose receivers the table of alerts names: the other environment tells nobody. */
const TELLING = 'prod';

/** The generated parts of README.md, by the name in their markers. */
export function readmeTables(): Sections {
  const services = placeServices(stack.services, stack.environment(stack.defaultEnvironment));
  return {
    chain: chainPicture(),
    doctor: troubleshooting()['report']!,
    alerts: table(
      ['Alert', 'Fires when', 'Objectives', 'Severity', `Told in ${TELLING}`, 'Runbook'],
      alertRows(stack.environment(TELLING)),
    ),
    recordings: table(
      ['Series', 'Computed every', 'Tells'],
      services.flatMap((service) =>
        recordingRows(
          service.name,
          ruleResources(service).flatMap(({ groups }) => groups),
        ),
      ),
    ),
    dashboards: table(
      ['Dashboard', 'Answers', 'File'],
      [overviewDashboard(services), ...services.flatMap(serviceDashboards)].map(
        ({ uid, title, description }) => {
          const file = `dist/dashboard-${uid}.k8s.yaml`;
          return [title!, description!, `[${file}](${file})`];
        },
      ),
    ),
  };
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
