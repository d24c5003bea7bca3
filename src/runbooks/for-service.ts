import type { InstantVector } from '../promql/build';
import { hasReplicas } from '../rules/controllers/index';
import type { GoldenSignals } from '../rules/golden-signals';
import type { Scope } from '../rules/scope';
import type { Slo } from '../slo/slo';
import { firstQueries } from './all-queries';
import type { FirstQuery, Need, ShownService } from './first-query';
import { objectiveQueries } from './slo';

/** A service with an alert that has a page. */
export interface AlertedService extends Scope {
  readonly signals?: GoldenSignals;
}

/** A question with the query of one service that answers it. */
export interface AskedQuery {
  readonly ask: string;
  readonly query: InstantVector;
}

const HAS: Readonly<Record<Need, (service: AlertedService) => boolean>> = {
  signals: ({ signals }) => signals !== undefined,
  latency: ({ signals }) => signals?.latency !== undefined,
  replicas: (service) => service.controller === undefined || hasReplicas(service),
  deployment: ({ controller }) => controller === undefined || controller.kind === 'Deployment',
};

/**
 * The first queries of an alert, for one service.
 * @param symptom of the alert, e.g. `TargetDown`
 * @param slo the objective that the alert is about @default it is about no objective
 * @returns none for alerts of the service's own
 */
export function queriesFor(service: AlertedService, symptom: string, slo?: Slo): readonly AskedQuery[] {
  const rows: readonly FirstQuery[] =
    (slo && objectiveQueries(symptom, slo)) ??
    (Object.hasOwn(firstQueries, symptom) ? firstQueries[symptom]! : []);
  // Rows name what they need, and an alert on an objective has one.
  const shown = { ...service, slos: slo === undefined ? [] : [slo] } as unknown as ShownService;
  return rows
    .filter(({ needs }) => needs === undefined || HAS[needs](service))
    .map(({ ask, query }) => ({
      ask: ask.replaceAll('Deployment', service.controller?.kind ?? 'Deployment'),
      query: query(shown),
    }));
}
