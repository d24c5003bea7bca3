import { check } from '../../../../src/doctor/checks/wrong-query/irate-alert';
import { alert, inForeign, panel, recording } from '../../expressions/shop';
import { findingsFor } from '../../../support/doctor';

it('averages over the window of an alert', () => {
  expect(inForeign(check, alert('sum(irate(errors_total[5m])) > 1'))).toMatchObject([
    {
      code: 'irate-alert',
      severity: 'warning',
      message: 'alert A: irate reads the last two samples only, so the alert follows every spike',
      fix: 'write rate(errors_total[5m])',
    },
  ]);
});

it('leaves alone rates, recording rules and panels', () => {
  expect(inForeign(check, alert('rate(x_total[5m]) > 1'), recording('irate(x_total[5m])'))).toEqual([]);
  expect(findingsFor(check, panel('irate(x_total[5m])'))).toEqual([]);
});
