import { placeServices } from '../../src/catalog/placement';
import { ruleResources } from '../../src/catalog/rule-resources';
import { probe } from '../../src/catalog/scrape/probe';
import { pushed } from '../../src/catalog/scrape/pushed';
import { defineService, type ServiceProps } from '../../src/catalog/service';
import { format } from '../../src/promql/print';
import { isAlert } from '../../src/rules/rule';
import { anSlo, aService, aSignalledContract, testEnvironment } from '../support/catalog';

const build = (builtInAlerts: ServiceProps['builtInAlerts'], more: Partial<ServiceProps> = {}) =>
  defineService({
    ...aService,
    ...aSignalledContract,
    slos: [anSlo],
    ...(builtInAlerts === undefined ? {} : { builtInAlerts }),
    ...more,
  });

/** Name, severity and wait of every alert but those of budgets. */
const alertsWith = (builtInAlerts?: ServiceProps['builtInAlerts']) =>
  ruleResources(placeServices([build(builtInAlerts)], testEnvironment)[0]!)
    .flatMap(({ groups }) => groups.flatMap(({ rules }) => rules.filter(isAlert)))
    .filter(({ alert }) => alert !== 'ShopErrorBudgetBurn')
    .map(({ alert, labels, for: wait }) => [alert, labels.severity, wait].join(' '));

test('built-in alerts can be turned off, also that on missing data of objectives', () => {
  const all = alertsWith();
  expect(all).toEqual(
    expect.arrayContaining(['ShopTargetDown warning 7m', 'ShopSloDataMissing warning 10m']),
  );
  expect(alertsWith({ TargetDown: 'off', SloDataMissing: 'off' })).toEqual(
    all.filter((alert) => !/ShopTargetDown|ShopSloDataMissing/.test(alert)),
  );
});

test('severity and wait can be replaced, alone or together', () => {
  const tuned = alertsWith({
    TrafficStopped: { severity: 'warning', for: '30m' },
    Down: { for: '0s' },
    CrashLooping: { severity: 'critical' },
  });
  expect(tuned).toEqual(
    expect.arrayContaining([
      'ShopTrafficStopped warning 30m',
      'ShopDown critical 0s',
      'ShopCrashLooping critical 15m',
    ]),
  );
});

test('thresholds and the least traffic can be replaced, where an alert has them', () => {
  const exprOf = (builtInAlerts: ServiceProps['builtInAlerts'], alert: string) =>
    format(
      ruleResources(placeServices([build(builtInAlerts)], testEnvironment)[0]!)
        .flatMap(({ groups }) => groups.flatMap(({ rules }) => rules.filter(isAlert)))
        .find((rule) => rule.alert === alert)!.expr.expr,
    );
  expect(exprOf({}, 'ShopMemoryNearLimit')).toMatch(/> 0\.9$/);
  expect(exprOf({ MemoryNearLimit: { threshold: 0.75 } }, 'ShopMemoryNearLimit')).toMatch(/> 0\.75$/);
  expect(
    exprOf({ TrafficStopped: { minimumTraffic: 5 } }, 'ShopTrafficStopped').match(/>= 5\b/g),
  ).toHaveLength(2);
  const collapsed = exprOf({ TrafficCollapsed: { threshold: 0.3 } }, 'ShopTrafficCollapsed');
  expect([collapsed.match(/0\.3 \*/g)?.length, collapsed.match(/>= 0\.2\b/g)?.length]).toEqual([2, 2]);
});

/** One alert of the service with its changes, as its rule is. */
const ruleWith = (
  builtInAlerts: ServiceProps['builtInAlerts'],
  alert: string,
  more: Partial<ServiceProps> = {},
) =>
  ruleResources(placeServices([build(builtInAlerts, more)], testEnvironment)[0]!)
    .flatMap(({ groups }) => groups.flatMap(({ rules }) => rules.filter(isAlert)))
    .find((rule) => rule.alert === alert)!;

const probed: Partial<ServiceProps> = {
  workload: 'external',
  scrape: probe({ prober: { url: 'blackbox:9115' }, targets: ['https://shop.example.com'] }),
};

