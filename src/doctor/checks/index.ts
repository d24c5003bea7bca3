import type { Check } from '../check';
import { syntaxCheck } from '../syntax-finding';
import { check as absentOfNothing } from './absent-of-nothing';
import { check as agentRules } from './agent-rules';
import { check as aggregationLabel } from './aggregation-label';
import { check as alertCondition } from './alert-condition';
import { check as alertConfigSelected } from './alert-config-selected';
import { check as alertReceivers } from './alert-receivers';
import { check as alertRouteNamespace } from './alert-route-namespace';
import { check as beyondRetention } from './beyond-retention';
import { check as clusterAccessDenied } from './cluster-access-denied';
import { check as clusterKindMissing } from './cluster-kind-missing';
import { check as copiedLabels } from './copied-labels';
import { check as counterWithoutRate } from './counter-without-rate';
import { check as credentials } from './credentials';
import { check as doubleProbe } from './double-probe';
import { check as doubleScrape } from './double-scrape';
import { check as duplicateObjects } from './duplicate-objects';
import { check as duplicateRule } from './duplicate-rule';
import { check as endpointPath } from './endpoint-path';
import { check as endpointScheme } from './endpoint-scheme';
import { check as endpointsPort } from './endpoints-port';
import { check as enforcedNamespace } from './enforced-namespace';
import { check as externalLabel } from './external-label';
import { check as fieldType } from './field-type';
import { check as fileAccess } from './file-access';
import { check as ignoredNamespaceSelector } from './ignored-namespace-selector';
import { check as invalidDuration } from './invalid-duration';
import { check as jobLabel } from './job-label';
import { check as labelCollision } from './label-collision';
import { check as leBucket } from './le-bucket';
import { check as liveJobAbsent } from './live-job-absent';
import { check as liveJobWithoutTarget } from './live-job-without-target';
import { check as liveRuleAbsent } from './live-rule-absent';
import { check as liveRuleUnhealthy } from './live-rule-unhealthy';
import { check as liveSeriesAbsent } from './live-series-absent';
import { check as liveTargetDown } from './live-target-down';
import { check as liveTargetUnknown } from './live-target-unknown';
import { check as meshMtls } from './mesh-mtls';
import { check as missingSecret } from './missing-secret';
import { check as monitorPortConflict } from './monitor-port-conflict';
import { check as monitorSelectorFields } from './monitor-selector-fields';
import { check as monitorSelectsPod } from './monitor-selects-pod';
import { check as monitorSelectsService } from './monitor-selects-service';
import { check as monitorServicePort } from './monitor-service-port';
import { check as monitorTargetPort } from './monitor-target-port';
import { check as networkPolicyAdmits } from './network-policy-admits';
import { check as networkPolicyEgress } from './network-policy-egress';
import { check as operatorInstances } from './operator-instances';
import { check as operatorNamespaces } from './operator-namespaces';
import { check as podsRunning } from './pods-running';
import { check as portProtocol } from './port-protocol';
import { check as probeNetworkPolicy } from './probe-network-policy';
import { check as probeProber } from './probe-prober';
import { check as probeRelabeling } from './probe-relabeling';
import { check as probeTargets } from './probe-targets';
import { check as promqlSyntax } from './promql-syntax';
import { check as quantileWithoutLe } from './quantile-without-le';
import { check as rateOfGauge } from './rate-of-gauge';
import { check as rateWindow } from './rate-window';
import { check as recordedLabel } from './recorded-label';
import { check as recordedNameTaken } from './recorded-name-taken';
import { check as recordingRuleFields } from './recording-rule-fields';
import { check as relabelingKeepsTarget } from './relabeling-keeps-target';
import { check as relabelingSteps } from './relabeling-steps';
import { check as replicasDistinct } from './replicas-distinct';
import { check as ruleGroupNames } from './rule-group-names';
import { check as ruleKind } from './rule-kind';
import { check as ruleNames } from './rule-names';
import { check as ruleSize } from './rule-size';
import { check as ruleTextValues } from './rule-text-values';
import { check as scrapeClass } from './scrape-class';
import { check as scrapeConfigTargets } from './scrape-config-targets';
import { check as scrapeLimits } from './scrape-limits';
import { check as scrapeTimeout } from './scrape-timeout';
import { check as selectorLabels } from './selector-labels';
import { check as selectorLabelsMisplaced } from './selector-labels-misplaced';
import { check as selectorNamespaces } from './selector-namespaces';
import { check as selectorNothing } from './selector-nothing';
import { check as serviceHasPods } from './service-has-pods';
import { check as serviceTargetPort } from './service-target-port';
import { check as sumBeforeRate } from './sum-before-rate';
import { check as templateLabel } from './template-label';
import { check as templateSyntax } from './template-syntax';
import { check as unknownField } from './unknown-field';
import { check as unknownLabel } from './unknown-label';
import { check as unknownLabelValue } from './unknown-label-value';
import { check as unknownMetric } from './unknown-metric';
import { check as unknownTarget } from './unknown-target';
import { check as unreadRecording } from './unread-recording';
import { check as valueInLabels } from './value-in-labels';
import { check as valuesEmptySelector } from './values-empty-selector';
import { check as valuesOwnObjects } from './values-own-objects';
import { check as valuesQuotedFlag } from './values-quoted-flag';
import { check as valuesUnknownKey } from './values-unknown-key';
import { check as vectorMatching } from './vector-matching';

