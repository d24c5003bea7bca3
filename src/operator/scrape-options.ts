import { listOf, mapOf, numberOf, textOf, type Fields } from '../kubernetes/object';
import { prometheusSpec } from './prometheus-spec';
import { rawScrapeClass } from './scrape-class';
import type { PrometheusSettings } from './settings';

/** Version of Prometheus, e.g. `[3, 14]`. The operator omits options that a version does not support. */
export type PrometheusVersion = readonly [major: number, minor: number];

/** The operator's default. */
export const DEFAULT_VERSION: PrometheusVersion = [3, 14];

interface Option {
  /** Field of the monitor. */
  readonly field: string;
  /** Field of prometheus.yml. */
  readonly name: string;
  readonly since?: PrometheusVersion;
  readonly before?: PrometheusVersion;
}

/** Fields of an endpoint, or of the spec of a Probe. */
const ENDPOINT_OPTIONS: readonly Option[] = [
  { field: 'interval', name: 'scrape_interval' },
  { field: 'scrapeTimeout', name: 'scrape_timeout' },
  { field: 'trackTimestampsStaleness', name: 'track_timestamps_staleness', since: [2, 48] },
  { field: 'followRedirects', name: 'follow_redirects', since: [2, 26] },
  { field: 'enableHttp2', name: 'enable_http2', since: [2, 35] },
  { field: 'proxyUrl', name: 'proxy_url' },
  { field: 'noProxy', name: 'no_proxy', since: [2, 43] },
  { field: 'proxyFromEnvironment', name: 'proxy_from_environment', since: [2, 43] },
  { field: 'bearerTokenFile', name: 'bearer_token_file' },
];

/** Fields of the spec of a monitor. */
const SPEC_OPTIONS: readonly Option[] = [
  { field: 'scrapeProtocols', name: 'scrape_protocols', since: [2, 49] },
  { field: 'fallbackScrapeProtocol', name: 'fallback_scrape_protocol', since: [3, 0] },
  { field: 'nativeHistogramBucketLimit', name: 'native_histogram_bucket_limit', since: [2, 45] },
  { field: 'nativeHistogramMinBucketFactor', name: 'native_histogram_min_bucket_factor', since: [2, 50] },
  { field: 'scrapeClassicHistograms', name: 'scrape_classic_histograms', since: [2, 45], before: [3, 0] },
  { field: 'scrapeClassicHistograms', name: 'always_scrape_classic_histograms', since: [3, 0] },
  { field: 'convertClassicHistogramsToNHCB', name: 'convert_classic_histograms_to_nhcb', since: [3, 0] },
  { field: 'scrapeNativeHistograms', name: 'scrape_native_histograms', since: [3, 8] },
];

/** Fields of the spec of a monitor, limited by the enforced ones of the Prometheus resource. */
const LIMITS: readonly (Option & { readonly enforced: string })[] = [
  { field: 'sampleLimit', enforced: 'enforcedSampleLimit', name: 'sample_limit' },
  { field: 'targetLimit', enforced: 'enforcedTargetLimit', name: 'target_limit', since: [2, 21] },
  { field: 'labelLimit', enforced: 'enforcedLabelLimit', name: 'label_limit', since: [2, 27] },
  {
    field: 'labelNameLengthLimit',
    enforced: 'enforcedLabelNameLengthLimit',
    name: 'label_name_length_limit',
    since: [2, 27],
  },
  {
    field: 'labelValueLengthLimit',
    enforced: 'enforcedLabelValueLengthLimit',
    name: 'label_value_length_limit',
    since: [2, 27],
  },
  {
    field: 'keepDroppedTargets',
    enforced: 'enforcedKeepDroppedTargets',
    name: 'keep_dropped_targets',
    since: [2, 47],
  },
];

const TLS_OPTIONS: readonly Option[] = [
  { field: 'insecureSkipVerify', name: 'insecure_skip_verify' },
  { field: 'serverName', name: 'server_name' },
  { field: 'minVersion', name: 'min_version', since: [2, 35] },
  { field: 'maxVersion', name: 'max_version', since: [2, 41] },
  { field: 'caFile', name: 'ca_file' },
  { field: 'certFile', name: 'cert_file' },
  { field: 'keyFile', name: 'key_file' },
];