test.each<[string, string, RegExp, RegExp, Partial<ServiceProps>]>([
  ['TargetsFailing', 'half', />= 0\.5$/, />= 0\.3$/, {}],
  ['PartialOutage', 'Half', /<= 0\.5\b/, /<= 0\.7\b/, {}],
  ['PodsCrashing', 'Half', /<= 0\.5\b/, /<= 0\.7\b/, {}],
  ['ProbesFailing', 'Half', />= 0\.5$/, />= 0\.3$/, probed],
])('%s fires at another share, and its texts state it', (symptom, words, before, after, more) => {
  const usual = ruleWith({}, `Shop${symptom}`, more);
  const tuned = ruleWith({ [symptom]: { threshold: 0.3 } }, `Shop${symptom}`, more);
  const text = format(usual.expr.expr);
  expect(text).toMatch(before);
  expect(format(tuned.expr.expr)).toMatch(after);
  expect(format(tuned.expr.expr).split(after).length).toBe(text.split(before).length);
  expect(usual.annotations.summary).toContain(`${words} or more`);
  expect(tuned.annotations.summary).toContain('30 % or more');
});

test('alerts of probes and of pushed series can be turned off', () => {
  expect(ruleWith({}, 'ShopProbeFailing', probed)).toBeDefined();
  expect(ruleWith({ ProbeFailing: 'off' }, 'ShopProbeFailing', probed)).toBeUndefined();
  const sent = { workload: 'external', scrape: pushed({ labels: { service_name: 'shop' } }) } as const;
  expect(ruleWith({}, 'ShopSeriesMissing', sent)).toBeDefined();
  expect(ruleWith({ SeriesMissing: 'off' }, 'ShopSeriesMissing', sent)).toBeUndefined();
});

test('a text that states the threshold states the one that applies', () => {
  const descriptionWith = (builtInAlerts: ServiceProps['builtInAlerts']) =>
    ruleResources(placeServices([build(builtInAlerts)], testEnvironment)[0]!)
      .flatMap(({ groups }) => groups.flatMap(({ rules }) => rules.filter(isAlert)))
      .find(({ alert }) => alert === 'ShopTrafficCollapsed')!.annotations.description;
  expect(descriptionWith({})).toContain('less than a tenth of the lowest rate');
  expect(descriptionWith({ TrafficCollapsed: { threshold: 0.3 } })).toContain(
    'less than 30 % of the lowest rate',
  );
});

test.each<[string, object, string]>([
  [
    'a threshold of an alert without one',
    { Down: { threshold: 0.5 } },
    'service "shop": the alert has no threshold that can be set (builtInAlerts.Down.threshold: 0.5). Remove it; alerts with a threshold are CpuThrottled, MemoryNearLimit, TargetsFailing, PartialOutage, PodsCrashing, ProbesFailing, TrafficCollapsed.',
  ],
  [
    'a limit that another field sets',
    { SeriesBudgetExceeded: { threshold: 0.5 } },
    'Set seriesBudget of the service; alerts with a threshold are ',
  ],
  [
    'the traffic of an alert that needs none',
    { PartialOutage: { minimumTraffic: 0.5 } },
    'service "shop": the alert has no minimumTraffic that can be set (builtInAlerts.PartialOutage.minimumTraffic: 0.5). Remove it; alerts with a minimumTraffic are TrafficStopped, TrafficCollapsed.',
  ],
  [
    'a threshold in percent',
    { MemoryNearLimit: { threshold: 80 } },
    'service "shop": not a share (builtInAlerts.MemoryNearLimit.threshold: 80). Use a number above 0 and up to 1.',
  ],
  [
    'an unknown name',
    { TargetGone: 'off' },
    'service "shop": unknown built-in alert (builtInAlerts.TargetGone: "TargetGone"). Use one of Down, TargetsFailing, TargetDown, ProbesFailing, ProbeFailing, ProberUnreachable, SeriesMissing, SeriesBudgetExceeded, TargetMissing, ',
  ],
  [
    'the burn alert of objectives',
    { ErrorBudgetBurn: 'off' },
    'service "shop": the tiers of each objective set the severity of its burn alerts (builtInAlerts.ErrorBudgetBurn: "ErrorBudgetBurn"). Set tiers of the objective, e.g. { \'page-slow\': \'off\' }.',
  ],
  [
    'another severity',
    { Down: { severity: 'page' } },
    'service "shop": not one of the allowed values (builtInAlerts.Down.severity: "page").',
  ],
])('%s is rejected', (_what, builtInAlerts, message) => {
  expect(() => build(builtInAlerts as ServiceProps['builtInAlerts'])).toThrow(message);
});
