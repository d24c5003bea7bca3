import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { countOf, listOfMutators, printedBlindspots } from '../../src/blindspots/command';
import { edited, pathOf, pathText } from '../../src/blindspots/edit';
import { BLINDSPOT_FORMATS } from '../../src/blindspots/formats/index';
import { survivors } from '../../src/blindspots/formats/words';
import { originalOf } from '../../src/blindspots/mutator';
import { MUTATORS } from '../../src/blindspots/mutators/index';
import { blindspots, type Judged } from '../../src/blindspots/run';
import { sampled } from '../../src/blindspots/sample';
import { evidenceOf, STACK } from './cart';

const FOLDER = join(__dirname, '..', '..', 'src', 'blindspots', 'mutators');
const original = originalOf(evidenceOf(STACK));
const whole = blindspots(evidenceOf(STACK), { budget: 1000, seed: 1 });
const of = (mutator: string): readonly Judged[] =>
  whole.judged.filter((each) => each.mutator.name === mutator);

const OTHERS = `
---
apiVersion: monitoring.coreos.com/v1
kind: Probe
metadata: { name: site, namespace: shop }
spec: { prober: { url: 'blackbox:9115' }, targets: { staticConfig: { static: [https://a.example.com, https://b.example.com] } } }
---
apiVersion: monitoring.coreos.com/v1
kind: ServiceMonitor
metadata: { name: kubelet, namespace: shop }
spec:
  jobLabel: app
  selector: { matchLabels: { app: kubelet } }
  endpoints: [{ port: web, scheme: https, tlsConfig: { insecureSkipVerify: true }, bearerTokenFile: /t, honorLabels: true }]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata: { name: prometheus }
rules: [{ apiGroups: [''], resources: [services, endpoints, pods], verbs: [get, list, watch] }]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata: { name: prometheus }
roleRef: { apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: prometheus }
subjects: [{ kind: ServiceAccount, name: prometheus, namespace: monitoring }]
`;

/** The same with time intervals, a route that continues, and whatever else a mutator changes. */
const muted = originalOf(
  evidenceOf(
    (STACK + OTHERS)
      .replace(
        'ruleNamespaceSelector: {}',
        'ruleNamespaceSelector: {}\n  serviceAccountName: prometheus\n  externalLabels: { cluster: west }',
      )
      .replace('sum(rate(cart', 'sum by (pod) (rate(cart')
      .replace('{ receiver: chat,', '{ receiver: chat, continue: true,')
      .replace(
        '    receivers:',
        "    time_intervals: [{ name: nights, time_intervals: [{ times: [{ start_time: '22:00', end_time: '24:00' }] }] }]\n    receivers:",
      ),
  ),
);

/** What became of the mutants of one kind: the changed value, the verdict, and what it is about. */
const verdicts = (mutator: string): readonly string[] =>
  of(mutator).map(({ edit, verdict }) => {
    const what = pathText(edit.path) || 'all';
    switch (verdict.kind) {
      case 'doctor':
        return `${what}: doctor ${verdict.checks.join(', ')}`;
      case 'alert':
        return `${what}: alert ${verdict.alert}`;
      case 'equivalent':
      case 'unjudged':
        return `${what}: ${verdict.kind}`;
      default:
        return `${what}: ${verdict.kind}; ${verdict.changes.map(({ page, how }) => `${page.alert.rule.name}: ${how}`).join('; ')}`;
    }
  });

