import { defineCheck } from '../../check';

export const check = defineCheck({
  id: 'cluster-kind-missing',
  severity: 'error',
  question: "Does the cluster know the operator's kinds?",
  symptom: 'kubectl apply says "no matches for kind", or the operator ignores a kind that was added later.',
  why: 'Helm installs custom resource definitions once and never upgrades them; the operator reads only those it found when it started.',
  remedy: 'apply the definitions of the chart, then restart the operator.',
  see: 'https://github.com/prometheus-operator/prometheus-operator/issues/1866',
  needs: ['cluster'],
  find: ({ cluster }) =>
    cluster.missingKinds.map((kind) => ({
      resource: cluster.context,
      path: 'custom resource definitions',
      message: 'lack one that monitoring needs',
      found: undefined,
      expected: kind,
      fix: 'helm show crds kube-prometheus-stack --repo https://prometheus-community.github.io/helm-charts | kubectl apply --server-side -f -',
    })),
});