/** The options of a scrape, without its target and labels. */
export function scrapeOptions(
  endpoint: Fields,
  spec: Fields,
  settings: PrometheusSettings,
  version: PrometheusVersion,
): Fields {
  const scrapeClass = rawScrapeClass(textOf(spec['scrapeClass']), settings);
  const tls = written(
    TLS_OPTIONS,
    { ...mapOf(scrapeClass['tlsConfig']), ...mapOf(endpoint['tlsConfig']) },
    version,
  );
  return {
    ...honorTimestamps(endpoint, prometheusSpec(settings)),
    ...written(ENDPOINT_OPTIONS, endpoint, version),
    ...(Object.keys(tls).length === 0 ? {} : { tls_config: tls }),
    ...limits(spec, settings, version),
    ...written(
      SPEC_OPTIONS,
      { fallbackScrapeProtocol: scrapeClass['fallbackScrapeProtocol'], ...spec },
      version,
    ),
  };
}

function written(options: readonly Option[], given: Fields, version: PrometheusVersion): Fields {
  return Object.fromEntries(
    options
      .filter((option) => isKnownTo(version, option))
      .map(({ field, name }) => [name, given[field]])
      .filter(([, value]) => value !== undefined && value !== null && value !== ''),
  );
}

const isKnownTo = (version: PrometheusVersion, { since, before }: Option): boolean =>
  (since === undefined || isAtLeast(version, since)) && (before === undefined || !isAtLeast(version, before));

const isAtLeast = ([major, minor]: PrometheusVersion, [otherMajor, otherMinor]: PrometheusVersion): boolean =>
  major > otherMajor || (major === otherMajor && minor >= otherMinor);

function honorTimestamps({ honorTimestamps: given }: Fields, { overrideHonorTimestamps }: Fields): Fields {
  if (given === undefined && overrideHonorTimestamps !== true) return {};
  return { honor_timestamps: given === true && overrideHonorTimestamps !== true };
}

/** The operator writes a limit that only Prometheus sets to the global section, which has the same effect. */
function limits(spec: Fields, settings: PrometheusSettings, version: PrometheusVersion): Fields {
  const enforcing: Fields = {
    enforcedSampleLimit: settings.enforcedSampleLimit,
    ...prometheusSpec(settings),
  };
  const numbers = LIMITS.map(({ field, enforced, ...option }) => ({
    ...option,
    field,
    value: lower(numberOf(spec[field]), numberOf(enforcing[enforced])),
  }));
  const size = lowerSize(textOf(spec['bodySizeLimit']), textOf(enforcing['enforcedBodySizeLimit']));
  return {
    ...written(numbers, Object.fromEntries(numbers.map(({ field, value }) => [field, value])), version),
    ...written([{ field: 'size', name: 'body_size_limit', since: [2, 28] }], { size }, version),
  };
}

/** 0 means no limit. */
const lower = (own: number | undefined, enforced: number | undefined): number | undefined =>
  own && enforced ? Math.min(own, enforced) : own || enforced || undefined;

const UNITS = ['B', 'KB', 'MB', 'GB', 'TB', 'PB', 'EB'];

function bytes(size: string): number {
  const [, number, unit = ''] = /^(\d+(?:\.\d+)?)([KMGTPE]?)i?B?$/.exec(size) ?? [];
  return Number(number) * 1024 ** Math.max(0, UNITS.indexOf(`${unit}B`));
}

const lowerSize = (own?: string, enforced?: string): string | undefined =>
  own && enforced ? (bytes(enforced) < bytes(own) ? enforced : own) : own || enforced;

const SECRETS = ['basicAuth', 'oauth2', 'authorization', 'bearerTokenSecret', 'proxyConnectHeader'] as const;
const TLS_SECRETS = ['ca', 'cert', 'keySecret'] as const;

/** Fields whose values are in Secrets and ConfigMaps of the cluster, which a configuration made here lacks. */
export function secretFields(endpoint: Fields): readonly string[] {
  const tls = mapOf(endpoint['tlsConfig']);
  return [
    ...SECRETS.filter((field) => holdsSomething(endpoint[field])),
    ...TLS_SECRETS.filter((field) => holdsSomething(tls[field])).map((field) => `tlsConfig.${field}`),
  ];
}

/** The operator ignores a reference without a name. */
const holdsSomething = (value: unknown): boolean =>
  listOf(Object.values(mapOf(value))).some((inner) => inner !== '' && inner !== undefined && inner !== null);