describe('mutators', () => {
  it('are one file each, named like it', () => {
    const files = readdirSync(FOLDER).filter((file) => file !== 'index.ts');
    expect(MUTATORS.map(({ name }) => `${name}.ts`).toSorted()).toEqual(files.toSorted());
  });

  // No prometheus.yml is among it, and no service of a stack.
  const possible = MUTATORS.filter(({ name }) => !['rule-file', 'sample-limit'].includes(name));
  it.each(possible.map((mutator) => [mutator.name, mutator] as const))(
    '%s changes the stack, one thing at a time',
    (_, mutator) => {
      const edits = mutator.edits(muted);
      // Values are needed for the flags, and the stack has a Prometheus resource instead.
      expect(edits.length).toBeGreaterThan(0);
      for (const edit of edits) {
        expect(edit.to).not.toEqual(edit.from);
        const mutated = edited(muted.inputs, edit).objects!;
        const changed = muted.objects.filter((object) => !mutated.includes(object));
        expect(changed).toHaveLength(1);
      }
    },
  );

  it('know the flags of the values', () => {
    const values = {
      values: { prometheus: { prometheusSpec: { ruleSelectorNilUsesHelmValues: false } } },
      name: 'values.yaml',
    };
    const [flag] = MUTATORS.find(({ name }) => name === 'selector-flag')!.edits(
      originalOf({ objects: original.objects.filter(({ kind }) => kind !== 'Prometheus'), values }),
    );
    expect([flag!.path.at(-1), flag!.to]).toEqual(['ruleSelectorNilUsesHelmValues', true]);
    expect(edited({ objects: [], values }, flag!).values?.values).toEqual({
      prometheus: { prometheusSpec: { ruleSelectorNilUsesHelmValues: true } },
    });
  });
});

describe('who notices', () => {
  it('the doctor, where the chain breaks', () => {
    expect(verdicts('port')).toEqual(expect.arrayContaining([expect.stringContaining('doctor')]));
    expect(verdicts('selector').every((each) => each.includes(': doctor '))).toBe(true);
  });

  it('the certificate, where a critical alert reaches no receiver', () => {
    expect(verdicts('route-matcher')).toContain(
      'route.routes[0].matchers[0]: certificate; CartErrors: pager is not notified; CartDown: pager is not notified; CartGone: pager is not notified',
    );
  });

  it('an alert, where a workload is no longer scraped', () => {
    const gone = blindspots(evidenceOf(STACK), {
      budget: 1,
      seed: 1,
      mutators: [
        {
          name: 'delete',
          what: '',
          caughtBy: '',
          edits: ({ objects }) =>
            objects
              .filter(({ kind }) => kind === 'ServiceMonitor')
              .map((object) => ({ target: { kind: 'object', object }, path: [], from: '', to: undefined })),
        },
      ],
    });
    expect(gone.judged.map(({ verdict }) => verdict.kind)).toEqual(['alert']);
  });

  it('none of them, and the alerts that suffer are listed', () => {
    expect(verdicts('severity')).toContain(
      'spec.groups[0].rules[3].labels.severity: survived; CartDown: pager is not notified',
    );
    expect(verdicts('for')).toContain(
      'spec.groups[0].rules[1].for: survived; CartErrors: pager is notified 115 min later',
    );
    expect(verdicts('secret-key')).toContain(
      'receivers[2].slack_configs[0].api_url_file: survived; CartSlow: chat has other settings',
    );
    expect(verdicts('inhibition')).toContain(
      'inhibit_rules[0].source_matchers[1]: survived; CartSlow: it is suppressed while CartErrors fires, which does not notify chat',
    );
    expect(verdicts('threshold')).toContain(
      'spec.groups[0].rules[1].expr: survived; CartErrors: its condition is another one',
    );
    expect(verdicts('relabeling')).toContain(
      'spec.endpoints[0].metricRelabelings: survived; CartErrors: it no longer reads Deployment shop/cart',
    );
  });

  it('nothing changes, where the change means nothing', () => {
    expect(verdicts('label')).toContain('spec.template.metadata.labels.tier: equivalent');
    expect(verdicts('relabeling')).toContain('spec.endpoints[0].relabelings[0].targetLabel: equivalent');
  });

  it('an altered alert that fires for the same faults, as soon as before, is the same to them', () => {
    const restarts = of('threshold').find(({ edit }) => edit.path.includes(5));
    expect(restarts!.verdict).toEqual({
      kind: 'equivalent',
      reason: 'the same faults make the alert fire, as soon as before',
    });
  });
});

