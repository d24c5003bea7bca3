import { defineEnvironment } from '../../src/catalog/environment';
import { placeServices, type PlacedService } from '../../src/catalog/placement';
import { certify, recipientsOf, type Certificate } from '../../src/certify/certificate';
import { checkExpectations } from '../../src/certify/check';
import { cellsOf } from '../../src/certify/formats/cells';
import { CERTIFICATE_FORMATS } from '../../src/certify/formats/index';
import { Memory } from '../../src/certify/memory';
import { existing } from '../../src/catalog/existing';
import { explained, findFault } from '../../src/certify/explain';
import { fault, type Fault } from '../../src/faults/fault';
import { FAULTS } from '../../src/faults/list/index';
import { sentence } from '../../src/findings/invalid-input';
import { gt, select } from '../../src/promql/build';
import { gauge } from '../../src/metrics/metric';
import { alertPrefix } from '../../src/rules/naming';
import { accounts } from '../fixtures/services/accounts';
import { basket } from '../fixtures/services/basket';
import { invoices } from '../fixtures/services/invoices';
import { ledger } from '../fixtures/services/ledger';
import { storefront } from '../fixtures/services/storefront';
import { allServices, findEnvironment, findPlacedService } from '../fixtures/stack/index';
import { environments } from '../fixtures/stack/environments';

const prod = findEnvironment('prod');
const service = findPlacedService('order-api', 'prod');
const memory = new Memory();
const named = (...names: readonly string[]): readonly Fault[] => names.map((name) => findFault(name, []));
const certificateOf = (faults: readonly Fault[], of = service, environment = prod): Certificate =>
  certify(of, environment, recipientsOf(environment), { faults, memory });
const lines = (certificate: Certificate): readonly string[] =>
  cellsOf(certificate).map(({ causes, notifies, within }) =>
    [causes.join(', '), notifies, within].join(' | '),
  );

const whole = certificateOf(FAULTS);

test('every alert that the library writes fires for some fault', () => {
  const fired = new Set(whole.rows.flatMap(({ firings }) => firings.map(({ alert }) => alert.name)));
  expect(whole.unjudged).toEqual([]);
  expect([...fired].map((name) => name.slice(alertPrefix('order-api').length)).toSorted()).toEqual([
    'CpuThrottled',
    'CrashLooping',
    'Down',
    'ErrorBudgetBurn',
    'MemoryNearLimit',
    'OomKilled',
    'PartialOutage',
    'PodsCrashing',
    'RolloutStuck',
    'ScaledToZero',
    'SeriesBudgetExceeded',
    'SloDataMissing',
    'TargetDown',
    'TargetMissing',
    'TargetsFailing',
    'TrafficCollapsed',
    'TrafficStopped',
    'Unavailable',
  ]);
});

test('alerts of every service can be judged, unless they read a metric that no fault changes', () => {
  const faults = named('all pods are dead', 'requests stop');
  const own = [{ alert: 'MailerQueueLong', reason: 'no fault changes the metric mailer_queue_length' }];
  for (const { name } of allServices)
    expect(certificateOf(faults, findPlacedService(name, 'prod')).unjudged).toEqual(
      name === 'mailer' ? own : [],
    );
});

test('a row without a receiver has a reason', () => {
  const nobody = whole.rows.filter(({ notifications }) => notifications.length === 0);
  expect(nobody.filter((row) => row.fault.accepted === undefined).map((row) => row.fault.name)).toEqual([]);
});

test('a bound is the sum of its parts', () => {
  for (const { notifications, firings } of whole.rows) {
    for (const { seconds, parts } of notifications)
      expect(parts.reduce((sum, part) => sum + part.seconds, 0)).toBeCloseTo(seconds, 3);
    for (const { latest, earliest, parts } of firings) {
      expect(parts.reduce((sum, part) => sum + part.seconds, 0)).toBeCloseTo(latest, 3);
      expect(earliest).toBeLessThanOrEqual(latest);
    }
  }
});

test('the heartbeat reports what cannot report itself', () => {
  expect(lines(certificateOf(named('Prometheus is gone', 'Alertmanager is gone')))).toEqual([
    'no more messages to the heartbeat | heartbeat | 19m',
    'no more messages to the heartbeat | heartbeat | 15m',
  ]);
  const { heartbeat: _none, ...silent } = prod;
  expect(lines(certificateOf(named('Prometheus is gone'), service, silent))).toEqual([
    'no alert fires | NOBODY | never',
  ]);
});

