import type { Dashboard } from '@grafana/grafana-foundation-sdk/dashboard';
import type { PlacedService } from '../catalog/placement';
import { platformMetrics } from '../metrics/platform';
import { select } from '../promql/build';
import { OVERVIEW_UID } from '../rules/dashboard-links';
import { namesAndJobs, ofServices, SERVICES_VARIABLE, servicesPattern } from './any-service';
import { buildDashboard } from './dashboard';
import { budgetTable, spentBudgets } from './overview-budgets';
import { servicesTable, stateStats } from './overview-state';
import { constantVariable, datasourceVariable, environmentVariable } from './variables';

/**
 * The dashboard that lists all services with their state and budgets.
 * @param services at least one, all of one environment
 */
export function overviewDashboard(services: readonly PlacedService[]): Dashboard {
  const [{ scrapeInterval, runbooks }] = services as readonly [PlacedService];
  const objectives = services.reduce((sum, { slos }) => sum + slos.length, 0);
  const hasSlos = objectives > 0;
  const hasSignals = services.some(({ signals }) => signals !== undefined);
  return buildDashboard({
    uid: OVERVIEW_UID,
    title: 'All services',
    description: 'Which service needs attention now, and which can afford a risk?',
    tags: ['overview'],
    from: '7d',
    variables: [
      datasourceVariable(),
      environmentVariable(ofServices(select(platformMetrics.up), 'job')),
      constantVariable(SERVICES_VARIABLE, servicesPattern(namesAndJobs(services))),
    ],
    related: [],
    scrapeInterval,
    runbooks,
    sections: [
      {
        title: 'State',
        lines: [stateStats(services, hasSlos), [servicesTable(services, { hasSignals, hasSlos })]],
      },
      ...(hasSlos
        ? [{ title: 'Error budgets', lines: [[budgetTable(services, objectives)], [spentBudgets(services)]] }]
        : []),
    ],
  });
}
