import { dashboardPath, type DashboardKind } from '../rules/dashboard-links';
import { ENVIRONMENT, UID_STEM } from './any-service';

/** Columns by which a row of the overview is known, and those that are there for links alone. */
export const LABEL_TITLES = {
  [UID_STEM]: undefined,
  [ENVIRONMENT]: undefined,
  cluster: 'Cluster',
  namespace: 'Namespace',
  job: 'Service',
} as const;

/** Links from a service's name to one of its dashboards, in the row's environment and the time that is shown. */
export function linkTo(kind: DashboardKind, title: string) {
  const path = dashboardPath(`\${__data.fields.${UID_STEM}}-${kind}`);
  const choices = [
    '${datasource:queryparam}',
    `var-cluster=\${__data.fields.${ENVIRONMENT}}`,
    'var-namespace=${__data.fields.Namespace}',
    '${__url_time_range}',
  ];
  return { job: { title, url: `${path}?${choices.join('&')}` } };
}