test('after a restart of Alertmanager, group_wait begins again once Prometheus has sent again', () => {
  const [usual] = named('no pod is ready');
  const meanwhile = fault({
    name: 'no pod is ready while Alertmanager restarts for a minute',
    signals: (...at) => ({ ...usual!.signals(...at), alertmanagerAway: 60 }),
  });
  const [before, after] = certificateOf([usual!, meanwhile]).rows.map(
    ({ notifications }) => notifications[0]!,
  );
  const { every } = before!.alert!;
  expect(after!.seconds - before!.seconds).toBe(60 + (60 + every) + 30);
});

test('a wrong Secret leaves the other receivers', () => {
  expect(
    lines(certificateOf(named('the Secret of the first receiver is wrong, and all requests fail'))),
  ).toEqual(['OrderApiErrorBudgetBurn (availability, 1h) | team-channel | 2m58s']);
});

test('an alert that another may suppress is not counted', () => {
  // PodsCrashing comes first, and Unavailable and Down may suppress it.
  const [row] = certificateOf(named('all pods are dead')).rows;
  expect(row!.firings.slice(0, 2).map(({ alert }) => alert.name)).toContain('OrderApiPodsCrashing');
  expect(row!.notifications[0]!.alert!.name).toBe('OrderApiUnavailable');
});

test('alerts that would suppress every message of a fault are named', () => {
  const [row] = certificateOf(named('all requests fail')).rows;
  expect(row!.silencers()).toEqual([
    'OrderApiDown',
    'OrderApiTargetMissing',
    'OrderApiUnavailable',
    'OrderApiScaledToZero',
  ]);
  expect(explained(whole, findFault('all requests fail', []))).toBe(
    [
      'order-api in prod: all requests fail',
      '  OrderApiErrorBudgetBurn (availability, 1h) fires within 2m23s: windows of the expression 53s + scrape 30s + evaluation 1m',
      '  OrderApiErrorBudgetBurn (availability, 6h) fires within 8m40s: windows of the expression 2m10s + scrape 30s + recorded events 1m + evaluation 5m',
      '  OrderApiErrorBudgetBurn (availability, 1d) fires within 10m50s: windows of the expression 4m20s + scrape 30s + recorded events 1m + evaluation 5m',
      '  OrderApiErrorBudgetBurn (availability, 3d) fires within 10m50s: windows of the expression 4m20s + scrape 30s + recorded events 1m + evaluation 5m',
      '  on-call is notified within 2m58s of OrderApiErrorBudgetBurn (availability, 1h): windows of the expression 53s + scrape 30s + evaluation 1m + group_wait 30s + sending 5s',
      '  team-channel is notified within 2m58s of OrderApiErrorBudgetBurn (availability, 1h): windows of the expression 53s + scrape 30s + evaluation 1m + group_wait 30s + sending 5s',
      '  No message while one of these is already firing: OrderApiDown, OrderApiTargetMissing, OrderApiUnavailable, OrderApiScaledToZero',
    ].join('\n'),
  );
});

test('without receivers no message is sent', () => {
  const dev = findEnvironment('dev');
  expect(
    lines(certificateOf(named('all requests fail'), findPlacedService('order-api', 'dev'), dev))[0],
  ).toMatch(/^OrderApiErrorBudgetBurn \(availability, 1h\), .* \| NOBODY \| never$/);
});

test('a fault that needs several pods is left out for one', () => {
  expect(certificateOf(named('one pod is dead'), findPlacedService('order-api', 'dev')).rows).toEqual([]);
});

test('faults that cannot happen to a service are left out', () => {
  const [queue, cron, probed] = placeServices([basket, invoices, storefront], { ...prod, workloads: {} });
  const impossible = named(
    'the Service is deleted',
    'the ServiceMonitor is deleted, or loses its label',
    'nothing pushes the series any more',
    'one pod is dead',
    'the exporter that probes is gone',
  );
  const rowsOf = (of: PlacedService) => certificateOf(impossible, of).rows.map((row) => row.fault.name);
  expect(rowsOf(service)).toEqual([
    'the Service is deleted',
    'the ServiceMonitor is deleted, or loses its label',
    'one pod is dead',
  ]);
  expect(rowsOf(queue!)).toEqual(['nothing pushes the series any more', 'one pod is dead']);
  expect(rowsOf(cron!)).toEqual([]);
  expect(rowsOf(probed!)).toEqual(['one pod is dead', 'the exporter that probes is gone']);
  expect(explained(certificateOf(impossible, cron), findFault('one pod is dead', []))).toBe(
    'invoices in prod: one pod is dead\n  It needs pods, which the service does not have.',
  );
});

