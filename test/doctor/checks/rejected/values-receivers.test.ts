import { check } from '../../../../src/doctor/checks/rejected/values-receivers';
import { findingsFor } from '../../../support/doctor';
import { values } from '../yaml';

const found = (config: unknown) => findingsFor(check, '', values({ alertmanager: { config } }));

test('receivers of the values replace the receiver of the chart', () => {
  expect(found({ route: { receiver: 'slack' }, receivers: [{ name: 'slack' }] })).toEqual([
    {
      code: 'values-receivers',
      check: 'values-receivers',
      severity: 'error',
      resource: 'Helm values values.yml',
      path: 'alertmanager.config.receivers',
      message: 'receiver "null" is missing, and the chart\'s default route uses it',
      found: ['slack'],
      expected: 'a receiver of alertmanager.config.receivers',
      fix: 'add a receiver named null, or set both route.receiver and route.routes',
      at: { file: 'values.yml' },
    },
  ]);
});

test.each([
  ['the receiver of the chart too', { receivers: [{ name: 'slack' }, { name: 'null' }] }],
  ['a whole route', { route: { receiver: 'a', routes: [] }, receivers: [{ name: 'a' }] }],
  ['no configuration', undefined],
])('it finds nothing in %s', (_what, config) => {
  expect(found(config)).toEqual([]);
});
