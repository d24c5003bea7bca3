import { certify, type Certificate } from '../../src/certify/certificate';
import { watchedService } from '../../src/certify/service';
import { allPodsDead } from '../../src/faults/list/all-pods-dead';
import { allRequestsFail } from '../../src/faults/list/all-requests-fail';
import { prometheusGone } from '../../src/faults/list/prometheus-gone';
import { prometheusRestarts } from '../../src/faults/list/prometheus-restarts';
import { secretWrong } from '../../src/faults/list/secret-wrong';
import { requestsStop } from '../../src/faults/list/requests-stop';
import { oneRouteSlow } from '../../src/faults/list/one-route-slow';
import { SIMULATION_FORMATS } from '../../src/simulate/formats';
import {
  countOf,
  isViolated,
  longestOf,
  printerOf,
  simulateStack,
  USUAL_LONGEST,
} from '../../src/simulate/command';
import { simulate } from '../../src/simulate/simulate';
import { fault, type Fault } from '../../src/faults/fault';
import type { Firing } from '../../src/certify/alert';
import { firingTimes } from '../../src/simulate/firing-times';
import { simulatedRows } from '../../src/simulate/simulated-rows';
import type { Run } from '../../src/simulate/random-runs';
import { Detection } from '../../src/certify/detection';
import { World } from '../../src/certify/world/world';
import { ruleResources } from '../../src/catalog/rule-resources';
import type { Duration } from '../../src/promql/window';
import { isAlert } from '../../src/rules/rule';
import { binary } from '../support/binaries';
import { findEnvironment, findPlacedService, fixtureStack } from '../fixtures/stack/index';

const environment = findEnvironment('prod');
const service = findPlacedService('order-api', 'prod');
const watched = watchedService(service, environment, 10);
const certificate = certify(service, environment, undefined, {
  faults: [
    allRequestsFail,
    allPodsDead,
    prometheusGone,
    requestsStop,
    prometheusRestarts,
    secretWrong,
    oneRouteSlow,
  ],
});

/** The same with bounds that no message can keep. */
const tooEarly: Certificate = {
  ...certificate,
  service: 'too-early',
  rows: certificate.rows
    .filter(({ fault }) => fault === allPodsDead)
    .map((row) => ({
      ...row,
      notifications: row.notifications.map((each) => ({ ...each, seconds: each.seconds / 4 })),
    })),
};

const programs = { promtool: binary('promtool'), alertmanager: binary('alertmanager') };

/** All pods die, and Prometheus restarts meanwhile. */
const deadAndAway = fault({
  name: 'all pods are dead while Prometheus restarts for a minute',
  signals: (...at) => ({ ...allPodsDead.signals(...at), prometheusAway: 60 }),
});

/** Seconds after the fault at which the first alert fires, and its bound. */
async function restarted(restart: number, faults: Fault): Promise<readonly [at: number, bound: number]> {
  const certified = certify(service, environment, undefined, { faults: [faults] });
  const [row] = simulatedRows({ service, watched, certificate: certified }, USUAL_LONGEST).rows;
  const run = { id: '0', row: row!, sinceFault: 29.9, sinceEvaluation: 0, slow: true };
  const found = await firingTimes({ ...run, away: { from: restart, to: restart + 60 } }, programs.promtool);
  const [{ alert, latest }] = row!.row.firings as readonly [Firing];
  return [found.find((each) => each.alert === alert)!.at, latest];
}

test.each([
  ['right before the scrape that shows the fault', 29, prometheusRestarts],
  // OrderApiUnavailable waits for two minutes.
  ['while an alert is pending', 170, deadAndAway],
] as const)(
  'Prometheus goes %s: the bound holds, and is at most a scrape and an evaluation later',
  async (_, restart, what) => {
    const [at, bound] = await restarted(restart, what);
    expect(bound - at).toBeGreaterThan(0);
    expect(bound - at).toBeLessThanOrEqual(watched.subject.interval + 60);
  },
);

