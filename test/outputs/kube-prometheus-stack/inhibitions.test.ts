import { alertmanagerConfig } from '../../../src/outputs/kube-prometheus-stack/alertmanager-config';
import {
  OUTAGES,
  OUTAGE_SIGNS,
  PARTIAL_OUTAGES,
} from '../../../src/outputs/kube-prometheus-stack/inhibitions';
import type { Labels } from '../../../src/outputs/kube-prometheus-stack/matcher';
import { routingOf } from '../../../src/outputs/kube-prometheus-stack/routing';
import { budgetAlerts, externalAlerts, scrapeAlerts, workloadAlerts } from '../../../src/rules/platform';
import { probeAlerts } from '../../../src/rules/probe';
import { pushedAlerts } from '../../../src/rules/pushed';
import { trafficAlerts } from '../../../src/rules/traffic';

const { inhibitorsOf } = routingOf(alertmanagerConfig({ receivers: [] }));

const ours = { cluster: 'prod', namespace: 'shop', team: 'orders', service: 'order-api' };
const alert = (alertname: string, severity: string, labels: Labels = {}): Labels => ({
  ...ours,
  alertname,
  severity,
  ...labels,
});

const page = alert('OrderApiErrorBudgetBurn', 'critical', { slo: 'availability', budget: '2%', long: '1h' });
const ticket = alert('OrderApiErrorBudgetBurn', 'warning', {
  slo: 'availability',
  budget: '10%',
  long: '3d',
});
const otherTicket = { ...ticket, alertname: 'CartErrorBudgetBurn', service: 'cart' };
const dataMissing = alert('OrderApiSloDataMissing', 'warning', { slo: 'availability' });
const down = alert('OrderApiDown', 'critical', { job: 'order-api' });
const missing = alert('OrderApiTargetMissing', 'critical', { job: 'order-api' });
const unavailable = alert('OrderApiUnavailable', 'critical', { deployment: 'order-api' });
const scaledToZero = alert('OrderApiScaledToZero', 'critical', { deployment: 'order-api' });
const partial = alert('OrderApiPartialOutage', 'critical', { deployment: 'order-api' });
const podsCrashing = alert('OrderApiPodsCrashing', 'critical', { deployment: 'order-api' });
const targetsFailing = alert('OrderApiTargetsFailing', 'critical', { job: 'order-api' });
const collapsed = alert('OrderApiTrafficCollapsed', 'critical', { job: 'order-api' });
const oomKilled = alert('OrderApiOomKilled', 'warning', { pod: 'order-api-1', container: 'order-api' });
const rolloutStuck = alert('OrderApiRolloutStuck', 'warning', { deployment: 'order-api' });
const stopped = alert('OrderApiTrafficStopped', 'critical', { job: 'order-api' });
const targetDown = alert('OrderApiTargetDown', 'warning', { instance: '10.0.0.1:8000', pod: 'order-api-1' });
const crashing = alert('OrderApiCrashLooping', 'warning', { pod: 'order-api-1', container: 'order-api' });
const throttled = alert('OrderApiCpuThrottled', 'info', { pod: 'order-api-1', container: 'order-api' });
const ownPage = alert('OrderApiQueueStuck', 'critical');
const chartsTargetDown = {
  alertname: 'TargetDown',
  severity: 'warning',
  cluster: 'prod',
  namespace: 'shop',
  service: 'order-api',
};

