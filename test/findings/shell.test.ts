import { execFileSync } from 'node:child_process';
import { namespaceLabel } from '../../src/doctor/checks/not-selected/lib/namespace-label';
import { diagnose } from '../../src/doctor/diagnose';
import { shell, shellWord } from '../../src/findings/shell';
import { readManifests } from '../../src/kubernetes/read';

test.each(['shop', 'a b', "it's", '$(touch x)', '`id`', 'a;b', 'a\nb', '--x', '', '*', '~', '\\'])(
  '%j is one word for a shell',
  (name) => {
    const written = execFileSync('sh', ['-c', `printf '%s' ${shellWord(name)}`], { encoding: 'utf8' });
    expect(written).toBe(name);
  },
);

test('plain names stay as they are', () => {
  expect(shell`kubectl get pods --namespace ${'shop'} --selector ${'app=web'}`).toBe(
    'kubectl get pods --namespace shop --selector app=web',
  );
});

test('a proposed command quotes the name of a file and the expression', () => {
  const objects = readManifests(
    `apiVersion: monitoring.coreos.com/v1
kind: PrometheusRule
metadata: { name: r }
spec: { groups: [{ name: g, rules: [{ alert: A, expr: "up{a='$(x)'} ==" }] }] }
`,
    '$(reboot); echo.yaml',
  );
  const { findings } = diagnose({ objects }).report;
  expect(findings.find(({ check }) => check === 'promql-syntax')?.fix).toBe(
    `yq .spec '$(reboot); echo.yaml' | promtool check rules /dev/stdin
for this expression: promtool --experimental promql format 'up{a='\\''$(x)'\\''} =='`,
  );
});

test('a proposed command quotes the names of objects', () => {
  const selector = { matchLabels: { 'a b': 'c;d' } };
  expect(namespaceLabel(selector, '$(reboot)')).toBe("kubectl label namespace '$(reboot)' 'a b=c;d'");
});