test('addresses outside of the cluster stay targets', () => {
  const [address] = placeServices([ledger], { ...prod, workloads: {} });
  const faults = named('all pods are dead', 'the workload is scaled to 0', 'the workload is deleted');
  expect(certificateOf(faults, address).rows.map(({ fault: { name } }) => name)).toEqual([
    'all pods are dead',
  ]);
});

describe('a service that does not name its workload', () => {
  const external = { ...prod, workloads: {} };
  const [unnamed] = placeServices([ledger], external);
  const [known] = placeServices(
    [{ ...ledger, workload: existing({ kind: 'Deployment', name: 'ledger' }) }],
    external,
  );
  const faults = named('memory of one pod is at 95 % of its limit', 'all pods hang, but stay ready');

  it('has faults of its pods in one note, and not as rows without a receiver', () => {
    const certificate = certificateOf(faults, unnamed);
    expect(cellsOf(certificate).map((cells) => cells.fault)).toEqual(['all pods hang, but stay ready']);
    for (const format of ['text', 'markdown', 'html'] as const)
      expect(CERTIFICATE_FORMATS[format]([certificate], [])).toContain(
        "Not judged, as the service does not name its workload: memory of one pod is at 95 % of its limit. Write workload: existing({ kind: 'Deployment', name: 'ledger' }) with the kind and name of what runs its pods.",
      );
    expect(JSON.parse(CERTIFICATE_FORMATS.json([certificate], []))).toMatchObject({
      certificates: [{ faults: [{ name: faults[0]!.name, needsWorkload: true }, { name: faults[1]!.name }] }],
    });
    expect(explained(certificate, faults[0]!)).toBe(
      "ledger in prod: memory of one pod is at 95 % of its limit\n  Not judged, as the service does not name its workload. Write workload: existing({ kind: 'Deployment', name: 'ledger' }).",
    );
  });

  it('is judged once it does', () => {
    const certificate = certificateOf(faults, known);
    expect(lines(certificate)[0]).toMatch(/^LedgerMemoryNearLimit \| team-channel \| /);
    expect(CERTIFICATE_FORMATS.text([certificate], [])).not.toContain('name its workload');
  });

  it('misses an expectation about them', () => {
    const of = { ...unnamed!, expect: { [faults[0]!.name]: {} } };
    expect(checkExpectations([of], external).errors.map(sentence)).toEqual([
      'service "ledger" in environment "prod": no receiver is notified (expect.memory of one pod is at 95 % of its limit: "no alert fires"). Write workload: existing({ kind: \'Deployment\', name: \'ledger\' }), so that there are alerts on its pods; or set the expectation to off.',
    ]);
  });
});

test('a CronJob and an autoscaler have faults of their own', () => {
  const [cron, scaled] = placeServices([invoices, accounts], { ...prod, workloads: {} });
  const ofJobs = FAULTS.filter(({ needs = [] }) => needs.includes('jobs'));
  // succeedsWithin is 26h.
  expect(lines(certificateOf(ofJobs, cron))).toEqual([
    'InvoicesJobFailed | team-channel | 5m5s',
    'InvoicesJobOverdue | team-channel | 1d2h4m43s',
    'InvoicesJobOverdue | team-channel | 1d2h4m43s',
    'InvoicesJobSuspended | NOBODY | never',
  ]);
  const ofAutoscalers = FAULTS.filter(({ needs = [] }) => needs.includes('autoscaler'));
  expect(lines(certificateOf(ofAutoscalers, scaled))).toEqual([
    'AccountsAutoscalerAtMaximum | team-channel | 18m5s',
    'AccountsAutoscalerInactive | team-channel | 18m5s',
  ]);
  expect(certificateOf([...ofJobs, ...ofAutoscalers], service).rows).toEqual([]);
});

