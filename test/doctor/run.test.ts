import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { checkLists } from '../../scripts/check-list';
import { defineCheck, FAILURES, type Check } from '../../src/doctor/check';
import { checks } from '../../src/doctor/checks/index';
import { diagnose } from '../../src/doctor/diagnose';
import { explain, findCheck, listChecks } from '../../src/doctor/explain';
import { factsOf } from '../../src/doctor/facts';
import { findingsOf, runChecks } from '../../src/doctor/run';
import { syntaxCheck } from '../../src/doctor/syntax-finding';
import { orderApi } from '../fixtures/stack/order-api';
import type { Finding } from '../../src/findings/finding';
import { kubernetesObject, type KubernetesObject } from '../../src/kubernetes/object';
import { readManifests } from '../../src/kubernetes/read';
import { chain } from './checks/scrape-chain';
import { WRONG_QUERIES } from './cures/queries';
import { alert, contracts, rules, shop } from './expressions/shop';

describe('the list of checks', () => {
  test.each(Object.entries(checkLists()))('%s is written from its folder (npm run docs)', (path, text) => {
    expect(readFileSync(path, 'utf8')).toBe(text);
  });

  test('each file is named after its check', () => {
    for (const { id, failure } of checks)
      expect(checkLists()[`src/doctor/checks/${failure}/index.ts`]).toContain(`'./${id}';`);
    expect(new Set(checks.map(({ id }) => id)).size).toBe(checks.length);
  });

  test.each(checks.map((check) => [check.id, check] as const))(
    '%s is described in whole sentences',
    (_id, check) => {
      expect(check.question).toMatch(/^[A-Z].*\?$/);
      for (const text of [check.symptom, check.why, check.remedy]) expect(text).toMatch(/^\S.*[.)]$/s);
      expect(check.see).toMatch(/^https:\/\/\S+$/);
      expect(check.needs.length).toBeGreaterThan(0);
    },
  );

  test('every check of manifests has a table of cases', () => {
    const tables = readdirSync(join(__dirname, 'checks'), { recursive: true, encoding: 'utf8' }).map((name) =>
      basename(name),
    );
    const elsewhere = checks.filter(
      (check) =>
        check.id === syntaxCheck.id || check.needs.includes('live') || check.needs.includes('cluster'),
    );
    const untested = checks.filter(
      (check) =>
        !elsewhere.includes(check) &&
        !tables.some((name) => name === `${check.id}.test.ts` || name === `${check.id}.promtool.test.ts`),
    );
    expect(untested.map(({ id }) => id)).toEqual([]);
  });
});

describe('running checks', () => {
  const down = checks.find(({ id }) => id === 'live-target-down')!;
  const broken = defineCheck({
    ...down,
    id: 'broken',
    severity: 'warning',
    needs: ['manifests'],
    find: ({ manifests }) =>
      manifests.objects.map((object) => ({
        path: 'spec',
        message: 'the Service is broken',
        found: 1,
        expected: '2',
        fix: 'spec: 2',
        object,
      })),
  });
  const object = kubernetesObject(
    { apiVersion: 'v1', kind: 'Service', metadata: { name: 'x' } },
    { file: 'x.yaml', line: 7 },
  )!;

  test('a check without its facts is skipped, and the others run', () => {
    const answers = runChecks([down, broken], factsOf({ objects: [object] }));
    expect(answers[0]).toEqual({ check: down, missing: 'live' });
    expect(findingsOf(answers)).toEqual([
      {
        code: 'broken',
        check: 'broken',
        severity: 'warning',
        resource: 'Service default/x',
        path: 'spec',
        message: 'the Service is broken',
        found: 1,
        expected: '2',
        fix: 'spec: 2',
        at: { file: 'x.yaml', line: 7 },
      },
    ]);
  });

  test('with nothing read, every check is skipped, with the option that provides its facts', () => {
    const { report } = diagnose({});
    expect(report.findings).toEqual([]);
    expect(report.unknown).toHaveLength(checks.length);
    expect(new Set(report.unknown!.map(({ missing }) => missing))).toEqual(
      new Set([
        'manifests (files, a folder, - for standard input, or --cluster)',
        'a running Prometheus (--prometheus URL)',
        'a cluster (--cluster)',
      ]),
    );
  });

  test('an assumption about Prometheus is reported', () => {
    expect(diagnose({ objects: [object] }).report.notes).toEqual([expect.stringMatching(/^Assumption: \S/)]);
  });
});

const VERSIONS: Readonly<Record<string, string>> = {
  Deployment: 'apps/v1',
  NetworkPolicy: 'networking.k8s.io/v1',
  Ingress: 'networking.k8s.io/v1',
};

