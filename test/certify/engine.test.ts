import { Detection } from '../../src/certify/detection';
import type { Firing } from '../../src/certify/alert';
import type { Labels, Samples } from '../../src/certify/engine/series';
import { watchedService, type WatchedService } from '../../src/certify/service';
import { placeServices, type PlacedService } from '../../src/catalog/placement';
import { seconds } from '../../src/promql/window';
import { samplesOf } from '../../src/certify/world/samples';
import { World } from '../../src/certify/world/world';
import type { Subject } from '../../src/certify/world/subject';
import type { Fault } from '../../src/faults/fault';
import { FAULTS } from '../../src/faults/list/index';
import { isAlert, printGroup } from '../../src/rules/rule';
import { ruleResources } from '../../src/catalog/rule-resources';
import { testRules, type InputSeries, type RuleCase } from '../../src/testing/rule-tests';
import { accounts } from '../fixtures/services/accounts';
import { basket } from '../fixtures/services/basket';
import { searchIndex } from '../fixtures/services/search-index';
import { storefront } from '../fixtures/services/storefront';
import { findEnvironment, findPlacedService } from '../fixtures/stack/index';
import { onEngine } from '../support/binaries';
import { ENGINE_NAMES } from '../support/engine-packages';

/** Scrapes before the fault: as far as the alerts look back, except for those on traffic. */
const BEFORE = 140;
/** Minutes by which every alert of the tested faults has fired. */
const LONGEST = 80;

const prod = findEnvironment('prod');
// A StatefulSet, a StatefulSet of others, series that are pushed, and addresses that are probed.
const others = placeServices([accounts, searchIndex, basket, storefront], { ...prod, workloads: {} });
// These compare with other days; live runs prove them.
const isOfScrapesAndPods = (name: string): boolean => !/Traffic|Slo|Burn/.test(name);

const PHASE = { scrape: seconds(prod.scrapeInterval) * 0.999, slow: true };

const groupsOf = (service: PlacedService) =>
  ruleResources(service).flatMap((resource) =>
    resource.groups
      .map((group) => ({
        ...group,
        rules: group.rules.filter((rule) => isAlert(rule) && isOfScrapesAndPods(rule.alert)),
      }))
      .filter(({ rules }) => rules.length > 0)
      .map(printGroup),
  );

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

function caseOf({ subject, alerts, rules }: WatchedService, fault: Fault): RuleCase {
  const detection = new Detection(new World(subject), fault, rules);
  const firings = alerts
    .filter(({ name }) => isOfScrapesAndPods(name))
    // promtool evaluates every group at one interval.
    .map((alert) => [alert, detection.firing({ ...alert, every: 60 })] as const);
  const query = (alert: string, minute: number, fires: boolean) => ({
    expr: `group(ALERTS{alertname="${alert}", alertstate="firing"})`,
    at: `${minute}m`,
    expected: fires ? [{ labels: '{}', value: 1 }] : [],
  });
  return {
    name: fault.name,
    inputSeries: inputOf(samplesOf(subject, fault, PHASE)),
    queries: firings.flatMap(([{ name }, firing]: readonly [{ readonly name: string }, Firing | undefined]) =>
      firing === undefined
        ? [query(name, minuteAt(LONGEST * 60 - 300, subject), false)]
        : [
            query(name, minuteAt(firing.latest, subject), true),
            query(name, minuteAt(firing.earliest, subject) - 1, false),
          ],
    ),
  };
}

const TESTED: Readonly<Record<string, readonly string[]>> = {
  'order-api': [
    'all pods are dead',
    'half of the pods are dead',
    'all pods hang, but stay ready',
    'no pod is ready',
    'half of the pods are not ready',
    'the workload is deleted',
    'the workload is scaled to 0',
    'a rollout is stuck: the image cannot be pulled',
    'memory of one pod is at 95 % of its limit',
    'CPU of every pod is throttled in half of its periods',
    '/metrics of every pod exceeds the sample limit',
    'kube-state-metrics is gone, and all pods are dead',
  ],
  accounts: [
    'the workload is scaled to 0',
    'a rollout is stuck: the image cannot be pulled',
    'the autoscaler reaches its maximum',
    'the autoscaler does not work',
  ],
  'search-index': ['half of the pods are dead', 'memory of one pod is at 95 % of its limit'],
  basket: ['all pods are dead', 'nothing pushes the series any more'],
  storefront: [
    'all pods are dead',
    'the exporter that probes is gone',
    'the Probe is deleted, or loses its label',
  ],
};

test.each(
  [findPlacedService('order-api', 'prod'), ...others].map((service) => [service.name, service] as const),
)(
  'promtool of every engine fires each alert of %s no later than its bound, and no earlier than the simulation',
  async (name, service) => {
    const watched = watchedService(service, prod, 10);
    const faults = FAULTS.filter((fault) => TESTED[name]!.includes(fault.name));
    expect(faults).toHaveLength(TESTED[name]!.length);
    const suite = {
      groups: groupsOf(service),
      interval: '1m',
      scrapeInterval: '30s',
      cases: faults.map((fault) => caseOf(watched, fault)),
    };
    for (const engine of ENGINE_NAMES) await onEngine(engine, () => testRules(suite));
  },
);
