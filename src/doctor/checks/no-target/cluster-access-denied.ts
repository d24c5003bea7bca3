import { defineCheck } from '../../check';

export const check = defineCheck({
  id: 'cluster-access-denied',
  severity: 'error',
  question: 'May Prometheus list what it has to discover?',
  symptom: 'the job is configured and discovers nothing; the log of Prometheus says "forbidden".',
  why: "the role of Prometheus' service account does not reach the namespace: plain kube-prometheus grants single namespaces, the Helm chart the whole cluster.",
  remedy: 'grant the verbs get, list and watch on what is missing.',
  see: 'https://prometheus-operator.dev/docs/platform/rbac/',
  needs: ['cluster'],
  find: ({ cluster }) =>
    cluster.denied.map(({ account, resource, namespace }) => ({
      resource: cluster.context,
      path: account,
      message: `may not list ${resource} in the namespace ${namespace}`,
      found: 'no',
      expected: 'get, list and watch',
      fix: `kubectl create role prometheus --namespace ${namespace} --verb=get,list,watch --resource=${resource}\nkubectl create rolebinding prometheus --namespace ${namespace} --role=prometheus --serviceaccount=${account.split(':').slice(2).join(':')}`,
    })),
});
