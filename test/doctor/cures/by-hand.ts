/** Checks without findings at error level. */
export const NEVER_ERRORS: readonly string[] = [
  'average-of-quantiles',
  'container-totals',
  'irate-alert',
  'state-series',
  'zero-limit',
  'double-probe',
  'late-samples',
  'matcher-without-regex',
  'overwritten-label',
  'live-target-unknown',
  'pods-running',
  'renamed-metric',
  'route-without-alert',
  'several-matches',
  'unexpanded-template',
  'unread-recording',
  'unused-receiver',
  'value-unit',
  'values-empty-selector',
  'values-own-objects',
  'watched-memory-limit',
];

const RUNNING = 'the finding is about the state of a running Prometheus, which no file describes';
const COMMAND = 'the fix is a command for the cluster, or a flag of the operator';

/** Checks with errors whose fix no machine can apply to the files, with the reason. */
export const BY_HAND: Readonly<Record<string, string>> = {
  'alert-integrations': 'the address or key that was meant is known to the owner only',
  'alertmanager-secret':
    'the name of a key or the kind of an object changes, which no field of the fix holds',
  'cluster-access-denied': COMMAND,
  'cluster-kind-missing': COMMAND,
  'converted-histogram': 'either the scrape or every expression changes, and the owner decides which',
  'file-access': 'the content of the file has to move into a Secret, whose name is the choice of the owner',
  'grafana-provisioning':
    'a key of a ConfigMap is renamed, or a dashboard changes inside of its JSON, which no field of the fix holds',
  'label-replace': 'the regular expression that was meant is known to the owner only',
  'label-allowlist': 'the setting is in the values or in the arguments of kube-state-metrics',
  'metric-allowlist': 'the setting is in the values or in the arguments of kube-state-metrics',
  'live-job-absent': RUNNING,
  'live-job-without-target': RUNNING,
  'live-rule-absent': RUNNING,
  'live-rule-unhealthy': RUNNING,
  'live-series-absent': RUNNING,
  'linkerd-policy': COMMAND,
  'live-target-down': RUNNING,
  'manifest-syntax': 'text that no parser reads can mean anything; the finding has the line',
  'mesh-mtls': COMMAND,
  'operator-instances': COMMAND,
  'operator-namespaces': COMMAND,
  'probe-targets': 'only the owner knows the addresses to probe',
  'promql-syntax': 'text that no parser reads can mean anything; the finding has the column',
  'quoted-matching':
    'both sides of the expression need a copy of the label, whose name is the choice of the owner',
  'rule-size': 'how rules are divided among resources is the choice of the owner',
  'template-label': 'the label that was meant may be any of those that the series have',
  'template-query': 'text that no parser reads can mean anything',
  'unreachable-route': 'which alerts the route was meant for is the choice of the owner',
  'values-receivers': 'the receiver that was meant, or its integration, is the choice of the owner',
  'watched-autoscaler': 'the autoscaler that was meant is in the catalog, which is code',
  'watched-container': 'the container that was meant is in the catalog, which is code',
  'watched-workload': 'the workload or the metrics that were meant are in the catalog, which is code',
};
