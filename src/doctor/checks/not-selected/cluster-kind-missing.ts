import { defineCheck } from '../../check';

export const check = defineCheck({
  id: 'cluster-kind-missing',
  severity: 'error',
  question: 'Does the cluster have every custom resource definition of the operator?',
  symptom:
    'kubectl apply fails with "no matches for kind", or the operator ignores a kind that was added later.',
  why: 'Helm installs custom resource definitions once and never upgrades them; the operator watches only the kinds that exist when it starts.',
  remedy: 'Apply the definitions of the chart, then restart the operator.',
  see: 'https://github.com/prometheus-operator/prometheus-operator/issues/1866',
  needs: ['cluster'],
  find: ({ cluster }) =>
    cluster.missingKinds.map((kind) => ({
      resource: cluster.context,
      path: 'custom resource definitions',
      message: 'a custom resource definition of the operator is missing',
      expected: kind,
      fix: 'helm show crds kube-prometheus-stack --repo https://prometheus-community.github.io/helm-charts | kubectl apply --server-side -f -',
    })),
});
