/**
 * Test files that run on the oldest supported Prometheus and Alertmanager too, because real programs prove what they
 * expect. Regular expressions of paths.
 */
export const ENGINE_SUITES = [
  /\/test\/.*\.promtool\.test\.ts$/,
  /\/test\/dashboards\/(data|environments)\.test\.ts$/,
  /\/test\/diff\/cost\.prometheus\.test\.ts$/,
  /\/test\/doctor\/checks\/rejected\/promtool\.test\.ts$/,
  /\/test\/doctor\/expressions\/template-syntax\.test\.ts$/,
  /\/test\/e2e\/.*\.test\.ts$/,
  /\/test\/exposition\/(agreement|differential)\.test\.ts$/,
  /\/test\/local\/machine\.test\.ts$/,
  /\/test\/operator\/probe-config\.test\.ts$/,
  /\/test\/outputs\/central-rules\/two-clusters\.test\.ts$/,
  /\/test\/outputs\/kube-prometheus-stack\/(alertmanager-config|message-templates|routing)\.test\.ts$/,
  /\/test\/promql\/(call|check|differential|experimental|parse|precedence|quoted-names)\.test\.ts$/,
  /\/test\/rules\/(alerts|conventions|golden-signals|runbooks|workload-kinds)\.test\.ts$/,
  /\/test\/slo\/(queries|rules)\.test\.ts$/,
  /\/test\/stack\/task-api\/metrics-page\.test\.ts$/,
  /\/test\/testing\/.*\.test\.ts$/,
];
