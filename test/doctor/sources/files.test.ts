import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { valuesObjects } from '../../../src/doctor/sources/values-objects';
import { readSide } from '../../../src/diff/sources/read-side';
import { nameOf } from '../../../src/kubernetes/object';
import { readFiles, readValues } from '../../../src/doctor/sources/files';

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'doctor-files-'))));
afterEach(() => rmSync(folder, { recursive: true }));

function write(name: string, text: string): string {
  const file = join(folder, name);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
  return file;
}

const service = (name: string) => `apiVersion: v1\nkind: Service\nmetadata:\n  name: ${name}\n`;

test('a folder is read with all that is below it, in the order of names', () => {
  write('b.yml', service('b'));
  write('a/c.json', JSON.stringify({ apiVersion: 'v1', kind: 'Service', metadata: { name: 'c' } }));
  write('a/notes.txt', 'kind: [');
  write('.git/x.yaml', 'kind: [');
  write('node_modules/x.yaml', 'kind: [');
  expect(readFiles([folder]).objects.map(({ name, at }) => [name, at])).toEqual([
    ['c', { file: join(folder, 'a/c.json'), line: 1 }],
    ['b', { file: join(folder, 'b.yml'), line: 1 }],
  ]);
});

test('several documents, lists and typed lists give every object its line; other kinds of document are left out', () => {
  const file = write(
    'all.yaml',
    `# comment
${service('one')}---
just: values
---
- not an object
---
${service('two')}---
apiVersion: v1
kind: List
items:
  - { apiVersion: v1, kind: Service, metadata: { name: three } }
---
apiVersion: monitoring.coreos.com/v1
kind: ServiceMonitorList
items:
  - { metadata: { name: four } }
`,
  );
  expect(readFiles([file]).objects.map(({ kind, name, at }) => [kind, name, at!.line])).toEqual([
    ['Service', 'one', 2],
    ['Service', 'two', 11],
    ['Service', 'three', 19],
    ['ServiceMonitor', 'four', 24],
  ]);
});

test('a file that is no YAML is a finding with its line, and the others are read', () => {
  const bad = write('bad.yaml', 'kind: Service\nmetadata: {\n');
  write('good.yaml', service('good'));
  const { objects, findings, notes } = readFiles([folder]);
  expect(objects.map(({ name }) => name)).toEqual(['good']);
  expect(findings).toEqual([
    {
      code: 'manifest-syntax',
      check: 'manifest-syntax',
      severity: 'error',
      resource: `file ${bad}`,
      path: 'line 3',
      message: expect.stringMatching(/^invalid YAML: /) as string,
      found: expect.anything() as string,
      expected: 'YAML or JSON that kubectl can read',
      fix: 'correct the line, or remove the file',
      at: { file: bad, line: 3 },
    },
  ]);
  expect(notes).toEqual([]);
});

test('JSON that breaks off is a finding in terms of JSON', () => {
  write('bad.json', '{"kind": "Service",');
  expect(readFiles([folder]).findings).toMatchObject([
    {
      path: 'line 1',
      message: expect.stringMatching(/^invalid JSON: /) as string,
      found: '{"kind": "Service",',
    },
  ]);
});

test('an alias that points nowhere is a finding', () => {
  write('alias.yaml', 'kind: Service\nmetadata: *nothing\n');
  expect(readFiles([folder]).findings).toMatchObject([
    { path: 'line 1', message: expect.stringMatching(/^invalid YAML: .*nothing/) as string },
  ]);
});

test('YAML in braces, and JSON documents one after the other, are read', () => {
  write('flow.yaml', '{ apiVersion: v1, kind: Service, metadata: { name: flow } }\n');
  const one = JSON.stringify({ apiVersion: 'v1', kind: 'Service', metadata: { name: 'json' } });
  write('json.json', `${one}\n---\n${one}\n`);
  expect(readFiles([folder]).objects.map(({ name }) => name)).toEqual(['flow', 'json', 'json']);
});

test('a key given twice is a finding, as kubectl would take the last', () => {
  write('twice.yaml', `${service('x')}kind: Deployment\n`);
  expect(readFiles([folder]).findings).toMatchObject([
    { path: 'line 5', message: 'invalid YAML: Map keys must be unique' },
  ]);
});