describe('a group that is evaluated every five minutes', () => {
  const [down] = ruleResources(service).flatMap(({ groups }) =>
    groups.flatMap(({ rules }) => rules.filter(isAlert).filter((rule) => rule.alert === 'OrderApiDown')),
  );
  const rule = { ...down!, for: '10m' as const };
  const [usual] = watched.alerts.filter(({ name }) => name === rule.alert);
  const alert = { ...usual!, every: 300, for: 600 };
  const { latest } = new Detection(new World(watched.subject), allPodsDead, watched.rules).firing(alert)!;
  const certified = certify(service, environment, undefined, { faults: [allPodsDead] });
  const [row] = simulatedRows({ service, watched, certificate: certified }, USUAL_LONGEST).rows;

  /** Seconds after the fault at which the alert fires. */
  async function firesAt(step: number, moment: Pick<Run, 'sinceFault' | 'sinceEvaluation'>) {
    const group = { name: 'slow', interval: '5m' as const, rules: [rule] };
    const groups = new Map([[300, { groups: [group], step, reach: 600 }]]);
    const run = {
      id: '0',
      slow: true,
      ...moment,
      row: { ...row!, alerts: [alert], groups, horizon: latest },
    };
    const [found] = await firingTimes(run, programs.promtool);
    return found!.at;
  }

  test.each([
    // The first scrape after the fault comes right after an evaluation, or right before one.
    { sinceFault: 29.9, sinceEvaluation: 5, after: 24.9 + 900 },
    { sinceFault: 0.1, sinceEvaluation: 295, after: 5.1 + 600 },
  ])('fires as late beside groups of one minute ($sinceEvaluation s)', async ({ after, ...moment }) => {
    const alone = await firesAt(300, moment);
    expect(await firesAt(60, moment)).toBe(alone);
    expect(alone).toBeCloseTo(after);
    expect(latest).toBeGreaterThanOrEqual(alone);
    expect(latest - 300).toBeLessThan(924.9);
  });
});

test('messages of real programs keep the bounds, and one that is late is found', async () => {
  const simulation = await simulate(
    [
      {
        environment,
        services: [
          { service, watched, certificate },
          { service, watched, certificate: tooEarly },
        ],
      },
    ],
    { runs: 6, seed: 7, longest: USUAL_LONGEST },
    // The five seconds that a bound has for sending are more than one, which a busy machine may need.
    { ...programs, speed: 4 },
  );
  expect(
    simulation.bounds.map(({ service: name, fault, receiver, violations }) => [
      name,
      fault,
      receiver,
      violations,
    ]),
  ).toEqual([
    ['order-api', 'all requests fail', 'on-call', 0],
    ['order-api', 'all requests fail', 'team-channel', 0],
    ['order-api', 'all pods are dead', 'on-call', 0],
    ['order-api', 'all pods are dead', 'team-channel', 0],
    ['order-api', prometheusRestarts.name, 'on-call', 0],
    ['order-api', prometheusRestarts.name, 'team-channel', 0],
    ['order-api', secretWrong.name, 'team-channel', 0],
    // An alert of a group that is evaluated every five minutes.
    ['order-api', oneRouteSlow.name, 'on-call', 0],
    ['order-api', oneRouteSlow.name, 'team-channel', 0],
    ['too-early', 'all pods are dead', 'on-call', 1],
    ['too-early', 'all pods are dead', 'team-channel', 1],
  ]);
  // The part of the bound that is windows, `for` and waits has passed.
  for (const { slowest, bound, violations } of simulation.bounds)
    if (violations === 0) expect(slowest! / bound).toBeGreaterThan(0.5);
  expect(simulation.leftOut.map(({ fault, reason }) => `${fault}: ${reason}`)).toEqual([
    'Prometheus is gone: the service behind the heartbeat sends the message, outside of the cluster',
    'requests stop: OrderApiTrafficStopped reads more than 12h (--longest)',
  ]);
  expect(isViolated(simulation)).toBe(true);
  const text = SIMULATION_FORMATS.text(simulation);
  expect(text).toMatch(/^! +prod\/too-early +all pods are dead +on-call +1m17s +\S+ \(1 too late\) +1$/m);
  expect(text).toContain('6 runs with seed 7: 2 messages came later than their bounds.');
  expect(SIMULATION_FORMATS.markdown(simulation)).toContain(
    '| **prod/too-early** | **all pods are dead** | **on-call** |',
  );
  expect(JSON.parse(SIMULATION_FORMATS.json(simulation))).toEqual(simulation);
});

