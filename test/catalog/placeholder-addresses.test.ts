import { defineEnvironment } from '../../src/catalog/environment';
import { environmentWarnings } from '../../src/catalog/environment-warnings';
import { sentence } from '../../src/findings/invalid-input';
import { anEnvironment } from '../support/catalog';

const warningsWith = (fields: object) =>
  environmentWarnings(defineEnvironment({ ...anEnvironment, ...fields }))
    .filter(({ path }) => path !== 'receivers')
    .map(sentence);

test.each([
  ['runbooks', { runbooks: 'https://github.com/your-org/monitoring/blob/main/docs/runbooks' }],
  ['serviceRunbooks', { serviceRunbooks: 'https://github.com/your-org/monitoring/blob/main/runbooks' }],
  ['grafana.url', { grafana: { adminSecret: 'grafana', url: 'https://grafana.your-company.com' } }],
  ['externalUrls.prometheus', { externalUrls: { prometheus: 'https://prometheus.my-domain.com' } }],
])('%s with a placeholder is a warning', (path, fields) => {
  expect(warningsWith(fields)).toEqual([
    expect.stringMatching(
      new RegExp(
        `^environment "test": the address is a placeholder, so links in alerts lead nowhere \\(${path.replace('.', '\\.')}: "https://[^"]+"\\)\\. Set your own address\\.$`,
      ),
    ),
  ]);
});

test('other addresses are not', () => {
  expect(warningsWith({ runbooks: 'https://github.com/acme/your-organizer' })).toEqual([]);
});