test('a key given twice in JSON is a finding, too', () => {
  write('twice.json', '{"apiVersion": "v1", "kind": "Service",\n"metadata": {"name": "x", "name": "y"}}');
  const { objects, findings } = readFiles([folder]);
  expect(objects.map(({ name }) => name)).toEqual(['y']);
  expect(findings).toMatchObject([
    { path: 'line 2', message: 'the key "name" is there twice in one object, and kubectl takes the last' },
  ]);
});

test('values that another chart could have, too, are to be named as such', () => {
  const file = write('agent.yaml', 'remoteWrite: [{ url: "https://a" }]\n');
  expect(() => readFiles([file])).toThrow(
    `no Kubernetes objects or Helm values found. If ${file} is Helm values of kube-prometheus-stack, write --values before it.`,
  );
});

test('values of the chart in a list are a finding; another list is nothing', () => {
  write('values.yaml', '- defaultRules: { create: true }\n- prometheus: { enabled: true }\n');
  write('list.yaml', '- { name: a }\n- { name: b }\n');
  write('kinds.yaml', '- { apiVersion: v1, kind: Service, metadata: { name: x } }\n');
  expect(readFiles([folder]).findings).toMatchObject([
    {
      code: 'manifest-syntax',
      message: 'Helm values in a list, but Helm reads one map, so it rejects the file',
      fix: 'remove the dashes before the keys of the outermost list, so that all keys are in one map',
      at: { file: expect.stringMatching(/values\.yaml$/) as string, line: 1 },
    },
  ]);
});

test('an invalid document is a finding, and the others of its file are read', () => {
  write('all.yaml', [service('a'), 'kind: [', service('b'), 'x: "\\/"\n', service('c')].join('\n---\n'));
  const { objects, findings } = readFiles([folder]);
  expect(objects.map(({ name }) => name)).toEqual(['a', 'b', 'c']);
  expect(findings).toMatchObject([
    { at: { line: 8 } },
    {
      at: { line: 15 },
      message: String.raw`invalid YAML: unknown escape \/ in double quotes`,
      found: 'x: "\\/"',
    },
  ]);
});

test('an object without a name is a finding, and lines outside of metadata are named', () => {
  const rule = 'apiVersion: monitoring.coreos.com/v1\nkind: PrometheusRule\nmetadata:\n';
  write('rule.yaml', `${service('a')}---\n${rule}labels: { a: b }\nname: x\n---\n${rule}`);
  const { objects, findings } = readFiles([folder]);
  expect(objects.map(({ name }) => name)).toEqual(['a']);
  expect(findings).toMatchObject([
    {
      code: 'manifest-syntax',
      path: 'metadata.name',
      message: 'PrometheusRule without metadata.name, which the API server rejects',
      fix: 'indent name, labels below metadata',
      at: { line: 6 },
    },
    { fix: 'metadata: { name: <name> }', at: { line: 12 } },
  ]);
});

test.each([
  ['of another tool', 'apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\n'],
  ['with a generated name', 'apiVersion: v1\nkind: Secret\nmetadata: { generateName: a- }\n'],
  ['that is a list', 'apiVersion: v1\nkind: List\nitems: []\n'],
])('an object %s needs no name', (_what, text) => {
  write('all.yaml', `${service('a')}---\n${text}`);
  expect(readFiles([folder]).findings).toEqual([]);
});

test('a control character is a finding, as kubectl refuses it', () => {
  write('nul.yaml', `${service('a')}  labels: { a: "b\0" }\n`);
  expect(readFiles([folder]).findings).toMatchObject([
    { path: 'line 5', message: 'invalid YAML: control characters such as U+0000 are not allowed' },
  ]);
});

test('UTF-16 with its mark, as PowerShell writes it, and marks between files are read', () => {
  const text = `\uFEFF${service('a')}---\n\uFEFF${service('b')}`;
  write('utf-8.yaml', text);
  writeFileSync(join(folder, 'utf-16le.yaml'), Buffer.from(text, 'utf16le'));
  writeFileSync(join(folder, 'utf-16be.yaml'), Buffer.from(text, 'utf16le').swap16());
  expect(readFiles([folder]).objects.map(({ name }) => name)).toEqual(['a', 'b', 'a', 'b', 'a', 'b']);
});

