import type { Dashboard } from '@grafana/grafana-foundation-sdk/dashboard';
import { allServices } from '../fixtures/stack/index';
import { placeServices, type PlacedService } from '../../src/catalog/placement';
import { defineService, type ServiceProps } from '../../src/catalog/service';
import { overviewDashboard } from '../../src/dashboards/overview-dashboard';
import { serviceDashboards } from '../../src/dashboards/service-dashboards';
import { goldenSignals } from '../../src/rules/golden-signals';
import { aService, anSlo, aSignalledContract, testEnvironment } from '../support/catalog';

const { metrics, signals } = aSignalledContract;

/** Services of every kind that dashboards differ by. */
const KINDS: Readonly<Record<string, Partial<ServiceProps>>> = {
  'with signals and an objective': { metrics, signals, slos: [anSlo] },
  'with signals that are not broken down': {
    metrics,
    signals: goldenSignals({ ...signals, errors: { status: '500' }, by: [] }),
  },
  'without signals': {},
  'external, with signals': { metrics, signals, workload: 'external' },
  'external, without signals': { workload: 'external' },
  'with a name too long for a uid': {
    name: 'a-b-c-d-e-f-g-h-i-j-k-l-m-n-o-p-q-r',
    metrics,
    signals,
    slos: [anSlo],
  },
};

export function placedService(fields: Partial<ServiceProps> = {}): PlacedService {
  return placeServices([defineService({ ...aService, ...fields })], testEnvironment)[0]!;
}

export interface Example {
  readonly which: string;
  readonly dashboard: Dashboard;
  /** The services that it is about. */
  readonly services: readonly PlacedService[];
}

function examplesOf(which: string, services: readonly PlacedService[]): readonly Example[] {
  const overview: Example = { which: `${which}: overview`, dashboard: overviewDashboard(services), services };
  return [
    ...services.flatMap((service) =>
      serviceDashboards(service).map((dashboard) => ({
        which: `${which}: ${dashboard.uid}`,
        dashboard,
        services: [service],
      })),
    ),
    overview,
  ];
}

/** Every dashboard of the fixture stack, and those of services of every kind. */
export const examples: readonly Example[] = [
  ...examplesOf('the fixture stack', placeServices(allServices, testEnvironment)),
  ...Object.entries(KINDS).flatMap(([which, fields]) => examplesOf(which, [placedService(fields)])),
];

/** What Grafana reads. */
export function asLoaded(dashboard: Dashboard): Dashboard {
  return JSON.parse(JSON.stringify(dashboard)) as Dashboard;
}
