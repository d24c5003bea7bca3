/** Written by `npm run docs` from the folders beside it. */
import { listed, type ListedCheck } from '../check';
import { check as absentOfNothing } from './wrong-query/absent-of-nothing';
import { check as agentRules } from './wrong-query/agent-rules';
import { check as aggregationLabel } from './wrong-query/aggregation-label';
import { check as alertCondition } from './wrong-query/alert-condition';
import { check as alertConfigSelected } from './not-selected/alert-config-selected';
import { check as alertReceivers } from './rejected/alert-receivers';
import { check as alertRouteNamespace } from './wrong-query/alert-route-namespace';
import { check as beyondRetention } from './wrong-query/beyond-retention';
import { check as clusterAccessDenied } from './no-target/cluster-access-denied';
import { check as clusterKindMissing } from './not-selected/cluster-kind-missing';
import { check as copiedLabels } from './wrong-query/copied-labels';
import { check as counterWithoutRate } from './wrong-query/counter-without-rate';
import { check as credentials } from './rejected/credentials';
import { check as doubleProbe } from './wrong-query/double-probe';
import { check as doubleScrape } from './wrong-query/double-scrape';
import { check as duplicateObjects } from './rejected/duplicate-objects';
import { check as duplicateRule } from './wrong-query/duplicate-rule';
import { check as endpointPath } from './target-down/endpoint-path';
import { check as endpointScheme } from './target-down/endpoint-scheme';
import { check as endpointsPort } from './no-target/endpoints-port';
import { check as enforcedNamespace } from './wrong-query/enforced-namespace';
import { check as externalLabel } from './wrong-query/external-label';
import { check as fieldType } from './rejected/field-type';
import { check as fileAccess } from './rejected/file-access';
import { check as ignoredNamespaceSelector } from './no-target/ignored-namespace-selector';
import { check as invalidDuration } from './rejected/invalid-duration';
import { check as jobLabel } from './wrong-query/job-label';
import { check as labelCollision } from './wrong-query/label-collision';
import { check as leBucket } from './wrong-query/le-bucket';
import { check as liveJobAbsent } from './not-selected/live-job-absent';
import { check as liveJobWithoutTarget } from './no-target/live-job-without-target';
import { check as liveRuleAbsent } from './not-selected/live-rule-absent';
import { check as liveRuleUnhealthy } from './wrong-query/live-rule-unhealthy';
import { check as liveSeriesAbsent } from './wrong-query/live-series-absent';
import { check as liveTargetDown } from './target-down/live-target-down';
import { check as liveTargetUnknown } from './target-down/live-target-unknown';
import { check as manifestSyntax } from './rejected/manifest-syntax';
import { check as meshMtls } from './target-down/mesh-mtls';
import { check as missingSecret } from './rejected/missing-secret';
import { check as monitorPortConflict } from './no-target/monitor-port-conflict';
import { check as monitorSelectorFields } from './no-target/monitor-selector-fields';
import { check as monitorSelectsPod } from './no-target/monitor-selects-pod';
import { check as monitorSelectsService } from './no-target/monitor-selects-service';
import { check as monitorServicePort } from './no-target/monitor-service-port';
import { check as monitorTargetPort } from './no-target/monitor-target-port';
import { check as networkPolicyAdmits } from './target-down/network-policy-admits';
import { check as networkPolicyEgress } from './target-down/network-policy-egress';
import { check as operatorInstances } from './not-selected/operator-instances';
import { check as operatorNamespaces } from './not-selected/operator-namespaces';
import { check as podsRunning } from './no-target/pods-running';
import { check as portProtocol } from './target-down/port-protocol';
import { check as probeNetworkPolicy } from './target-down/probe-network-policy';
import { check as probeProber } from './target-down/probe-prober';
import { check as probeRelabeling } from './wrong-query/probe-relabeling';
import { check as probeTargets } from './no-target/probe-targets';
import { check as promqlSyntax } from './rejected/promql-syntax';
import { check as quantileWithoutLe } from './wrong-query/quantile-without-le';
import { check as rateOfGauge } from './wrong-query/rate-of-gauge';
import { check as rateWindow } from './wrong-query/rate-window';
import { check as recordedLabel } from './wrong-query/recorded-label';
import { check as recordedNameTaken } from './wrong-query/recorded-name-taken';
import { check as recordingRuleFields } from './rejected/recording-rule-fields';
import { check as relabelingKeepsTarget } from './no-target/relabeling-keeps-target';
import { check as relabelingSteps } from './rejected/relabeling-steps';
import { check as replicasDistinct } from './wrong-query/replicas-distinct';
import { check as ruleGroupNames } from './rejected/rule-group-names';
import { check as ruleKind } from './rejected/rule-kind';
import { check as ruleNames } from './rejected/rule-names';
import { check as ruleSize } from './rejected/rule-size';
import { check as ruleTextValues } from './rejected/rule-text-values';
import { check as scrapeClass } from './rejected/scrape-class';
import { check as scrapeConfigTargets } from './no-target/scrape-config-targets';
import { check as scrapeLimits } from './target-down/scrape-limits';
import { check as scrapeTimeout } from './rejected/scrape-timeout';
import { check as selectorLabels } from './not-selected/selector-labels';
import { check as selectorLabelsMisplaced } from './not-selected/selector-labels-misplaced';
import { check as selectorNamespaces } from './not-selected/selector-namespaces';
import { check as selectorNothing } from './not-selected/selector-nothing';
import { check as serviceHasPods } from './no-target/service-has-pods';
import { check as serviceTargetPort } from './no-target/service-target-port';
import { check as sumBeforeRate } from './wrong-query/sum-before-rate';
import { check as templateLabel } from './wrong-query/template-label';
import { check as templateSyntax } from './rejected/template-syntax';
import { check as unknownField } from './rejected/unknown-field';
import { check as unknownLabel } from './wrong-query/unknown-label';
import { check as unknownLabelValue } from './wrong-query/unknown-label-value';
import { check as unknownMetric } from './wrong-query/unknown-metric';
import { check as unknownTarget } from './wrong-query/unknown-target';
import { check as unreadRecording } from './wrong-query/unread-recording';
import { check as valueInLabels } from './wrong-query/value-in-labels';
import { check as valuesEmptySelector } from './not-selected/values-empty-selector';
import { check as valuesOwnObjects } from './not-selected/values-own-objects';
import { check as valuesQuotedFlag } from './not-selected/values-quoted-flag';
import { check as valuesUnknownKey } from './not-selected/values-unknown-key';
import { check as vectorMatching } from './wrong-query/vector-matching';

