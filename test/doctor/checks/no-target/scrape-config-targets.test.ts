import { check } from '../../../../src/doctor/checks/no-target/scrape-config-targets';
import { findingsFor } from '../../../support/doctor';
import { yaml } from '../yaml';

const config = (spec: string) => yaml('ScrapeConfig', '', `spec: { ${spec} }`);

test('a URL is not a static target', () => {
  expect(findingsFor(check, config('staticConfigs: [{ targets: ["https://a:1/metrics"] }]'))).toEqual([
    {
      code: 'scrape-config-targets',
      check: 'scrape-config-targets',
      severity: 'error',
      resource: 'ScrapeConfig monitoring/x',
      path: 'spec.staticConfigs[0].targets[0]',
      message: 'a static target is a host and a port only',
      found: 'https://a:1/metrics',
      expected: 'a:1',
      fix: 'targets: ["a:1"]\nscheme: HTTPS\nmetricsPath: /metrics',
      at: { file: 'test.yaml', line: 2 },
    },
  ]);
});

test.each([
  ['nothing', '', 'spec', 'the ScrapeConfig has neither static targets nor service discovery'],
  [
    'an empty list',
    'staticConfigs: []',
    'spec',
    'the ScrapeConfig has neither static targets nor service discovery',
  ],
  [
    'a path',
    'staticConfigs: [{ targets: [a/b] }]',
    'spec.staticConfigs[0].targets[0]',
    'a static target is a host and a port only',
  ],
])('it finds %s', (_what, spec, path, message) => {
  expect(findingsFor(check, config(spec))).toMatchObject([{ severity: 'error', path, message }]);
});

test.each([
  ['host and port', config('staticConfigs: [{ targets: ["a:1", b] }]')],
  ['a discovery', config('kubernetesSDConfigs: [{ role: Node }]')],
  ['an unknown kind of discovery', config('newCloudSDConfigs: [{ zone: a }]')],
  [
    'targets of a blackbox exporter',
    config(
      'staticConfigs: [{ targets: ["https://a"] }], relabelings: [{ sourceLabels: [__address__], targetLabel: __param_target }, { targetLabel: __address__, replacement: "blackbox:9115" }]',
    ),
  ],
  ['what is filled in later', config('staticConfigs: [{ targets: ["${HOST}/"] }]')],
  ['no spec', yaml('ScrapeConfig', '')],
])('it finds nothing in %s', (_what, manifest) => {
  expect(findingsFor(check, manifest)).toEqual([]);
});
