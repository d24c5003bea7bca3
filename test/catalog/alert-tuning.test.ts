import { placeServices } from '../../src/catalog/placement';
import { ruleResources } from '../../src/catalog/rule-resources';
import { defineService, type ServiceProps } from '../../src/catalog/service';
import { format } from '../../src/promql/print';
import { isAlert } from '../../src/rules/rule';
import { anSlo, aService, aSignalledContract, testEnvironment } from '../support/catalog';

const build = (builtInAlerts: ServiceProps['builtInAlerts']) =>
  defineService({
    ...aService,
    ...aSignalledContract,
    slos: [anSlo],
    ...(builtInAlerts === undefined ? {} : { builtInAlerts }),
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
    'service "shop": the alert has no such limit (builtInAlerts.Down.threshold: "threshold"). Use it for CpuThrottled, MemoryNearLimit, TrafficCollapsed, or remove it.',
  ],
  [
    'a threshold in percent',
    { MemoryNearLimit: { threshold: 80 } },
    'service "shop": not a share (builtInAlerts.MemoryNearLimit.threshold: 80). Use a number above 0 and up to 1.',
  ],
  [
    'an unknown name',
    { TargetGone: 'off' },
    'service "shop": unknown built-in alert (builtInAlerts.TargetGone: "TargetGone"). Use one of Down, TargetsFailing, TargetDown, SeriesBudgetExceeded, TargetMissing, ',
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