test('bytes that are not UTF-8 are refused in YAML, as by kubectl, and replaced in JSON', () => {
  const latin = (name: string, text: string) =>
    writeFileSync(join(folder, name), Buffer.from(text, 'latin1'));
  latin('a.yaml', `${service('a')}  labels: { a: "é" }\n`);
  latin(
    'b.json',
    JSON.stringify({ apiVersion: 'v1', kind: 'Service', metadata: { name: 'b', labels: { a: 'é' } } }),
  );
  const { findings, objects } = readFiles([folder]);
  expect(findings).toMatchObject([{ message: 'the file is not UTF-8', fix: 'save it as UTF-8' }]);
  expect(objects.map(({ name }) => name)).toEqual(['b']);
  expect(() => readFiles([join(folder, 'a.yaml')])).toThrow(
    `file ${join(folder, 'a.yaml')}: the file is not UTF-8. Save it as UTF-8.`,
  );
});

test('templates of a chart are left out with a note', () => {
  const file = write('templates/x.yaml', 'kind: Service\nmetadata:\n  {{- include "x" . }}\n');
  write('values.yaml', 'prometheus: { prometheusSpec: {} }\n');
  expect(readFiles([folder])).toMatchObject({
    objects: [],
    findings: [],
    notes: [`Skipped templates: ${file}. Render them first, e.g. helm template ... | doctor -`],
  });
});

test('templates alone, and files without objects, are one sentence', () => {
  write('templates/x.yaml', 'kind: Service\nmetadata:\n  {{- include "x" . }}\n');
  expect(() => readFiles([folder])).toThrow(
    `${folder}: only templates found, which must be rendered first ("1 templates"). Pipe the rendered templates, e.g. helm template ... | npx signalproof doctor -.`,
  );
  const notes = write('notes.yaml', 'just: values\n');
  expect(() => readFiles([notes])).toThrow(
    `${notes}: no Kubernetes objects or Helm values found. Name files with Kubernetes objects or rules, and Helm values of kube-prometheus-stack with --values.`,
  );
});

