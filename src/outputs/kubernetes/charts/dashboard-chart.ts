import type { Dashboard as DashboardModel } from '@grafana/grafana-foundation-sdk/dashboard';
import { Chart } from 'cdk8s';
import type { Construct } from 'constructs';
import type { PlacedService } from '../../../catalog/placement';
import { Dashboard } from '../constructs/dashboard';
import { objectLabels } from '../constructs/identity';
import { overviewDashboard } from '../../../dashboards/overview-dashboard';

/** One dashboard of a service: what people look at when they want to know how it does. */
export class DashboardChart extends Chart {
  constructor(scope: Construct, id: string, service: PlacedService, dashboard: DashboardModel) {
    const { monitoringNamespace: namespace } = service;
    super(scope, id, { namespace });
    new Dashboard(this, 'dashboard', { dashboard, namespace, labels: objectLabels(service) });
  }
}

/** The dashboard of all services. */
export class OverviewChart extends Chart {
  /** @param services at least one */
  constructor(scope: Construct, id: string, services: readonly PlacedService[]) {
    const { monitoringNamespace: namespace } = services[0]!;
    super(scope, id, { namespace });
    const labels = { 'app.kubernetes.io/managed-by': 'cdk8s' };
    new Dashboard(this, 'overview', { dashboard: overviewDashboard(services), namespace, labels });
  }
}
