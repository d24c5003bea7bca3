import type { Fault } from '../fault';
import { alertmanagerGone } from './alertmanager-gone';
import { allPodsDead } from './all-pods-dead';
import { allRequestsFail } from './all-requests-fail';
import { allRequestsSlow } from './all-requests-slow';
import { autoscalerAtMaximum } from './autoscaler-at-maximum';
import { autoscalerInactive } from './autoscaler-inactive';
import { bucketRenamed } from './bucket-renamed';
import { cpuThrottled } from './cpu-throttled';
import { crashLoopOfAll } from './crash-loop';
import { cronJobSuspended } from './cron-job-suspended';
import { fivePercentFail } from './five-percent-fail';
import { foreignScrapeRemoved } from './foreign-scrape-removed';
import { halfOfPodsDead } from './half-of-pods-dead';
import { halfOfPodsNotReady } from './half-of-pods-not-ready';
import { jobFails } from './job-fails';
import { jobHangs } from './job-hangs';
import { jobsDoNotStart } from './jobs-do-not-start';
import { kubeStateMetricsGone } from './kube-state-metrics-gone';
import { kubeStateMetricsGonePodsDead } from './kube-state-metrics-gone-pods-dead';
import { labelRenamed } from './label-renamed';
import { memoryLeak } from './memory-leak';
import { memoryNearLimit } from './memory-near-limit';
import { metricsFail } from './metrics-fail';
import { metricsHang } from './metrics-hang';
import { metricsRenamed } from './metrics-renamed';
import { mostRequestsStop } from './most-requests-stop';
import { noPodReady } from './no-pod-ready';
import { nodeLost } from './node-lost';
import { oneIn500Fails } from './one-in-500-fails';
import { onePercentFails } from './one-percent-fails';
import { onePodDead } from './one-pod-dead';
import { oneRouteFails } from './one-route-fails';
import { oneRouteSlow } from './one-route-slow';
import { podMonitorDeleted } from './pod-monitor-deleted';
import { podsHang } from './pods-hang';
import { probeDeleted } from './probe-deleted';
import { proberGone } from './prober-gone';
import { prometheusGone } from './prometheus-gone';
import { prometheusRestarts } from './prometheus-restarts';
import { pushesStop } from './pushes-stop';
import { requestsStop } from './requests-stop';
import { rolloutStuck } from './rollout-stuck';
import { rulesDeleted } from './rules-deleted';
import { sampleLimit } from './sample-limit';
import { scaledToZero } from './scaled-to-zero';
import { scrapeConfigDeleted } from './scrape-config-deleted';
import { secretWrong } from './secret-wrong';
import { serviceDeleted } from './service-deleted';
import { serviceMonitorDeleted } from './service-monitor-deleted';
import { twentyPercentFail } from './twenty-percent-fail';
import { workloadDeleted } from './workload-deleted';

/** What every service is certified against, in the order of the table. */
export const FAULTS: readonly Fault[] = [
  allRequestsFail,
  twentyPercentFail,
  fivePercentFail,
  onePercentFails,
  oneIn500Fails,
  oneRouteFails,
  allRequestsSlow,
  oneRouteSlow,
  requestsStop,
  mostRequestsStop,
  allPodsDead,
  halfOfPodsDead,
  onePodDead,
  podsHang,
  crashLoopOfAll,
  noPodReady,
  halfOfPodsNotReady,
  scaledToZero,
  workloadDeleted,
  nodeLost,
  rolloutStuck,
  autoscalerAtMaximum,
  autoscalerInactive,
  memoryLeak,
  memoryNearLimit,
  cpuThrottled,
  jobFails,
  jobHangs,
  jobsDoNotStart,
  cronJobSuspended,
  metricsHang,
  metricsFail,
  sampleLimit,
  metricsRenamed,
  labelRenamed,
  bucketRenamed,
  serviceMonitorDeleted,
  podMonitorDeleted,
  probeDeleted,
  scrapeConfigDeleted,
  foreignScrapeRemoved,
  pushesStop,
  proberGone,
  serviceDeleted,
  rulesDeleted,
  kubeStateMetricsGone,
  kubeStateMetricsGonePodsDead,
  prometheusRestarts,
  prometheusGone,
  alertmanagerGone,
  secretWrong,
];
