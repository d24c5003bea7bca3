import { placeServices } from '../../src/catalog/placement';
import { ruleResources } from '../../src/catalog/rule-resources';
import { defineService, type ServiceProps } from '../../src/catalog/service';
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

test.each<[string, object, string]>([
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