describe('malformed input', () => {
  const find = (objects: readonly KubernetesObject[], values: unknown) =>
    diagnose({ objects, services: [orderApi], values: { values, name: 'values' } }).report;
  const faults = (objects: readonly KubernetesObject[], values: unknown) =>
    find(objects, values).findings.filter(({ code }) => code === 'internal-error');

  test('no objects and no values: nothing is found', () => {
    expect(find([], {}).findings.filter(({ severity }) => severity === 'error')).toEqual([]);
    expect(find([], null).findings.filter(({ severity }) => severity === 'error')).toEqual([]);
  });

  const kinds = [
    'ServiceMonitor',
    'PodMonitor',
    'Probe',
    'ScrapeConfig',
    'PrometheusRule',
    'Prometheus',
    'PrometheusAgent',
    'AlertmanagerConfig',
    'Alertmanager',
  ];
  const core = [
    'Service',
    'Deployment',
    'NetworkPolicy',
    'Namespace',
    'Pod',
    'ConfigMap',
    'Secret',
    'Ingress',
  ];
  const object = (kind: string, fields: object) =>
    kubernetesObject({
      apiVersion: kinds.includes(kind) ? 'monitoring.coreos.com/v1' : (VERSIONS[kind] ?? 'v1'),
      kind,
      metadata: { name: 'x', namespace: 'y' },
      ...fields,
    })!;

  test.each([
    undefined,
    null,
    0,
    'text',
    [],
    {},
    [null],
    { groups: 1 },
    { groups: [null, { rules: [null, 1] }] },
    { endpoints: [null, 'x', { relabelings: 7 }], selector: [] },
    { ports: [null, {}], selector: 'x' },
    { ingress: [null, { from: [null], ports: [null] }], podSelector: null },
  ])('a spec of %j in every kind crashes no check', (spec) => {
    const objects = [...kinds, ...core].map((kind) => object(kind, { spec, data: spec }));
    expect(faults(objects, { prometheus: { prometheusSpec: spec }, prometheusOperator: spec })).toEqual([]);
  });
});

describe('the description of a check', () => {
  test('--list has every check on a line, by failure', () => {
    const list = listChecks(checks).split('\n');
    expect(list).toHaveLength(checks.length + Object.keys(FAILURES).length);
    expect(list).toContain('no-target: no target');
    expect(list.some((line) => /^ {2}monitor-selects-service +error +Does the selector /.test(line))).toBe(
      true,
    );
  });

  test('--explain prints all about one check', () => {
    expect(explain(findCheck(checks, 'live-target-down'))).toBe(
      `live-target-down (error)
Did the last scrape of every target succeed?

Failure:    target down (target-down)
You notice: The target is down on the targets page, and up is 0.
Because:    Prometheus discovered the target, but could not read its metrics page, for the reason in its error.
Do:         Read the error, and follow the fix of the finding.
See:        https://prometheus.io/docs/prometheus/latest/querying/api/#targets
Accept it:  # signalproof:ignore live-target-down REASON, as a comment in the YAML of the object, or an entry of doctor.yaml
Needs:      a running Prometheus`,
    );
  });

  test('an unknown id is one sentence that lists the checks', () => {
    expect(() => findCheck(checks.slice(0, 2), 'nothing')).toThrow(
      `doctor: unknown check (--explain: "nothing"). Use one of ${checks[0]!.id}, ${checks[1]!.id}.`,
    );
  });
});

describe('checks that get the rules and panels in parts', () => {
  const MORE = [
    ['target-label-missing', rules(alert('up{job="cart", metrics_path="/metrics"} == 0'))],
    [
      'template-label',
      rules(
        alert(
          'sum by (job) (shop_queue_length) > 5',
          `labels: { a: "{{ $value }}" }, annotations: { b: "{{ .labels.job }}", c: "{{ $labels.x }} $value", d: '{{ query "sum(" }}', e: "{{ if gt $value 90 }}x{{ end }}" }`,
        ),
      ),
    ],
    ['promql-syntax', rules(alert('sum('))],
  ] as const;
  /** Wrong rules of many kinds, twice: more objects than a part has. */
  const wrong = ['a', 'b'].flatMap((copy) =>
    // A recorded metric is unknown to the other checks.
    [...WRONG_QUERIES.filter(([check]) => check !== 'recorded-name-taken'), ...MORE].flatMap(
      ([, text], index) =>
        readManifests(text, `${copy}.yaml`)
          .filter(({ kind }) => kind === 'PrometheusRule')
          .flatMap(({ fields }) => {
            const metadata = { ...(fields['metadata'] as object), name: `${copy}-${index}` };
            return kubernetesObject({ ...fields, metadata }, { file: `${copy}.yaml`, line: 1 }) ?? [];
          }),
    ),
  );
  const objects = [...readManifests(shop() + chain(), 'shop.yaml'), ...wrong];
  const inParts = checks.filter((check) => check.inParts === true);
  const found = (some: readonly Check[]) =>
    findingsOf(runChecks(some, factsOf({ objects, contracts }))).map((one) => JSON.stringify(one));

  test('find what they find in all of them at once', () => {
    const atOnce = found(inParts.map(({ inParts: _inParts, ...check }) => check));
    expect(found(inParts).toSorted()).toEqual(atOnce.toSorted());
    const reporting = new Set(atOnce.map((one) => (JSON.parse(one) as Finding).check));
    expect(reporting.size).toBeGreaterThan(25);
    expect(reporting).toContain('target-label-missing');
  });
});
