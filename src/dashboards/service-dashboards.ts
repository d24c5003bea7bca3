import type { Builder } from '@grafana/grafana-foundation-sdk/cog';
import type { Dashboard, VariableModel } from '@grafana/grafana-foundation-sdk/dashboard';
import { isScraped, type PlacedService } from '../catalog/placement';
import { controllerMetrics } from '../metrics/controllers';
import { platformMetrics } from '../metrics/platform';
import { recorded, select } from '../promql/build';
import { dashboardUid, OVERVIEW_UID, type DashboardKind } from '../rules/dashboard-links';
import type { GoldenSignals } from '../rules/golden-signals';
import { goldenSignalRecords } from '../rules/naming';
import { pushedSeries, upOf } from '../rules/presence';
import { hasNamespace, scopeLabels, targetsOf } from '../rules/scope';
import { buildDashboard, type DashboardSpec } from './dashboard';
import { deployments } from './deployments';
import { jobState } from './job-panels';
import { presenceSection, saturationSection } from './saturation-panels';
import { choosable, shownScope, variableOf } from './scope';
import { serviceState } from './service-state';
import { signalSections, signalsNow } from './signal-panels';
import { sloSections } from './slo-panels';
import { choiceVariable, datasourceVariable, environmentVariable, namespaceVariable } from './variables';

/** Titles of the kinds of dashboards, after the name of the service. */
const TITLES: Readonly<Record<DashboardKind, string>> = { signals: 'golden signals', slo: 'error budgets' };

/** The dashboards of one service: its golden signals, and its error budgets if it has objectives. */
export function serviceDashboards(service: PlacedService): readonly Dashboard[] {
  return kindsOf(service).map((kind) => buildDashboard(specOf(service, kind)));
}

function kindsOf({ slos }: PlacedService): readonly DashboardKind[] {
  return slos.length === 0 ? ['signals'] : ['signals', 'slo'];
}

function specOf(service: PlacedService, kind: DashboardKind): DashboardSpec {
  const { name, scrapeInterval, runbooks, team } = service;
  const others = kindsOf(service).filter((other) => other !== kind);
  return {
    uid: dashboardUid(name, kind),
    title: `${name}: ${TITLES[kind]}`,
    tags: [name, team, kind],
    annotations: deployments(shownScope(service), service.metrics),
    related: [
      ...others.map((other) => ({ title: TITLES[other], uid: dashboardUid(name, other) })),
      { title: 'all services', uid: OVERVIEW_UID },
    ],
    scrapeInterval,
    runbooks,
    ...(kind === 'signals' ? signalsContent(service) : sloContent(service)),
  };
}

type Content = Pick<DashboardSpec, 'description' | 'from' | 'variables' | 'sections'>;

function signalsContent(service: PlacedService): Content {
  const { signals } = service;
  return {
    description: `Is ${service.name} working, and if not, where does it hurt? Traffic, errors, latency and saturation.`,
    from: '6h',
    variables: [...commonVariables(service), ...(signals === undefined ? [] : choices(service, signals))],
    sections: [
      {
        title: 'Now',
        lines: [
          hasSeries(service) ? serviceState(service) : jobState(service),
          ...(signals === undefined ? [] : [signalsNow(service, signals)]),
        ],
      },
      ...(signals === undefined ? [] : signalSections(service, signals)),
      ...saturationSection(service),
      ...(hasSeries(service) ? [presenceSection(service)] : []),
    ],
  };
}

function sloContent(service: PlacedService): Content {
  return {
    description: `How much is left of the error budgets of ${service.name}, and how fast are they spent?`,
    from: '7d',
    variables: commonVariables(service),
    sections: sloSections(service),
  };
}

function commonVariables(service: PlacedService): readonly Builder<VariableModel>[] {
  const { pushed } = service;
  if (pushed !== undefined) return [datasourceVariable(), environmentVariable(pushedSeries(pushed))];
  if (!hasNamespace(service)) return [datasourceVariable(), environmentVariable(upOf(service))];
  const { namespace: _anyNamespace, ...ofTargets } = targetsOf(service);
  const targets = isScraped(service)
    ? select(platformMetrics.up, ofTargets)
    : select(controllerMetrics.cronJobCreated, { cronjob: service.controller?.name ?? service.name });
  return [datasourceVariable(), environmentVariable(targets), namespaceVariable(targets, service.namespace)];
}

function choices(service: PlacedService, signals: GoldenSignals): readonly Builder<VariableModel>[] {
  const by = choosable(service, signals);
  const series = recorded(
    goldenSignalRecords.requestRate(service.name),
    [...scopeLabels(service), ...by],
    targetsOf(shownScope(service)),
  );
  return by.map((label) => choiceVariable(variableOf(label), label, series));
}

/** Whether it exposes anything: a CronJob without metrics does not. */
const hasSeries = ({ metrics }: PlacedService): boolean => Object.keys(metrics).length > 0;
