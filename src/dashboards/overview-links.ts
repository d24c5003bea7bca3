import { dashboardPath, type DashboardKind } from '../rules/dashboard-links';
import { ENVIRONMENT, UID_STEM } from './any-service';

/** Columns that identify a row of the overview; those without a title are only for links. */
export const LABEL_TITLES = {
  [UID_STEM]: undefined,
  [ENVIRONMENT]: undefined,
  cluster: 'Cluster',
  namespace: 'Namespace',
  job: 'Service',
} as const;

/** A link from the name of a service to one of its dashboards, with the environment of the row and the time range. */
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