describe('files that Prometheus and Alertmanager read themselves', () => {
  const RULES =
    'groups:\n  - { name: a, rules: [{ alert: Down, expr: up == 0, labels: { severity: critical } }] }\n';
  const ROUTES =
    'route: { receiver: mail }\nreceivers: [{ name: mail, email_configs: [{ to: a@example.com }] }]\n';
  const CONFIG =
    'global: { evaluation_interval: 15s, external_labels: { cluster: west } }\nrule_files: [rules.yml]\nalerting: { alert_relabel_configs: [{ regex: pod, action: labeldrop }], alertmanagers: [{ static_configs: [{ targets: ["am:9093"] }] }] }\n';
  const read = (hasValues = false) => readFiles([folder], { plain: { hasValues } });
  const kinds = (...given: Parameters<typeof read>) =>
    read(...given).objects.map(({ kind, name }) => `${kind} ${name}`);

  test('are read on request, as what the operator would write them from', () => {
    const [rules, routes, config] = [
      write('rules.yml', RULES),
      write('alertmanager.yml', ROUTES),
      write('prometheus.yml', CONFIG),
    ];
    expect(kinds()).toEqual([`Secret ${routes}`, `PrometheusRule ${rules}`, `Prometheus ${config}`]);
    expect(read().objects.map(nameOf)).toEqual([routes, rules, config].map((file) => `file ${file}`));
    expect(read().objects[2]!.fields['spec']).toEqual({
      scrapeInterval: '1m',
      evaluationInterval: '15s',
      externalLabels: { cluster: 'west' },
      additionalAlertRelabelConfigs: [{ regex: 'pod', action: 'labeldrop' }],
    });
    expect(read().notes).toEqual([
      `Read as Prometheus and Alertmanager do without an operator: ${routes}, ${config}, ${rules}. Targets of scrape configurations are unknown.`,
    ]);
    const { side } = readSide({ name: folder, path: '' });
    expect(side.rules.map(({ name, interval }) => [name, interval])).toEqual([['Down', 15]]);
    expect(side.routing?.deliveriesOf({}).map(({ receiver }) => receiver)).toEqual(['mail']);
    expect(() => readFiles([folder])).toThrow(`${folder}: no Kubernetes objects or Helm values found.`);
  });

  test('belong to a Prometheus with the defaults where its configuration is missing, unless an operator runs one', () => {
    const rules = write('rules.yml', RULES);
    expect(kinds()).toEqual([`PrometheusRule ${rules}`, 'Prometheus prometheus.yml']);
    expect(kinds(true)).toEqual([`PrometheusRule ${rules}`]);
    const plain = { hasValues: true, besideOperator: 'named' } as const;
    expect(readFiles([rules], { plain }).objects).toHaveLength(1);
    write('x.yaml', 'apiVersion: v1\nkind: Service\nmetadata: { name: x }\n');
    expect(readFiles([folder], { plain }).objects.map(({ kind }) => kind)).toEqual(['Service']);
    rmSync(join(folder, 'x.yaml'));
    write('prometheus.yml', CONFIG);
    write(
      'monitor.yaml',
      'apiVersion: monitoring.coreos.com/v1\nkind: ServiceMonitor\nmetadata: { name: a }\n',
    );
    expect(kinds()).toEqual(['ServiceMonitor a', `PrometheusRule ${rules}`]);
  });

  test('have the settings of the Prometheus that loads a rule file, which may end in .rules', () => {
    const config = (files: string) => `rule_files: [${files}]\n`;
    write('a/prometheus.yml', config('other.yml'));
    const loading = write('b/prometheus.yml', config("'/etc/prometheus/*.rules'"));
    const rules = write('b/shop.rules', RULES);
    expect(kinds()).toEqual([`PrometheusRule ${rules}`, `Prometheus ${loading}`]);
    rmSync(rules);
    expect(kinds()).toEqual([`Prometheus ${join(folder, 'a/prometheus.yml')}`]);
    expect(readFiles([loading], { plain: { hasValues: false } }).objects).toHaveLength(1);
  });

  test('are compared with a pattern of many stars in linear time', () => {
    const config = write('a/prometheus.yml', `rule_files: ['${'*a'.repeat(20)}*b.yml']\n`);
    const rules = write(`${'a'.repeat(60)}.yml`, RULES);
    expect(kinds()).toEqual([`PrometheusRule ${rules}`, `Prometheus ${config}`]);
  });

  test('that are not there are a note', () => {
    const config = write('prometheus.yml', "rule_files: [/etc/rules/*.yaml, rules.yml, 'shop*.yml']\n");
    write('rules.yml', RULES);
    expect(read().notes).toContain(`Not read: the rule files /etc/rules/*.yaml, shop*.yml of ${config}.`);
  });

  test('are all read for the doctor, where each has its own configuration', () => {
    const configs = ['a', 'b'].map((name) => write(`${name}/prometheus.yml`, 'rule_files: [rules.yml]\n'));
    const plain = { hasValues: false, each: true } as const;
    expect(readFiles([folder], { plain }).objects.map(({ name }) => name)).toEqual(configs);
    expect(read().objects.map(({ name }) => name)).toEqual(configs.slice(0, 1));
  });

  const inConfigMap = (name: string, data: Readonly<Record<string, string>>) =>
    JSON.stringify({
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name, namespace: 'monitoring' },
      data,
    });

  test('are read from ConfigMaps, where no operator writes them', () => {
    const file = write(
      'config.json',
      inConfigMap('prometheus', {
        'prometheus.yml': 'rule_files: [/etc/prometheus/*.rules]\n',
        'shop.rules': RULES,
        'loki.yml': RULES,
        'alertmanager.yml': ROUTES,
        'web.yml': 'tls_server_config: {}\n',
      }),
    );
    const plain = { hasValues: false, each: true } as const;
    const { objects, notes } = readFiles([folder], { plain });
    const folderName = 'monitoring/prometheus';
    expect(objects.slice(1).map(({ kind, name, at }) => [kind, name, at])).toEqual(
      [
        ['PrometheusRule', 'shop.rules'],
        ['Secret', 'alertmanager.yml'],
        ['Prometheus', 'prometheus.yml'],
      ].map(([kind, key]) => [kind, `${folderName}/${key}`, { file, line: 1 }]),
    );
    expect(notes).toEqual([expect.stringContaining(`${folderName}/shop.rules`)]);
    expect(read().objects).toHaveLength(4);
    expect(readFiles([folder], { plain: { ...plain, hasValues: true } }).objects).toHaveLength(1);
  });

  const unquoted = (line: string) =>
    `groups:
  - name: a
    rules:
      - alert: Down
        expr: up == 0
        annotations:
          ${line}
`;

  test('with templates outside of quotes are read as if they had these', () => {
    const text = unquoted('value: {{ $value }} of {{ $labels.job }}');
    const file = write('rules.yml', text);
    const { findings, objects, notes } = read();
    expect(findings).toEqual([
      {
        code: 'manifest-syntax',
        check: 'manifest-syntax',
        severity: 'error',
        resource: `file ${file}`,
        path: '',
        message: 'YAML reads {{ }} at the start of a value as a map, so the whole file is rejected',
        found: 'value: {{ $value }} of {{ $labels.job }}',
        expected: 'the template in quotes',
        fix: "value: '{{ $value }} of {{ $labels.job }}'",
        at: { file, line: text.split('\n').findIndex((line) => line.includes('value:')) + 1 },
      },
    ]);
    expect(objects.map(({ kind }) => kind)).toEqual(['PrometheusRule', 'Prometheus']);
    expect(notes).toHaveLength(1);
    write('rules.yml', text.replace(String(findings[0]!.found), findings[0]!.fix));
    expect(read().findings).toEqual([]);
  });

  test.each([
    ['of Helm', 'value: {{ .Values.threshold }} {{ $value }}'],
    ['of another tool', 'team: {{ team }}'],
    ['that do not end', `value: ${'{{ team '.repeat(30_000)}`],
  ])('with templates %s have to be rendered first', (_what, line) => {
    write('rules.yml', unquoted(line));
    expect(() => read()).toThrow('only templates found, which must be rendered first');
  });

  test.each(['value: {{ $value }}\n}', 'value: "{{ $value }}" of {{ $labels.job }}', 'a: [ # {{ end }}'])(
    'with templates of alerts beside other invalid text are invalid: %s',
    (line) => {
      const file = write('rules.yml', unquoted(line));
      write('other.yml', unquoted('value: fine'));
      const { findings, notes } = read();
      expect(findings).toMatchObject([
        { check: 'manifest-syntax', severity: 'error', resource: `file ${file}` },
      ]);
      expect(notes.filter((note) => note.includes('templates'))).toEqual([]);
    },
  );

  test('are neither tests of promtool, nor a Promtail, nor rules of Grafana', () => {
    write('promtail.yml', 'clients: [{ url: http://loki }]\nscrape_configs: [{ job_name: logs }]\n');
    write('test.yml', 'rule_files: [rules.yml]\ntests: []\n');
    write('grafana.yml', 'apiVersion: 1\ngroups: [{ name: a, rules: [{ uid: x, title: Down }] }]\n');
    expect(() => read()).toThrow('no Kubernetes objects or Helm values found');
  });
});

