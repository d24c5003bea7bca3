import { orderApi } from '../fixtures/stack/order-api';
import { budgetAlerts, externalAlerts, scrapeAlerts, workloadAlerts } from '../../src/rules/platform';
import { probeAlerts } from '../../src/rules/probe';
import { pushedAlerts } from '../../src/rules/pushed';
import { trafficAlerts } from '../../src/rules/traffic';
import type { AlertRule, RuleGroup } from '../../src/rules/rule';
import { isAlert } from '../../src/rules/rule';
import { ruleResources, type RuleContext } from '../../src/catalog/rule-resources';
import { probe } from '../../src/catalog/scrape/probe';
import { SLO_SYMPTOMS } from '../../src/slo/alerts';
import { sloProofs } from '../slo/proofs';
import type { ProvenTable } from './alert-proof';
import { budgetProofs, scrapeProofs } from './proofs/scrape';
import { externalProofs } from './proofs/target-missing';
import { probeProofs } from './proofs/probe';
import { pushedProofs } from './proofs/pushed';
import { trafficProofs } from './proofs/traffic';
import { workloadProofs } from './proofs/workload';

/** Every table of alerts with its proofs. A new table is a line here. */
export const alertTables: readonly ProvenTable[] = [
  { name: 'scrapeAlerts', rows: scrapeAlerts, proofs: scrapeProofs },
  { name: 'budgetAlerts', rows: budgetAlerts, proofs: budgetProofs },
  { name: 'trafficAlerts', rows: trafficAlerts, proofs: trafficProofs },
  { name: 'externalAlerts', rows: externalAlerts, proofs: externalProofs },
  { name: 'probeAlerts', rows: probeAlerts, proofs: probeProofs },
  { name: 'pushedAlerts', rows: pushedAlerts, proofs: pushedProofs },
  { name: 'workloadAlerts', rows: workloadAlerts, proofs: workloadProofs },
  // A service's own alerts are proven like all others: a line here for each that has some.
  { name: 'alerts of order-api', rows: orderApi.alerts, proofs: {} },
  {
    name: 'SLO_SYMPTOMS',
    rows: Object.values(SLO_SYMPTOMS).map((symptom) => ({ symptom })),
    proofs: sloProofs,
  },
];

/** The Order API as the proofs know it, but for its objectives, whose alerts are proven in test/slo. */
export const orderApiContext: RuleContext = {
  ...orderApi,
  namespace: 'default',
  team: 'orders',
  runbooks: 'https://runbooks.example.com',
  seriesBudget: 577,
  slos: [],
};

/** The same service, run by something else. */
export const externalContext: RuleContext = { ...orderApiContext, workload: 'external' };

/** A service that an exporter probes. */
export const probedContext: RuleContext = {
  ...externalContext,
  scrape: probe({
    prober: { url: 'blackbox-exporter.monitoring:9115' },
    targets: ['https://orders.example.com/health', 'https://orders.example.com/orders'],
  }),
};

/** The same service, whose series are pushed. */
export const pushedContext: RuleContext = {
  ...externalContext,
  pushed: {
    labels: { service_namespace: 'shop', service_name: 'order-api' },
    instance: 'instance',
    metrics: Object.values(orderApi.metrics),
  },
};

export function groupsOf(service: RuleContext): readonly RuleGroup[] {
  return ruleResources(service).flatMap(({ groups }) => groups);
}

/** Every alert that a service can get. */
export const allAlerts: readonly AlertRule[] = [
  { ...orderApiContext, slos: orderApi.slos },
  externalContext,
  probedContext,
  pushedContext,
].flatMap((service) => groupsOf(service).flatMap(({ rules }) => rules.filter(isAlert)));
