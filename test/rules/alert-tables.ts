import { orderApi } from '../fixtures/stack/order-api';
import { budgetAlerts, externalAlerts, scrapeAlerts, workloadAlerts } from '../../src/rules/platform';
import { autoscalingAlerts } from '../../src/rules/autoscaling';
import { cronJobAlerts, punctualityAlerts } from '../../src/rules/cron-job';
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
import { autoscalingProofs } from './proofs/autoscaling';
import { cronJobProofs, punctualityProofs } from './proofs/cron-job';
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
  { name: 'autoscalingAlerts', rows: autoscalingAlerts, proofs: autoscalingProofs },
  { name: 'cronJobAlerts', rows: cronJobAlerts, proofs: cronJobProofs },
  { name: 'punctualityAlerts', rows: punctualityAlerts, proofs: punctualityProofs },
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

/** The same service with an autoscaler. */
export const autoscaledContext: RuleContext = {
  ...orderApiContext,
  controller: {
    kind: 'Deployment',
    name: 'order-api',
    pods: 'named after the service',
    autoscaler: 'order-api',
  },
};

/** A CronJob that exposes no metrics. */
export const cronJobContext: RuleContext = {
  name: 'invoices',
  namespace: 'default',
  team: 'billing',
  runbooks: 'https://runbooks.example.com',
  metrics: {},
  slos: [],
  alerts: [],
  workload: {},
  controller: {
    kind: 'CronJob',
    name: 'invoices',
    pods: 'named after the service',
    succeedsWithin: '20m',
  },
};

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
  autoscaledContext,
  { ...cronJobContext, name: 'order-api', team: 'orders' },
  probedContext,
  pushedContext,
].flatMap((service) => groupsOf(service).flatMap(({ rules }) => rules.filter(isAlert)));