test('a path given twice, and a link to a file, are read once', () => {
  const file = write('a.yaml', service('a'));
  symlinkSync(file, join(folder, 'link.yaml'));
  expect(readFiles([folder, file]).objects).toHaveLength(1);
});

test('JSON of another program may be invalid, and JSON of an object may not', () => {
  write('data.json', '{ "rating": 5 }\n{ "rating": 4 }\n');
  write('a.yaml', service('a'));
  expect(readFiles([folder]).findings).toEqual([]);
  write('data.json', '{ "apiVersion": "v1" }\n{ "rating": 4 }\n');
  expect(readFiles([folder]).findings).toMatchObject([{ code: 'manifest-syntax' }]);
});

test('patches of Kustomize are no objects', () => {
  write('base/service.yaml', service('a'));
  write(
    'overlay/kustomization.yaml',
    'resources: [../base]\npatches: [{ path: patch.yaml }]\npatchesStrategicMerge: [old.yaml]\n',
  );
  write('overlay/patch.yaml', service('a'));
  write('overlay/old.yaml', service('a'));
  expect(readFiles([folder]).objects.map(({ at }) => at!.file)).toEqual([join(folder, 'base/service.yaml')]);
});

describe('Helm values', () => {
  const VALUES = 'prometheus:\n  prometheusSpec:\n    retention: 5d\n';

  test('are found by their keys, with release and namespace from the command in their header', () => {
    const file = write(
      'values.yaml',
      `# helm upgrade --install obs kube-prometheus-stack \\\n#   --namespace watch --values x\n${VALUES}`,
    );
    expect(readFiles([folder]).values).toEqual({
      values: { prometheus: { prometheusSpec: { retention: '5d' } } },
      name: file,
      release: 'obs',
      namespace: 'watch',
    });
  });

  test('are found below the name of the chart, and by the name of the file', () => {
    write('umbrella.yaml', `kube-prometheus-stack:\n  ${VALUES.replaceAll('\n', '\n  ')}`);
    expect(readFiles([folder]).values).toMatchObject({
      values: { prometheus: { prometheusSpec: { retention: '5d' } } },
    });
    const named = write('kube-prometheus-stack.values.yml', 'grafana: {}\n');
    expect(readFiles([named]).values).toEqual({ values: { grafana: {} }, name: named });
  });

  test.each([
    [
      'an Application of Argo CD',
      `kind: Application
apiVersion: argoproj.io/v1alpha1
metadata: { name: obs }
spec:
  destination: { namespace: watch }
  source: { chart: kube-prometheus-stack, helm: { valuesObject: { prometheus: { prometheusSpec: { retention: 5d } } } } }
`,
      'Application default/obs',
      'obs',
    ],
    [
      'an Application with values as text',
      `kind: Application
apiVersion: argoproj.io/v1alpha1
metadata: { name: obs }
spec:
  destination: { namespace: watch }
  sources: [{ repoURL: x }, { chart: kube-prometheus-stack, helm: { releaseName: kps, values: "prometheus: { prometheusSpec: { retention: 5d } }" } }]
`,
      'Application default/obs',
      'kps',
    ],
    [
      'a HelmRelease of Flux',
      `kind: HelmRelease
apiVersion: helm.toolkit.fluxcd.io/v2
metadata: { name: obs, namespace: flux-system }
spec:
  targetNamespace: watch
  chart: { spec: { chart: kube-prometheus-stack } }
  values: { prometheus: { prometheusSpec: { retention: 5d } } }
`,
      'HelmRelease flux-system/obs',
      'watch-obs',
    ],
  ])('inside %s are read', (_what, text, name, release) => {
    expect(readFiles([write('release.yaml', text)]).values).toEqual({
      values: { prometheus: { prometheusSpec: { retention: '5d' } } },
      name,
      release,
      namespace: 'watch',
    });
  });

  test('of another chart are not taken for them', () => {
    write('values.yaml', 'prometheus: { enabled: true }\nreplicas: 2\n');
    write('service.yaml', service('a'));
    expect(readFiles([folder]).values).toBeUndefined();
  });

  test('of several files: the first is read, and a note says so', () => {
    const [a, b] = ['a.yaml', 'b.yaml'].map((name) => write(name, VALUES));
    const { values, notes } = readFiles([folder]);
    expect(values!.name).toBe(a);
    expect(notes).toEqual([`Several files contain Helm values: ${a} was used, ${b} ignored.`]);
  });

  test('named explicitly are read whatever they hold, but have to be one map', () => {
    expect(readValues(write('any.yaml', 'x: 1\n')).values).toEqual({ x: 1 });
    const two = write('two.yaml', 'x: 1\n---\ny: 1\n');
    expect(() => readValues(two)).toThrow(
      `file ${two}: not a single YAML map of Helm values ("x: 1\\n---\\ny: 1\\n"). Name the file that helm receives with --values.`,
    );
  });
});

