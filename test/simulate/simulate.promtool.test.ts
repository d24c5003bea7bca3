import { certify, type Certificate } from '../../src/certify/certificate';
import { watchedService } from '../../src/certify/service';
import { allPodsDead } from '../../src/faults/list/all-pods-dead';
import { allRequestsFail } from '../../src/faults/list/all-requests-fail';
import { prometheusGone } from '../../src/faults/list/prometheus-gone';
import { requestsStop } from '../../src/faults/list/requests-stop';
import { SIMULATION_FORMATS } from '../../src/simulate/formats';
import { countOf, isViolated, printerOf, simulateStack } from '../../src/simulate/command';
import { simulate } from '../../src/simulate/simulate';
import { binary } from '../support/binaries';
import { findEnvironment, findPlacedService, fixtureStack } from '../fixtures/stack/index';

const environment = findEnvironment('prod');
const service = findPlacedService('order-api', 'prod');
const watched = watchedService(service, environment, 10);
const certificate = certify(service, environment, undefined, {
  faults: [allRequestsFail, allPodsDead, prometheusGone, requestsStop],
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
    { runs: 3, seed: 7 },
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
    ['too-early', 'all pods are dead', 'on-call', 1],
    ['too-early', 'all pods are dead', 'team-channel', 1],
  ]);
  // The part of the bound that is windows, `for` and waits has passed.
  for (const { slowest, bound, violations } of simulation.bounds)
    if (violations === 0) expect(slowest! / bound).toBeGreaterThan(0.5);
  expect(simulation.leftOut.map(({ fault, reason }) => `${fault}: ${reason}`)).toEqual([
    'Prometheus is gone: Prometheus or Alertmanager is away',
    'requests stop: OrderApiTrafficStopped reads more than two hours, or is evaluated every 5 minutes',
  ]);
  expect(isViolated(simulation)).toBe(true);
  const text = SIMULATION_FORMATS.text(simulation);
  expect(text).toMatch(/^! +prod\/too-early +all pods are dead +on-call +1m17s +\S+ \(1 too late\) +1$/m);
  expect(text).toContain('3 runs with seed 7: 2 messages came later than their bounds.');
  expect(SIMULATION_FORMATS.markdown(simulation)).toContain(
    '| **prod/too-early** | **all pods are dead** | **on-call** |',
  );
  expect(JSON.parse(SIMULATION_FORMATS.json(simulation))).toEqual(simulation);
});

const REQUEST = { stack: fixtureStack, rate: 10, runs: 1, seed: 1 };

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
  expect(() => countOf('--runs', '1.5')).toThrow(
    'certify: not a whole number above 0 (--runs: "1.5"). Give one such as 100.',
  );
});
