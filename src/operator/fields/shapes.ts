const TLS =
  'ca:Reference cert:Reference insecureSkipVerify:flag keySecret:Key maxVersion:text minVersion:text serverName:text';
const PROXY = 'noProxy:text proxyConnectHeader:Key[]{} proxyFromEnvironment:flag proxyUrl:text';
const LIMITS =
  'fallbackScrapeProtocol:Protocol keepDroppedTargets:number labelLimit:number labelNameLengthLimit:number ' +
  'labelValueLengthLimit:number nativeHistogramBucketLimit:number nativeHistogramMinBucketFactor:port sampleLimit:number ' +
  'scrapeClass:text scrapeClassicHistograms:flag scrapeNativeHistograms:flag scrapeProtocols:Protocol[] targetLimit:number ' +
  'convertClassicHistogramsToNHCB:flag';
const MONITOR =
  `attachMetadata:NodeMetadata bodySizeLimit:text jobLabel:text namespaceSelector:Namespaces podTargetLabels:text[] ` +
  `selector:Selector selectorMechanism:text ${LIMITS}`;
const ENDPOINT =
  'authorization:Authorization basicAuth:BasicAuth bearerTokenSecret:Key enableHttp2:flag filterRunning:flag ' +
  'followRedirects:flag honorLabels:flag honorTimestamps:flag interval:any metricRelabelings:Relabeling[] oauth2:OAuth2 ' +
  `params:text[]{} path:text relabelings:Relabeling[] scheme:any scrapeTimeout:any targetPort:port ` +
  `trackTimestampsStaleness:flag ${PROXY}`;

/**
 * The fields of the resources that people write by hand, as `name:type`. A type is the name of another shape or one of
 * `text`, `flag`, `number`, `port` (text or number) and `any`, which is not looked into. `[]` is a list, `{}` a map.
 * A duration and whatever else has a check of its own is `any`.
 *
 * Of prometheus-operator v0.93.1; a test compares them with `imports/`, as far as that goes.
 * @see https://github.com/prometheus-operator/prometheus-operator/blob/v0.93.1/Documentation/api-reference/api.md
 */
const SHAPES = {
  ServiceMonitor: `endpoints:ServiceEndpoint[] serviceDiscoveryRole:text targetLabels:text[] ${MONITOR}`,
  // A number as port has a check of its own, which knows the Service.
  ServiceEndpoint: `port:any bearerTokenFile:text tlsConfig:TlsWithFiles ${ENDPOINT}`,
  PodMonitor: `podMetricsEndpoints:PodEndpoint[] ${MONITOR}`,
  PodEndpoint: `port:text portNumber:number tlsConfig:Tls ${ENDPOINT}`,
  Probe:
    'authorization:Authorization basicAuth:BasicAuth bearerTokenSecret:Key interval:any jobName:text ' +
    'metricRelabelings:Relabeling[] module:text oauth2:OAuth2 params:any prober:Prober scrapeTimeout:any ' +
    `targets:ProbeTargets tlsConfig:Tls ${LIMITS}`,
  Prober: `path:text scheme:any url:text ${PROXY}`,
  ProbeTargets: 'ingress:ProbeIngress staticConfig:ProbeStatics',
  ProbeIngress: 'namespaceSelector:Namespaces relabelingConfigs:Relabeling[] selector:Selector',
  ProbeStatics: 'labels:text{} relabelingConfigs:Relabeling[] static:text[]',
  PrometheusRule: 'groups:RuleGroup[]',
  RuleGroup:
    'interval:any labels:any limit:number name:text partial_response_strategy:text query_offset:any rules:Rule[]',
  Rule: 'alert:text annotations:any expr:port for:any keep_firing_for:any labels:any record:text',
  NodeMetadata: 'node:flag',
  Namespaces: 'any:any matchNames:text[]',
  Selector: 'matchExpressions:Requirement[] matchLabels:text{}',
  Requirement: 'key:text operator:text values:text[]',
  Relabeling:
    'action:text modulus:number regex:text replacement:text separator:text sourceLabels:text[] targetLabel:text',
  Key: 'key:text name:text optional:flag',
  Reference: 'configMap:Key secret:Key',
  Tls: TLS,
  TlsWithFiles: `caFile:text certFile:text keyFile:text ${TLS}`,
  Authorization: 'credentials:Key type:text',
  BasicAuth: 'password:Key username:Key',
  OAuth2: `clientId:Reference clientSecret:Key endpointParams:text{} scopes:text[] tlsConfig:Tls tokenUrl:text ${PROXY}`,
} as const;

type ShapeName = keyof typeof SHAPES;

/** The kinds whose `spec` has a shape. */
export const SHAPED_KINDS = ['ServiceMonitor', 'PodMonitor', 'Probe', 'PrometheusRule'] as const;

/** Formats that Prometheus can ask for. */
export const PROTOCOLS: readonly string[] = [
  'PrometheusProto',
  'OpenMetricsText0.0.1',
  'OpenMetricsText1.0.0',
  'PrometheusText0.0.4',
  'PrometheusText1.0.0',
];

const isShape = (name: string): name is ShapeName => name in SHAPES;

const read = new Map<ShapeName, ReadonlyMap<string, string>>();

/** The fields of a shape with their types; nothing for a type that has no fields. */
export function fieldsOf(type: string): ReadonlyMap<string, string> | undefined {
  if (!isShape(type)) return undefined;
  const known = read.get(type);
  if (known !== undefined) return known;
  const fields = new Map(
    SHAPES[type].split(' ').map((field) => {
      const colon = field.indexOf(':');
      return [field.slice(0, colon), field.slice(colon + 1)] as const;
    }),
  );
  read.set(type, fields);
  return fields;
}
