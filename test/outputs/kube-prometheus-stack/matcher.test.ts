import { matcherTest } from '../../../src/outputs/kube-prometheus-stack/matcher';

test.each<[string, object, boolean]>([
  ['severity="critical"', { severity: 'critical' }, true],
  ['severity="critical"', { severity: 'criticality' }, false],
  ['severity=critical', { severity: 'critical' }, true],
  [' severity = "critical" ', { severity: 'critical' }, true],
  ['severity!="critical"', { severity: 'warning' }, true],
  ['severity!="critical"', { severity: 'critical' }, false],
  ['severity!="critical"', {}, true],
  ['severity=""', {}, true],
  ['slo=~".+"', {}, false],
  ['slo=~".*"', {}, true],
  ['team=~"a|b"', { team: 'b' }, true],
  ['team=~"a|b"', { team: 'ab' }, false],
  ['team=~"a|b"', { team: 'a-team' }, false],
  ['severity!~"critical|info|none"', {}, true],
  ['severity!~"critical|info|none"', { severity: 'info' }, false],
  ['summary="say \\"hi\\" \\\\"', { summary: 'say "hi" \\' }, true],
])('%s of %j is %s', (text, labels, expected) => {
  expect(matcherTest(text)({ ...labels })).toBe(expected);
});

test.each([
  [
    'severity',
    'configuration of Alertmanager: invalid matcher ("severity"). Write it like severity="critical".',
  ],
  [
    'team=~"("',
    'configuration of Alertmanager: invalid RE2 regular expression in a matcher ("("). Use the syntax of RE2.',
  ],
])('%s is rejected', (text, message) => {
  expect(() => matcherTest(text)).toThrow(message);
});