test('a path that is not there is one sentence', () => {
  const path = join(folder, 'missing');
  expect(() => readFiles([path])).toThrow(
    `file ${path}: the file cannot be read ("ENOENT"). Name a file or folder with manifests, or - for standard input.`,
  );
});

test('a folder without manifests is one sentence', () => {
  expect(() => readFiles([folder])).toThrow(
    `folder ${folder}: no files that end in .yaml, .yml or .json. Name a folder with manifests.`,
  );
});

test('the outermost kustomization gives its namespace and labels to the objects of its resources', () => {
  write('base/svc.yaml', service('web'));
  write('base/kustomization.yaml', 'namespace: inner\nresources: [svc.yaml]\ncommonLabels: { team: a }');
  write(
    'prod/kustomization.yaml',
    'namespace: team-a\nresources: [../base]\nlabels: [{ pairs: { env: prod } }]',
  );
  const { objects, notes } = readFiles([folder]);
  expect(objects.map(({ namespace, labels }) => [namespace, labels])).toEqual([
    ['team-a', { team: 'a', env: 'prod' }],
  ]);
  expect(notes).toEqual([]);
});

test('two overlays of one base leave its namespace open', () => {
  write('base/svc.yaml', service('web'));
  write('base/kustomization.yaml', 'resources: [svc.yaml]');
  write('a/kustomization.yaml', 'namespace: a\nresources: [../base]');
  write('b/kustomization.yaml', 'namespace: b\nresources: [../base]');
  expect(readFiles([folder]).objects.map(({ namespace }) => namespace)).toEqual(['default']);
});

