/** Written by `npm run docs` from the files beside it. */
export { check as certificateName } from './certificate-name';
export { check as endpointAuthorization } from './endpoint-authorization';
export { check as endpointPath } from './endpoint-path';
export { check as endpointScheme } from './endpoint-scheme';
export { check as linkerdPolicy } from './linkerd-policy';
export { check as liveTargetDown } from './live-target-down';
export { check as liveTargetUnknown } from './live-target-unknown';
export { check as loopbackListener } from './loopback-listener';
export { check as meshMtls } from './mesh-mtls';
export { check as mountedFiles } from './mounted-files';
export { check as networkPolicyAdmits } from './network-policy-admits';
export { check as networkPolicyEgress } from './network-policy-egress';
export { check as portProtocol } from './port-protocol';
export { check as probeNetworkPolicy } from './probe-network-policy';
export { check as probeProber } from './probe-prober';
export { check as scrapeLimits } from './scrape-limits';
export { check as secretNewline } from './secret-newline';
