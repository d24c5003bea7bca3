/** Written by `npm run docs` from the files beside it. */
export { check as clusterAccessDenied } from './cluster-access-denied';
export { check as endpointsPort } from './endpoints-port';
export { check as ignoredNamespaceSelector } from './ignored-namespace-selector';
export { check as liveJobWithoutTarget } from './live-job-without-target';
export { check as monitorPortConflict } from './monitor-port-conflict';
export { check as monitorSelectorFields } from './monitor-selector-fields';
export { check as monitorSelectsPod } from './monitor-selects-pod';
export { check as monitorSelectsService } from './monitor-selects-service';
export { check as monitorServicePort } from './monitor-service-port';
export { check as monitorTargetPort } from './monitor-target-port';
export { check as podsRunning } from './pods-running';
export { check as probeTargets } from './probe-targets';
export { check as relabelingKeepsTarget } from './relabeling-keeps-target';
export { check as scrapeConfigTargets } from './scrape-config-targets';
export { check as serviceHasPods } from './service-has-pods';
export { check as serviceTargetPort } from './service-target-port';
