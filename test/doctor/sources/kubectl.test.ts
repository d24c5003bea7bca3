import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checks } from '../../../src/doctor/checks/index';
import { diagnose } from '../../../src/doctor/diagnose';
import { readCluster } from '../../../src/doctor/sources/kubectl';

interface Answer {
  readonly asked: string;
  readonly says?: string;
  readonly complains?: string;
  readonly exits?: number;
}

const KINDS = [
  'servicemonitors',
  'podmonitors',
  'probes',
  'prometheusrules',
  'prometheuses',
  'alertmanagers',
];
const served = (kinds: readonly string[]): Answer => ({
  asked: 'api-resources --output=name',
  says: kinds.map((kind) => `${kind}.monitoring.coreos.com\n`).join(''),
});
const dump: Answer = {
  asked: 'get namespaces,services,endpoints,deployments.apps',
  says: JSON.stringify({
    kind: 'List',
    apiVersion: 'v1',
    items: [
      {
        apiVersion: 'monitoring.coreos.com/v1',
        kind: 'Prometheus',
        metadata: { name: 'k8s', namespace: 'monitoring' },
        spec: { serviceAccountName: 'prometheus-k8s' },
      },
      {
        apiVersion: 'monitoring.coreos.com/v1',
        kind: 'ServiceMonitor',
        metadata: { name: 'web', namespace: 'monitoring' },
        spec: { selector: {}, namespaceSelector: { matchNames: ['shop'] }, endpoints: [] },
      },
    ],
  }),
};
const no = (asked: string): Answer => ({ asked, says: 'no\n', exits: 1 });
const yes = (asked: string): Answer => ({ asked, says: 'yes\n' });

const path = process.env['PATH'];
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'doctor-kubectl-'));
  process.env['PATH'] = `${folder}:${path}`;
});
afterEach(() => {
  process.env['PATH'] = path;
  rmSync(folder, { recursive: true });
});

/** Answers like kubectl 1.32 does; a cluster to ask is nowhere near a test. */
function kubectl(...answers: readonly Answer[]): void {
  const quoted = (text = '') => `'${text.replaceAll("'", `'\\''`)}'`;
  const cases = answers.map(
    ({ asked, says, complains, exits = 0 }) =>
      `*${quoted(asked)}*) printf %s ${quoted(says)}; printf %s ${quoted(complains)} >&2; exit ${exits};;`,
  );
  const script = ['#!/bin/sh', 'case "$*" in', ...cases, 'esac', 'echo "unexpected: $*" >&2', 'exit 9', ''];
  writeFileSync(join(folder, 'kubectl'), script.join('\n'), { mode: 0o755 });
}

test('objects are read from the context that is named, and rights are asked for the account of Prometheus', async () => {
  kubectl(
    served(KINDS),
    dump,
    no(
      '--context=test auth can-i list pods --as=system:serviceaccount:monitoring:prometheus-k8s --all-namespaces',
    ),
    no(
      '--context=test auth can-i list pods --as=system:serviceaccount:monitoring:prometheus-k8s --namespace=shop',
    ),
    yes('auth can-i list'),
  );
  const { objects, cluster } = await readCluster('test');
  expect(objects.map(({ kind, at }) => [kind, at])).toEqual([
    ['Prometheus', undefined],
    ['ServiceMonitor', undefined],
  ]);
  expect(cluster).toEqual({
    context: 'cluster test',
    missingKinds: [],
    denied: [
      { account: 'system:serviceaccount:monitoring:prometheus-k8s', resource: 'pods', namespace: 'shop' },
    ],
  });
  const { findings } = diagnose(
    { cluster },
    checks.filter(({ needs }) => needs.includes('cluster')),
  ).report;
  expect(findings).toEqual([
    {
      code: 'cluster-access-denied',
      check: 'cluster-access-denied',
      severity: 'error',
      resource: 'cluster test',
      path: 'system:serviceaccount:monitoring:prometheus-k8s',
      message: 'the service account of Prometheus may not list pods in namespace shop',
      found: 'no',
      expected: 'get, list and watch',
      fix: 'kubectl create role prometheus --namespace shop --verb=get,list,watch --resource=pods\nkubectl create rolebinding prometheus --namespace shop --role=prometheus --serviceaccount=monitoring:prometheus-k8s',
    },
  ]);
});

test('kinds that the API server does not have are not asked for, and are findings', async () => {
  kubectl(served(['servicemonitors']), { ...dump, says: '{"kind":"List","apiVersion":"v1","items":[]}' });
  const { cluster } = await readCluster();
  const { findings } = diagnose(
    { cluster },
    checks.filter(({ id }) => id === 'cluster-kind-missing'),
  ).report;
  expect(findings).toMatchObject([
    {
      resource: 'cluster of the current context',
      path: 'custom resource definitions',
      expected: 'prometheusrules.monitoring.coreos.com',
    },
    { expected: 'prometheuses.monitoring.coreos.com' },
  ]);
});

test('who may not ask for the rights of others accuses nobody', async () => {
  kubectl(served(KINDS), dump, {
    asked: 'auth can-i',
    complains: 'Error from server (Forbidden): users is forbidden: cannot impersonate',
    exits: 1,
  });
  expect((await readCluster()).cluster.denied).toEqual([]);
});

test('a cluster that does not answer is one sentence with what kubectl said', async () => {
  kubectl({ asked: 'api-resources', complains: 'The connection to the server was refused\n', exits: 1 });
  await expect(readCluster('prod')).rejects.toThrow(
    'cluster prod: kubectl failed ("The connection to the server was refused"). Try kubectl get pods --all-namespaces, or choose another context: --context NAME.',
  );
});

test('without kubectl there is one sentence', async () => {
  process.env['PATH'] = folder;
  await expect(readCluster()).rejects.toThrow(
    /^cluster of the current context: kubectl not found on PATH \(".*ENOENT"\)\. Install kubectl, or pipe a dump: \.\.\. \| npx signalproof doctor -\.$/,
  );
});

test('a kubectl that hangs is ended', async () => {
  writeFileSync(join(folder, 'kubectl'), '#!/bin/sh\ntrap "" TERM\nsleep 60\n', { mode: 0o755 });
  await expect(readCluster('test', 200)).rejects.toThrow(
    'cluster test: kubectl failed ("no answer after 0.2 seconds"). Try kubectl get pods --all-namespaces, or choose another context: --context NAME.',
  );
});
