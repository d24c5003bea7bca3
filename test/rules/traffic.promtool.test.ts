import { goldenSignalRecords } from '../../src/rules/naming';
import { printGroup } from '../../src/rules/rule';
import { ruleFailures } from '../../src/testing/rule-tests';
import { casesOf } from './alert-proof';
import { groupsOf, orderApiContext } from './alert-tables';
import { othersTraffic, trafficProofs } from './proofs/traffic';

/** A week takes promtool long enough without the rules that an alert does not need. */
const groupsFor = (symptom: string) =>
  groupsOf(orderApiContext)
    .map(printGroup)
    .map((group) => ({
      ...group,
      rules: group.rules.filter(
        ({ record, alert }) =>
          record === goldenSignalRecords.requestRate('order-api') || alert === `OrderApi${symptom}`,
      ),
    }))
    .filter(({ rules }) => rules.length > 0);

describe.each(Object.entries(trafficProofs))('%s', (symptom, proof) => {
  const cases = casesOf(
    { [symptom]: proof },
    { service: 'order-api', interval: '5m', neighbours: othersTraffic },
  );
  let failures: ReadonlyMap<string, string>;

  beforeAll(async () => {
    failures = await ruleFailures({
      groups: groupsFor(symptom),
      interval: '5m',
      scrapeInterval: '1m',
      cases,
    });
  });

  it.each(cases.map(({ name }) => name))('%s', (name) => {
    expect(failures.get(name)).toBeUndefined();
  });
});