describe('a fault of its own', () => {
  const age = gauge('order_queue_oldest_age_seconds', { help: 'Age of the oldest order' });
  const stuck = fault({
    name: 'the queue is stuck',
    signals: (seconds) => ({ metrics: { [age.name]: seconds } }),
    settles: 3600,
  });
  const watching = {
    ...service,
    alerts: [
      {
        symptom: 'QueueStuck',
        severity: 'critical' as const,
        for: '2m' as const,
        summary: 'Orders of %s wait.',
        description: 'The oldest waits for {{ $value }} seconds.',
        expr: () => gt(select(age), 600),
      },
    ],
  };

  it('shows the alert on its metric', () => {
    expect(lines(certificateOf([stuck], watching))).toEqual([
      'OrderApiQueueStuck | on-call, team-channel | 14m5s',
    ]);
  });

  it('is needed to judge that alert', () => {
    expect(certificateOf(named('all requests fail'), watching).unjudged).toEqual([
      { alert: 'OrderApiQueueStuck', reason: 'no fault changes the metric order_queue_oldest_age_seconds' },
    ]);
  });
});

describe('expectations', () => {
  const missed = (expect: (typeof service)['expect'], of = service) => {
    const { errors, warnings } = checkExpectations([{ ...of, expect }], prod);
    return [...errors.map(sentence), ...warnings.map((each) => `default: ${sentence(each)}`)];
  };

  it('are met by default', () => {
    expect(missed({})).toEqual([]);
  });

  it.each<[string, (typeof service)['expect'], string]>([
    [
      'a receiver that gets other severities',
      { 'one pod is dead': { receiver: 'on-call' } },
      'service "order-api" in environment "prod": receiver on-call is not notified, but team-channel (expect.one pod is dead: ["OrderApiTargetDown","OrderApiCrashLooping"]). Add an alert or an objective that the fault affects, or a receiver for its severity and team; or set the expectation to off.',
    ],
    [
      'less time than the bound',
      { 'all requests fail': { receiver: 'on-call', within: '2m' } },
      'service "order-api" in environment "prod": receiver on-call is notified within 2m58s, later than 2m (expect.all requests fail: "windows of the expression 53s + scrape 30s + evaluation 1m + group_wait 30s + …). Allow more time, or shorten what takes longest.',
    ],
    [
      'a fault without an alert',
      { 'kube-state-metrics is gone': {} },
      'service "order-api" in environment "prod": no receiver is notified (expect.kube-state-metrics is gone: "no alert fires"). Add an alert or an objective that the fault affects, or a receiver for its severity and team; or set the expectation to off.',
    ],
  ])('name %s', (_, expectations, message) => {
    expect(missed(expectations)).toEqual([message]);
  });

  it('of an environment are those of its services, unless they are off', () => {
    const strict = defineEnvironment({
      name: 'prod',
      ...environments['prod']!,
      expect: { 'all requests fail': { within: '1m' } },
    });
    expect(checkExpectations([service], strict).errors).toHaveLength(1);
    expect(
      checkExpectations([{ ...service, expect: { 'all requests fail': 'off' } }], strict).errors,
    ).toEqual([]);
  });

  it('about unknown faults are rejected', () => {
    expect(() =>
      defineEnvironment({ name: 'prod', ...environments['prod']!, expect: { 'all fails': {} } }),
    ).toThrow(
      'environment "prod": unknown fault (expect.all fails: "all fails"). Use a name that "signalproof certify --list" prints, or add the fault to faults.',
    );
  });

  it('have a default where an objective counts failures', () => {
    const off = {
      'page-fast': 'off',
      'page-slow': 'off',
      'ticket-fast': 'off',
      'ticket-slow': 'off',
    } as const;
    const silent = { ...service, slos: service.slos.map((slo) => ({ ...slo, tiers: off })) };
    expect(missed({}, silent)).toEqual([
      'default: service "order-api" in environment "prod": no receiver is notified (expect.all requests fail: "no alert fires"). Add an alert or an objective that the fault affects, or a receiver for its severity and team; or set the expectation to off.',
    ]);
  });
});