test('survivors that silence critical alerts come first, with what would catch them', () => {
  const list = survivors(whole);
  const first = list.findIndex(({ critical }) => !critical);
  expect(list.slice(first).every(({ critical }) => !critical)).toBe(true);
  expect(list.find(({ change }) => change.includes('> 50'))).toEqual({
    change:
      'PrometheusRule shop/cart spec.groups[0].rules[1].expr: cart:errors:rate5m > 5 became cart:errors:rate5m > 50',
    pages: ['CartErrors: its condition is another one'],
    critical: true,
    caughtBy: 'test the alert with promtool: it fires just beyond its threshold',
  });
});

test('every format has the numbers and the survivors', () => {
  const text = BLINDSPOT_FORMATS.text(whole);
  expect(text).toMatch(/^change +mutants +doctor +certify +an alert +unnoticed +changes nothing\n/);
  expect(text).toContain(`${whole.judged.length} mutants: ${survivors(whole).length} survivors, of which`);
  expect(BLINDSPOT_FORMATS.markdown(whole)).toContain('| Unnoticed change | Alerts |');
  const json = JSON.parse(BLINDSPOT_FORMATS.json(whole)) as { readonly mutants: readonly unknown[] };
  expect(json.mutants).toHaveLength(whole.judged.length);
});

test('a budget takes a sample of every kind, which a seed repeats', () => {
  const groups = [[1, 2, 3, 4], [10], [20, 21, 22]];
  expect(sampled(groups, 5, 1)).toHaveLength(5);
  expect(sampled(groups, 3, 1).map((each) => Math.floor(each / 10))).toEqual([0, 1, 2]);
  expect(sampled(groups, 5, 7)).toEqual(sampled(groups, 5, 7));
  expect(sampled(groups, 100, 3).toSorted((a, b) => a - b)).toEqual(groups.flat());
  expect(sampled([], 5, 1)).toEqual([]);
});

test('paths are read as they are written', () => {
  const text = 'spec.groups[0].rules[12].expr';
  expect(pathText(pathOf(text))).toBe(text);
});

describe('the command', () => {
  const options = { budget: 2, seed: 1, mutators: MUTATORS.filter(({ name }) => name === 'severity') };

  it('tells whether a survivor silences a critical alert', () => {
    const { text, silent } = printedBlindspots(
      blindspots(evidenceOf(STACK), { ...options, budget: 5 }),
      'text',
    );
    expect([silent, text.split('\n').at(-1)]).toEqual([
      true,
      '5 mutants: 4 survivors, of which 3 would silence a critical alert.',
    ]);
  });

  it('names the sample and the progress', () => {
    const progress: string[] = [];
    const onProgress = (done: number, all: number) => progress.push(`${done}/${all}`);
    const { text } = printedBlindspots(blindspots(evidenceOf(STACK), { ...options, onProgress }), 'text');
    expect(text).toContain('2 mutants of 5 (seed 1): ');
    expect(progress).toEqual(['0/2', '1/2', '2/2']);
  });

  it('says when receivers are unknown', () => {
    const { objects = [] } = evidenceOf(STACK);
    const evidence = { objects: objects.filter(({ kind }) => kind !== 'Secret') };
    expect(printedBlindspots(blindspots(evidence, options), 'text').text).toContain(
      'No configuration of Alertmanager was found: what happens after an alert fires was not judged.',
    );
  });

  it.each([
    [{}, 'blindspots: no Kubernetes objects found. Name files or a folder with manifests.'],
    [
      { objects: original.objects.filter(({ kind }) => kind !== 'PrometheusRule') },
      'blindspots: no alerts found that Prometheus evaluates. Name files or a folder with PrometheusRules, and the values of the chart.',
    ],
  ])('says what is missing: %#', (evidence, message) => {
    expect(() => blindspots(evidence, options)).toThrow(message);
  });

  it('reads whole numbers, and lists its mutators', () => {
    expect(countOf('--budget', '12')).toBe(12);
    expect(() => countOf('--budget', '1.5')).toThrow(
      'blindspots: not a whole number above 0 (--budget: "1.5"). Write --budget and a number, e.g. --budget 200.',
    );
    expect(listOfMutators().split('\n')).toHaveLength(MUTATORS.length);
  });
});