/** Every check there is. A test compares it with the folder. */
export const checks: readonly Check[] = [
  syntaxCheck,
  absentOfNothing,
  agentRules,
  aggregationLabel,
  alertCondition,
  alertConfigSelected,
  alertReceivers,
  alertRouteNamespace,
  beyondRetention,
  clusterAccessDenied,
  clusterKindMissing,
  copiedLabels,
  counterWithoutRate,
  credentials,
  doubleProbe,
  doubleScrape,
  duplicateObjects,
  duplicateRule,
  endpointPath,
  endpointScheme,
  endpointsPort,
  enforcedNamespace,
  externalLabel,
  fieldType,
  fileAccess,
  ignoredNamespaceSelector,
  invalidDuration,
  jobLabel,
  labelCollision,
  leBucket,
  liveJobAbsent,
  liveJobWithoutTarget,
  liveRuleAbsent,
  liveRuleUnhealthy,
  liveSeriesAbsent,
  liveTargetDown,
  liveTargetUnknown,
  meshMtls,
  missingSecret,
  monitorPortConflict,
  monitorSelectorFields,
  monitorSelectsPod,
  monitorSelectsService,
  monitorServicePort,
  monitorTargetPort,
  networkPolicyAdmits,
  networkPolicyEgress,
  operatorInstances,
  operatorNamespaces,
  podsRunning,
  portProtocol,
  probeNetworkPolicy,
  probeProber,
  probeRelabeling,
  probeTargets,
  promqlSyntax,
  quantileWithoutLe,
  rateOfGauge,
  rateWindow,
  recordedLabel,
  recordedNameTaken,
  recordingRuleFields,
  relabelingKeepsTarget,
  relabelingSteps,
  replicasDistinct,
  ruleGroupNames,
  ruleKind,
  ruleNames,
  ruleSize,
  ruleTextValues,
  scrapeClass,
  scrapeConfigTargets,
  scrapeLimits,
  scrapeTimeout,
  selectorLabels,
  selectorLabelsMisplaced,
  selectorNamespaces,
  selectorNothing,
  serviceHasPods,
  serviceTargetPort,
  sumBeforeRate,
  templateLabel,
  templateSyntax,
  unknownField,
  unknownLabel,
  unknownLabelValue,
  unknownMetric,
  unknownTarget,
  unreadRecording,
  valueInLabels,
  valuesEmptySelector,
  valuesOwnObjects,
  valuesQuotedFlag,
  valuesUnknownKey,
  vectorMatching,
];