test('the placeholder of kubebuilder is the namespace of its kustomization, also for what that leaves out', () => {
  write('prometheus/monitor.yaml', `${service('svc')}  namespace: system\n`);
  write('default/kustomization.yaml', 'namespace: cart-system\nresources: [../manager]');
  expect(readFiles([folder]).objects).toMatchObject([{ namespace: 'cart-system' }]);
  write('other/kustomization.yaml', 'namespace: shop\nresources: [../manager]');
  expect(readFiles([folder]).objects).toMatchObject([{ namespace: 'system' }]);
});

test('a tag in a kustomization is no warning, which would quote the line', () => {
  const warned = jest.spyOn(process, 'emitWarning');
  write('svc.yaml', service('web'));
  write('kustomization.yaml', 'resources: [svc.yaml]\nnamespace: !env shop\n');
  expect(readFiles([folder]).objects).toMatchObject([{ namespace: 'shop' }]);
  expect(warned).not.toHaveBeenCalled();
  warned.mockRestore();
});

test('what a kustomization changes otherwise is a note to render first', () => {
  write('svc.yaml', service('web'));
  write('kustomization.yaml', 'resources: [svc.yaml]\nnamePrefix: team-');
  expect(readFiles([folder]).notes).toEqual([
    `Kustomize changes these objects (namePrefix), which was not applied here. Render first, e.g. kubectl kustomize ${folder} | doctor -`,
  ]);
});

test('templates of a chart are skipped, even where they are valid YAML', () => {
  write('Chart.yaml', 'name: shop');
  write('templates/svc.yaml', service('"{{ .Release.Name }}"'));
  write('templates/plain.yaml', service('plain'));
  const { objects, notes } = readFiles([folder]);
  expect(objects.map(({ name }) => name)).toEqual(['plain']);
  expect(notes).toEqual([
    `Skipped templates: ${join(folder, 'templates/svc.yaml')}. Render them first, e.g. helm template ... | doctor -`,
  ]);
});

test.each([
  ['the operator', 'prometheusOperator: { enabled: true }'],
  ['Alertmanager', 'alertmanager: { alertmanagerSpec: { replicas: 2 } }'],
  ['the default rules', 'defaultRules: { create: false }'],
])('a file with the section of %s is values of the chart', (_what, text) => {
  expect(readFiles([write('values.yaml', text)]).values).toBeDefined();
});

test('values of other charts are no values of the chart', () => {
  write('svc.yaml', service('a'));
  write('values.yaml', 'prometheus: { enabled: true }\nkubeScheduler: { enabled: false }');
  expect(readFiles([folder]).values).toBeUndefined();
});

const release = (chartRef: string) =>
  `apiVersion: helm.toolkit.fluxcd.io/v2\nkind: HelmRelease\nmetadata: { name: kps, namespace: monitoring }\nspec: { chartRef: ${chartRef}, values: { prometheus: { agentMode: true } } }\n`;
const oci = (url: string) =>
  `---\napiVersion: source.toolkit.fluxcd.io/v1\nkind: OCIRepository\nmetadata: { name: charts, namespace: monitoring }\nspec: { url: ${url} }\n`;

