import type { Dashboard as DashboardModel } from '@grafana/grafana-foundation-sdk/dashboard';
import { Chart } from 'cdk8s';
import type { Construct } from 'constructs';
import type { PlacedService } from '../../../catalog/placement';
import { GrafanaDashboard } from '../constructs/grafana-dashboard';
import { grafanaDashboardProps } from '../constructs/service-props';
import { overviewDashboard } from '../../../dashboards/overview-dashboard';

export class DashboardChart extends Chart {
  constructor(scope: Construct, id: string, service: PlacedService, dashboard: DashboardModel) {
    super(scope, id, { namespace: service.monitoringNamespace });
    new GrafanaDashboard(this, 'dashboard', grafanaDashboardProps(service, dashboard));
  }
}

export class OverviewChart extends Chart {
  /** @param services at least one */
  constructor(scope: Construct, id: string, services: readonly PlacedService[]) {
    const { monitoringNamespace: namespace } = services[0]!;
    super(scope, id, { namespace });
    const labels = { 'app.kubernetes.io/managed-by': 'cdk8s' };
    new GrafanaDashboard(this, 'overview', { dashboard: overviewDashboard(services), namespace, labels });
  }
}
