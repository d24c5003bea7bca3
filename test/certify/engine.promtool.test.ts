import { Detection } from '../../src/certify/detection';
import type { Firing } from '../../src/certify/alert';
import type { Labels, Samples } from '../../src/certify/engine/series';
import { watchedService } from '../../src/certify/service';
import { samplesOf } from '../../src/certify/world/samples';
import type { Subject } from '../../src/certify/world/subject';
import type { Fault } from '../../src/faults/fault';
import { FAULTS } from '../../src/faults/list/index';
import { isAlert, printGroup } from '../../src/rules/rule';
import { ruleResources } from '../../src/catalog/rule-resources';
import { testRules, type InputSeries, type RuleCase } from '../../src/testing/rule-tests';
import { findEnvironment, findPlacedService } from '../fixtures/stack/index';

/** Scrapes before the fault: as far as the alerts look back, except for those on traffic. */
const BEFORE = 140;
/** Minutes by which every alert of the tested faults has fired. */
const LONGEST = 80;

const service = findPlacedService('order-api', 'prod');
const watched = watchedService(service, findEnvironment('prod'), 10);
// These compare with other days; live runs prove them.
const isOfScrapesAndPods = (name: string): boolean => !/Traffic|Slo|Burn/.test(name);
// promtool evaluates every group at one interval.
const alerts = watched.alerts
  .filter(({ name }) => isOfScrapesAndPods(name))
  .map((alert) => ({ ...alert, every: 60 }));

const groups = ruleResources(service).flatMap((resource) =>
  resource.groups
    .map((group) => ({
      ...group,
      rules: group.rules.filter((rule) => isAlert(rule) && isOfScrapesAndPods(rule.alert)),
    }))
    .filter(({ rules }) => rules.length > 0)
    .map(printGroup),
);

const PHASE = { scrape: watched.subject.interval * 0.999, slow: true };

function inputOf(samples: Samples): readonly InputSeries[] {
  return [...samples.byName].flatMap(([name, all]) =>
    all.map(({ labels, at }) => ({
      series: `${name}${text(labels)}`,
      values: Array.from({ length: BEFORE + LONGEST * 2 }, (_, index) => {
        const point = at(index - BEFORE);
        return point === undefined ? '_' : String(point);
      }).join(' '),
    })),
  );
}

const text = (labels: Labels): string =>
  `{${Object.entries(labels)
    .map(([name, value]) => `${name}="${value}"`)
    .join(',')}}`;

/** The minute of promtool's run at which an evaluation is the last one before a time after the fault. */
const minuteAt = (seconds: number, { interval }: Subject): number =>
  Math.floor((BEFORE * interval - PHASE.scrape + seconds) / 60);

function caseOf(fault: Fault): RuleCase {
  const detection = new Detection(watched.subject, fault, watched.rules);
  const firings = alerts.map((alert) => [alert, detection.firing(alert)] as const);
  const query = (alert: string, minute: number, fires: boolean) => ({
    expr: `group(ALERTS{alertname="${alert}", alertstate="firing"})`,
    at: `${minute}m`,
    expected: fires ? [{ labels: '{}', value: 1 }] : [],
  });
  return {
    name: fault.name,
    inputSeries: inputOf(samplesOf(watched.subject, fault, PHASE)),
    queries: firings.flatMap(([{ name }, firing]: readonly [{ readonly name: string }, Firing | undefined]) =>
      firing === undefined
        ? [query(name, minuteAt(LONGEST * 60 - 300, watched.subject), false)]
        : [
            query(name, minuteAt(firing.latest, watched.subject), true),
            query(name, minuteAt(firing.earliest, watched.subject) - 1, false),
          ],
    ),
  };
}

const TESTED = [
  'all pods are dead',
  'half of the pods are dead',
  'all pods hang, but stay ready',
  'no pod is ready',
  'half of the pods are not ready',
  'the Deployment is deleted',
  'the Deployment is scaled to 0',
  'a rollout is stuck: the image cannot be pulled',
  'memory of one pod is at 95 % of its limit',
  'CPU of every pod is throttled in half of its periods',
  '/metrics of every pod exceeds the sample limit',
  'kube-state-metrics is gone, and all pods are dead',
];

test('promtool fires each alert no later than its bound, and no earlier than the simulation', async () => {
  const faults = FAULTS.filter(({ name }) => TESTED.includes(name));
  expect(faults).toHaveLength(TESTED.length);
  await testRules({ groups, interval: '1m', scrapeInterval: '30s', cases: faults.map(caseOf) });
});