export const checks: readonly ListedCheck[] = [
  listed('wrong-query', absentOfNothing),
  listed('wrong-query', agentRules),
  listed('wrong-query', aggregationLabel),
  listed('wrong-query', alertCondition),
  listed('not-selected', alertConfigSelected),
  listed('rejected', alertReceivers),
  listed('wrong-query', alertRouteNamespace),
  listed('wrong-query', beyondRetention),
  listed('no-target', clusterAccessDenied),
  listed('not-selected', clusterKindMissing),
  listed('wrong-query', copiedLabels),
  listed('wrong-query', counterWithoutRate),
  listed('rejected', credentials),
  listed('wrong-query', doubleProbe),
  listed('wrong-query', doubleScrape),
  listed('rejected', duplicateObjects),
  listed('wrong-query', duplicateRule),
  listed('target-down', endpointPath),
  listed('target-down', endpointScheme),
  listed('no-target', endpointsPort),
  listed('wrong-query', enforcedNamespace),
  listed('wrong-query', externalLabel),
  listed('rejected', fieldType),
  listed('rejected', fileAccess),
  listed('no-target', ignoredNamespaceSelector),
  listed('rejected', invalidDuration),
  listed('wrong-query', jobLabel),
  listed('wrong-query', labelCollision),
  listed('wrong-query', leBucket),
  listed('not-selected', liveJobAbsent),
  listed('no-target', liveJobWithoutTarget),
  listed('not-selected', liveRuleAbsent),
  listed('wrong-query', liveRuleUnhealthy),
  listed('wrong-query', liveSeriesAbsent),
  listed('target-down', liveTargetDown),
  listed('target-down', liveTargetUnknown),
  listed('rejected', manifestSyntax),
  listed('target-down', meshMtls),
  listed('rejected', missingSecret),
  listed('no-target', monitorPortConflict),
  listed('no-target', monitorSelectorFields),
  listed('no-target', monitorSelectsPod),
  listed('no-target', monitorSelectsService),
  listed('no-target', monitorServicePort),
  listed('no-target', monitorTargetPort),
  listed('target-down', networkPolicyAdmits),
  listed('target-down', networkPolicyEgress),
  listed('not-selected', operatorInstances),
  listed('not-selected', operatorNamespaces),
  listed('no-target', podsRunning),
  listed('target-down', portProtocol),
  listed('target-down', probeNetworkPolicy),
  listed('target-down', probeProber),
  listed('wrong-query', probeRelabeling),
  listed('no-target', probeTargets),
  listed('rejected', promqlSyntax),
  listed('wrong-query', quantileWithoutLe),
  listed('wrong-query', rateOfGauge),
  listed('wrong-query', rateWindow),
  listed('wrong-query', recordedLabel),
  listed('wrong-query', recordedNameTaken),
  listed('rejected', recordingRuleFields),
  listed('no-target', relabelingKeepsTarget),
  listed('rejected', relabelingSteps),
  listed('wrong-query', replicasDistinct),
  listed('rejected', ruleGroupNames),
  listed('rejected', ruleKind),
  listed('rejected', ruleNames),
  listed('rejected', ruleSize),
  listed('rejected', ruleTextValues),
  listed('rejected', scrapeClass),
  listed('no-target', scrapeConfigTargets),
  listed('target-down', scrapeLimits),
  listed('rejected', scrapeTimeout),
  listed('not-selected', selectorLabels),
  listed('not-selected', selectorLabelsMisplaced),
  listed('not-selected', selectorNamespaces),
  listed('not-selected', selectorNothing),
  listed('no-target', serviceHasPods),
  listed('no-target', serviceTargetPort),
  listed('wrong-query', sumBeforeRate),
  listed('wrong-query', templateLabel),
  listed('rejected', templateSyntax),
  listed('rejected', unknownField),
  listed('wrong-query', unknownLabel),
  listed('wrong-query', unknownLabelValue),
  listed('wrong-query', unknownMetric),
  listed('wrong-query', unknownTarget),
  listed('wrong-query', unreadRecording),
  listed('wrong-query', valueInLabels),
  listed('not-selected', valuesEmptySelector),
  listed('not-selected', valuesOwnObjects),
  listed('not-selected', valuesQuotedFlag),
  listed('not-selected', valuesUnknownKey),
  listed('wrong-query', vectorMatching),
];
