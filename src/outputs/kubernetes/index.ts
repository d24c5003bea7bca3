/** Constructs for any cdk8s app: the entry `signalproof/cdk8s` of the package. */
export { GrafanaDashboard, type GrafanaDashboardProps } from './constructs/grafana-dashboard';
export type { NamedPort } from './constructs/identity';
export { MonitoredService, type MonitoredServiceProps } from './constructs/monitored-service';
export type { ObjectProps } from './constructs/object-props';
export { PrometheusRules, type PrometheusRulesProps } from './constructs/prometheus-rules';
export { ServiceMonitor, type ServiceMonitorProps } from './constructs/service-monitor';
export { Workload, type WorkloadProps } from './constructs/workload';
export type { WorkloadObjects, WorkloadObjectsProps } from './constructs/workload-objects';
export type { PrometheusOfRelease, WorkloadParts } from './constructs/workload-parts';
export type { AlertRule, RecordingRule, RuleGroup } from '../../rules/rule';