test('an alert that fires after a thousand evaluations has its exact time', async () => {
  const [down] = ruleResources(service).flatMap(({ groups }) =>
    groups.flatMap(({ rules }) => rules.filter(isAlert).filter((rule) => rule.alert === 'OrderApiDown')),
  );
  const [alert] = watched.alerts.filter(({ name }) => name === down!.alert);
  const certified = certify(service, environment, undefined, { faults: [allPodsDead] });
  const [row] = simulatedRows({ service, watched, certificate: certified }, USUAL_LONGEST).rows;
  const firesAfter = async (hold: Duration): Promise<number> => {
    const rules = [{ ...down!, for: hold }];
    const groups = new Map([
      [30, { groups: [{ name: 'patient', interval: '30s' as const, rules }], step: 30, reach: 600 }],
    ]);
    const waiting = { ...row!, alerts: [{ ...alert!, every: 30 }], groups, horizon: 38_000 };
    const run = { id: '0', slow: false, sinceFault: 10, sinceEvaluation: 5, row: waiting };
    const [found] = await firingTimes(run, programs.promtool);
    return found!.at;
  };
  // 1,234 evaluations.
  expect((await firesAfter('10h17m')) - (await firesAfter('0s'))).toBe(37_020);
});

const REQUEST = { stack: fixtureStack, rate: 10, runs: 1, seed: 1, longest: USUAL_LONGEST };

test('one fault is tried alone, and one that cannot be is said', async () => {
  const alone = await simulateStack(
    { ...REQUEST, environment: 'prod', service: 'order-api', fault: prometheusGone.name },
    programs,
  );
  expect(alone).toMatchObject({ runs: 0, bounds: [], leftOut: [{ fault: prometheusGone.name }] });
  expect(SIMULATION_FORMATS.text(alone)).toContain('\nNo fault was tried.\nNot simulated, as the service');
  await expect(simulateStack({ ...REQUEST, fault: 'requests halt' }, programs)).rejects.toThrow(
    /requests halt.*requests stop/s,
  );
});

test('what cannot be simulated is one sentence', async () => {
  await expect(simulateStack({ ...REQUEST, environment: 'dev' }, programs)).rejects.toThrow(
    'certify: no environment has receivers, so no message can be observed (--simulate: "dev"). Choose an environment with receivers, or add them to the stack.',
  );
  const path = process.env['PATH'];
  process.env['PATH'] = '/nowhere';
  try {
    await expect(simulateStack(REQUEST)).rejects.toThrow(/^pro\S+ ?\S*: .*not found.*apt-get install/s);
  } finally {
    process.env['PATH'] = path;
  }
  expect(() => printerOf('html')).toThrow(
    'certify: not a format of --simulate (--format: "html"). Use text, markdown or json.',
  );
  for (const wrong of ['0', 'long', '1.5d'])
    expect(() => longestOf(wrong)).toThrow(
      `certify: not a duration above 0 (--longest: "${wrong}"). Give one such as 12h or 8d.`,
    );
  expect(longestOf('8d')).toBe(8 * 86_400);
  expect(() => countOf('--runs', '1.5')).toThrow(
    'certify: not a whole number above 0 (--runs: "1.5"). Give one such as 100.',
  );
});
