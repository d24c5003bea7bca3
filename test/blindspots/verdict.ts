import type { Mutator } from '../../src/blindspots/mutator';
import { MUTATORS } from '../../src/blindspots/mutators/index';
import { blindspots, type Judged } from '../../src/blindspots/run';
import { evidenceOf } from './cart';

/** Which value of which object a mutant changes. */
function changeOf({ target, path, to }: Judged['edit']): string {
  const name = target.kind === 'object' ? `${target.object.kind} ${target.object.name}` : target.kind;
  return [name, ...(path.length === 0 ? [] : [path.join('.')]), ...(typeof to === 'string' ? [to] : [])].join(
    ' ',
  );
}

/** A kind of mutant, without those that are about something else. */
export const only = (name: string, keeps: (change: string) => boolean): Mutator => {
  const mutator = MUTATORS.find((each) => each.name === name)!;
  return { ...mutator, edits: (original) => mutator.edits(original).filter((edit) => keeps(changeOf(edit))) };
};

export const ran = (stack: string, name: string, keeps: (change: string) => boolean) =>
  blindspots(evidenceOf(stack), { budget: 1000, seed: 1, mutators: [only(name, keeps)] });

/** The verdict on the one mutant of a kind that makes this change. */
export function verdict(stack: string, name: string, change: string): string {
  const { judged } = ran(stack, name, (each) => each === change);
  expect(judged).toHaveLength(1);
  const [{ verdict: found }] = judged as [Judged];
  switch (found.kind) {
    case 'doctor':
    case 'equivalent':
    case 'unjudged':
      return found.kind;
    case 'alert':
      return `alert ${found.alert}`;
    default:
      return `${found.kind} ${found.changes.map(({ page, how }) => `${page.alert.rule.name}: ${how}`).join('; ')}`;
  }
}

/** A monitor without targets among the manifests, and an alert on their job. */
export const KUBELET = `
---
apiVersion: monitoring.coreos.com/v1
kind: ServiceMonitor
metadata: { name: kubelet, namespace: monitoring, labels: { role: monitors } }
spec:
  jobLabel: app.kubernetes.io/name
  namespaceSelector: { matchNames: [kube-system] }
  selector: { matchLabels: { app.kubernetes.io/name: kubelet } }
  endpoints: [{ port: https-metrics, scheme: https, interval: 30s }]
---
apiVersion: monitoring.coreos.com/v1
kind: PrometheusRule
metadata: { name: kubelet, namespace: monitoring, labels: { role: alerts } }
spec:
  groups:
    - name: kubelet
      rules:
        - { alert: PodsStuck, expr: 'rate(kubelet_errors_total{job="kubelet"}[5m]) > 1', labels: { severity: critical } }
`;
export const ABSENT = `        - { alert: KubeletGone, expr: 'absent(up{job="kubelet"})', labels: { severity: critical } }
`;