test.each<[string, Labels, Labels, boolean]>([
  ['the page of an objective, its ticket', page, ticket, true],
  ['the page of an objective, the ticket of another', page, { ...ticket, slo: 'latency' }, false],
  ['the page of an objective, the ticket of another service', page, otherTicket, false],
  ['the page of an objective, that its data is missing', page, dataMissing, false],
  ['the ticket of an objective, its page', ticket, page, false],
  ...[down, missing, unavailable, scaledToZero].flatMap((outage): [string, Labels, Labels, boolean][] =>
    [
      page,
      stopped,
      collapsed,
      partial,
      podsCrashing,
      targetsFailing,
      ticket,
      dataMissing,
      targetDown,
      crashing,
      oomKilled,
      rolloutStuck,
      throttled,
    ].map((symptom) => [outage['alertname']!, outage, symptom, true]),
  ),
  ['that half of the pods are gone, that all is down', partial, down, false],
  ['that half of the pods are gone, the page of an objective', partial, page, false],
  ['that half of the pods crash, that half are gone', podsCrashing, partial, true],
  ['that half of the pods crash, that half of the targets fail', podsCrashing, targetsFailing, true],
  ['that half of the pods are gone, that half of the targets fail', partial, targetsFailing, true],
  ['that half of the pods are gone, that half crash: only one of the two may', partial, podsCrashing, false],
  ['that half of the targets fail, that half of the pods are gone', targetsFailing, partial, false],
  ...[podsCrashing, partial, targetsFailing].flatMap((half): [string, Labels, Labels, boolean][] => [
    ['half of the pods, one pod that crashes', half, crashing, true],
    ['half of the pods, one target that fails', half, targetDown, true],
    ['half of the pods, why a pod was killed', half, oomKilled, false],
    ['half of the pods, that a rollout is stuck, which may be why', half, rolloutStuck, false],
    ['half of the pods, one pod of another service', half, { ...crashing, service: 'cart' }, false],
    ['half of the pods, that no requests come', half, stopped, false],
    ['half of the pods, itself', half, half, false],
  ]),
  ['that few requests come, that a pod crashes, which may be why', collapsed, crashing, false],
  ['that no requests come, that none answers', stopped, down, false],
  ['that no requests come, the page of an objective', stopped, page, false],
  ['that no requests come, the ticket of an objective: its budget went before', stopped, ticket, false],
  ['that no requests come, that they are not counted, which may be why', stopped, dataMissing, false],
  ['that no requests come, that a pod crashes, which may be why', stopped, crashing, false],
  [
    'that all is down, that no requests come to another service',
    down,
    { ...stopped, service: 'cart' },
    false,
  ],
  ['that all is down, a page that is no budget', down, ownPage, false],
  ['that all is down, the tickets of another namespace', down, { ...crashing, namespace: 'cart' }, false],
  ['that all is down, the tickets of another cluster', down, { ...crashing, cluster: 'eu' }, false],
  ["that all is down, others' alerts of that name", down, chartsTargetDown, false],
  ['that one target is down, anything', targetDown, ticket, false],
  ["others' page of a similar name, our tickets", { ...down, team: '' }, ticket, false],
  ['that no pod is ready, that none answers', unavailable, down, true],
  ['that no pod is ready, that the target is missing', unavailable, missing, true],
  ['that none answers, that no pod is ready', down, unavailable, false],
  ['that all is down, itself', down, down, false],
  ['InfoInhibitor, info alerts of its namespace', { ...ours, alertname: 'InfoInhibitor' }, throttled, true],
  [
    "others' page, others' ticket of that name",
    { alertname: 'A', severity: 'critical' },
    { alertname: 'A', severity: 'warning' },
    true,
  ],
  [
    "others' page, others' ticket of another name",
    { alertname: 'A', severity: 'critical' },
    { alertname: 'B', severity: 'warning' },
    false,
  ],
])('%s: %j silences %j: %s', (_what, source, target, expected) => {
  expect(inhibitorsOf(target, [source])).toEqual(expected ? [source] : []);
});

test('total and partial outages are the critical alerts that every service can get', () => {
  const pages = [
    ...scrapeAlerts,
    ...probeAlerts,
    ...pushedAlerts,
    ...budgetAlerts,
    ...externalAlerts,
    ...workloadAlerts,
  ]
    .filter(({ severity }) => severity === 'critical')
    .map(({ symptom }) => symptom);
  expect(new Set(pages)).toEqual(new Set([...OUTAGES, ...PARTIAL_OUTAGES]));
});

test('what every outage brings about are critical alerts that services with golden signals get', () => {
  expect(trafficAlerts.map(({ symptom, severity }) => [symptom, severity])).toEqual(
    OUTAGE_SIGNS.map((symptom) => [symptom, 'critical']),
  );
});
