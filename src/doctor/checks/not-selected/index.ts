/** Written by `npm run docs` from the files beside it. */
export { check as alertConfigSelected } from './alert-config-selected';
export { check as clusterKindMissing } from './cluster-kind-missing';
export { check as liveJobAbsent } from './live-job-absent';
export { check as liveRuleAbsent } from './live-rule-absent';
export { check as operatorInstances } from './operator-instances';
export { check as operatorNamespaces } from './operator-namespaces';
export { check as selectorLabels } from './selector-labels';
export { check as selectorLabelsMisplaced } from './selector-labels-misplaced';
export { check as selectorNamespaces } from './selector-namespaces';
export { check as selectorNothing } from './selector-nothing';
export { check as valuesEmptySelector } from './values-empty-selector';
export { check as valuesOwnObjects } from './values-own-objects';
export { check as valuesQuotedFlag } from './values-quoted-flag';
export { check as valuesThanosSidecar } from './values-thanos-sidecar';
export { check as valuesUnknownKey } from './values-unknown-key';
