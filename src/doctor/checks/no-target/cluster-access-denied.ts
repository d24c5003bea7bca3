import { shell } from '../../../findings/shell';
import { defineCheck } from '../../check';

export const check = defineCheck({
  id: 'cluster-access-denied',
  severity: 'error',
  question: 'May Prometheus list the objects that it discovers targets from?',
  symptom: 'The job is configured but discovers nothing; the log of Prometheus has "forbidden".',
  why: 'The role of the service account does not cover the namespace: kube-prometheus grants single namespaces, the Helm chart the whole cluster.',
  remedy: 'Grant the verbs get, list and watch in the namespace.',
  see: 'https://prometheus-operator.dev/docs/platform/rbac/',
  needs: ['cluster'],
  find: ({ cluster }) =>
    cluster.denied.map(({ account, resource, namespace }) => ({
      resource: cluster.context,
      path: account,
      message: `the service account of Prometheus may not list ${resource} in namespace ${namespace}`,
      found: 'no',
      expected: 'get, list and watch',
      fix: shell`kubectl create role prometheus --namespace ${namespace} --verb=get,list,watch --resource=${resource}\nkubectl create rolebinding prometheus --namespace ${namespace} --role=prometheus --serviceaccount=${account.split(':').slice(2).join(':')}`,
    })),
});