describe('formats', () => {
  const short = certificateOf(named('all requests fail', 'kube-state-metrics is gone'));

  it('text marks rows without a receiver', () => {
    expect(CERTIFICATE_FORMATS.text([short], [])).toBe(`order-api in prod

   If this happens             then                                        notifies               no later than
   all requests fail           OrderApiErrorBudgetBurn (availability, 1h)  on-call, team-channel  2m58s
!  kube-state-metrics is gone  no alert fires                              NOBODY                 never

! kube-state-metrics is gone: Targets and requests are still measured; rules of the chart report kube-state-metrics.
For 3 pods and 10 requests a second, evenly spread, without failures before.`);
  });

  it('text states a reason that faults share once', () => {
    const silent = {
      ...short,
      rows: short.rows.map((row) => ({ ...row, firings: [], notifications: [] })),
    };
    const [first, second] = silent.rows;
    const text = CERTIFICATE_FORMATS.text(
      [{ ...silent, rows: [first!, second!, { ...first!, fault: { ...first!.fault, name: 'another' } }] }],
      [],
    );
    expect(text.split('\n').filter((line) => line.startsWith('! ') && line.includes(': '))).toEqual([
      '! all requests fail, another: No alert of this service fires.',
      '! kube-state-metrics is gone: Targets and requests are still measured; rules of the chart report kube-state-metrics.',
    ]);
  });

  it('text fits a terminal, with receivers and without', () => {
    const dev = findEnvironment('dev');
    const five = placeServices([...allServices, ledger], dev).map((each) => certificateOf(FAULTS, each, dev));
    const text = CERTIFICATE_FORMATS.text([whole, ...five], []);
    // Notes are sentences, which a terminal wraps.
    const rows = text.split('\n').filter((row) => /^(?:!? {2}| {3}|$)/.test(row));
    expect(rows.length).toBeGreaterThan(150);
    expect(Math.max(...rows.map(({ length }) => length))).toBeLessThanOrEqual(120);
    expect(text).toMatch(/^! +all pods are dead +OrderApiPodsCrashing and \d more +NOBODY +never$/m);
    expect(text).toMatch(/^! \d+ faults: No receiver gets alerts of this severity and team\.$/m);
    expect(text.match(/No receiver gets alerts/g)).toHaveLength(five.length);
  });

  it('other formats state a reason that faults share once, below the table', () => {
    const dev = findEnvironment('dev');
    const placed = findPlacedService('order-api', 'dev');
    const silent = certificateOf(
      named('all requests fail', 'requests stop', 'kube-state-metrics is gone'),
      placed,
      dev,
    );
    const markdown = CERTIFICATE_FORMATS.markdown([silent], []);
    expect(markdown).toContain('| requests stop | OrderApiTrafficStopped | **NOBODY** | never |');
    expect(markdown).toContain(`
| kube-state-metrics is gone | no alert fires | **NOBODY**. Targets and requests are still measured; rules of the chart report kube-state-metrics. | never |

**NOBODY** in 2 rows: No receiver gets alerts of this severity and team.

For 1 pod`);
    const html = CERTIFICATE_FORMATS.html([silent], []);
    expect(html).toContain('<p>NOBODY in 2 rows: No receiver gets alerts of this severity and team.</p>');
    expect(html).toContain('<td>NOBODY</td>');
  });

  it('markdown is a table', () => {
    expect(CERTIFICATE_FORMATS.markdown([short], [])).toBe(`## order-api in prod

| If this happens | then | notifies | no later than |
| --- | --- | --- | --- |
| all requests fail | OrderApiErrorBudgetBurn (availability, 1h) | on-call, team-channel | 2m58s |
| kube-state-metrics is gone | no alert fires | **NOBODY**. Targets and requests are still measured; rules of the chart report kube-state-metrics. | never |

For 3 pods and 10 requests a second, evenly spread, without failures before.`);
  });

  it('json has the parts', () => {
    const [{ faults }] = JSON.parse(CERTIFICATE_FORMATS.json([short], [])).certificates;
    expect(faults[0].notifies[0]).toMatchObject({ receiver: 'on-call', labels: { long: '1h' } });
    expect(faults[0].notifies[0].parts.at(-1)).toEqual({ what: 'sending', seconds: 5 });
  });

  it('html marks rows without a receiver, and needs nothing else', () => {
    const page = CERTIFICATE_FORMATS.html([short], []);
    expect(page.match(/<tr class="nobody">/g)).toHaveLength(1);
    expect(page).not.toMatch(/src=|href=/);
  });
});