test.each([
  [
    'its source was read',
    '{ kind: OCIRepository, name: charts }',
    oci('oci://ghcr.io/x/kube-prometheus-stack'),
    true,
  ],
  [
    'its source has another chart',
    '{ kind: OCIRepository, name: charts }',
    oci('oci://ghcr.io/x/loki'),
    false,
  ],
  ['it has the name of the chart', '{ kind: HelmChart, name: kube-prometheus-stack }', '', true],
])('a HelmRelease refers to the chart by chartRef: %s', (_what, chartRef, source, isChart) => {
  const { values } = readFiles([write('hr.yaml', release(chartRef) + source)]);
  expect(values !== undefined).toBe(isChart);
});

test.each([
  ['a key of another section', 'additionalServiceMonitors: []\nadditionalRulesForClusterRole: []\n', true],
  ['a flag of another section', 'ruleSelectorNilUsesHelmValues: false\ngrafana: {}\n', true],
  ['a monitor of a component', 'kubelet: { serviceMonitor: { interval: 10s } }\n', true],
  ['a Service of a component', 'kubeScheduler: { service: { port: 10259 } }\n', true],
  ['the configuration of Alertmanager', 'alertmanager: { config: { receivers: [] } }\ngrafana: {}\n', true],
  ['rules as a list, which is a mistake', 'additionalPrometheusRulesMap: []\n', true],
  ['another chart with Alertmanager', 'alertmanager: { config: { receivers: [] } }\nserver: {}\n', false],
  ['Alertmanager of another chart', 'alertmanager: { persistence: {}, config: { route: {} } }\n', false],
  ['a monitor that many charts have', 'prometheus: { serviceMonitor: { enabled: true } }\n', false],
  ['keys of another chart beside it', 'additionalServiceMonitors: []\nreplicaCount: 1\n', false],
  ['keys that many charts have', 'service: {}\ningress: {}\n', false],
])('values are recognized by %s', (_what, text, is) => {
  write('values.yaml', text);
  write('a.yaml', service('a'));
  expect(readFiles([folder]).values !== undefined).toBe(is);
});

describe('monitors and rules of values', () => {
  const given = {
    name: 'values.yaml',
    release: 'prom',
    values: {
      prometheus: {
        additionalServiceMonitors: [
          {
            name: 'cart',
            additionalLabels: { team: 'a' },
            selector: { matchLabels: { app: 'cart' } },
            endpoints: [],
          },
        ],
        additionalPodMonitors: [{ name: 'jobs', podMetricsEndpoints: [] }],
      },
      additionalPrometheusRulesMap: { mine: { groups: [{ name: 'g', rules: [] }] } },
    },
  };

  it('are objects with the release of the chart', () => {
    expect(valuesObjects(given, [], true)).toMatchObject([
      {
        kind: 'ServiceMonitor',
        namespace: 'monitoring',
        name: 'cart',
        labels: { release: 'prom', team: 'a' },
        fields: { spec: { selector: { matchLabels: { app: 'cart' } }, endpoints: [] } },
        fromValues: true,
        at: { file: 'values.yaml' },
      },
      { kind: 'PodMonitor', name: 'jobs' },
      { kind: 'PrometheusRule', name: 'mine', fields: { spec: { groups: [{ name: 'g', rules: [] }] } } },
    ]);
  });

  it('are those of a list, where there is no map', () => {
    const values = { additionalPrometheusRules: [{ name: 'mine', groups: [] }, { groups: [] }] };
    expect(valuesObjects({ name: 'a', values }, [], false)).toMatchObject([
      { kind: 'PrometheusRule', name: 'mine', labels: { release: 'prometheus' } },
    ]);
  });

  it('are not repeated where the rendered chart was read', () => {
    const monitoring = 'apiVersion: monitoring.coreos.com/v1\nkind: ';
    const rendered = [
      `${monitoring}ServiceMonitor\nmetadata: { name: cart }\n`,
      `${monitoring}PrometheusRule\nmetadata: { name: prom-kube-prometheus-mine }\n`,
    ].join('---\n');
    write('rendered.yaml', rendered);
    const { objects } = readFiles([folder]);
    expect(valuesObjects(given, objects, true).map(({ name }) => name)).toEqual(['jobs']);
  });
});
