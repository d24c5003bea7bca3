import type { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import {
  ServiceMonitor as ServiceMonitorObject,
  ServiceMonitorSpecEndpointsRelabelingsAction as Action,
  ServiceMonitorSpecEndpointsScheme as Scheme,
  type ServiceMonitorSpecEndpointsRelabelings as Relabeling,
} from '../../../../imports/monitoring.coreos.com';
import { scrapeTimeout } from '../../../catalog/placement';
import { InvalidInput } from '../../../findings/invalid-input';
import type { NativeHistogramScrape } from '../../../metrics/contract';
import { ENDPOINT_LABEL } from '../../../metrics/target-labels';
import { duration, seconds, type Duration } from '../../../promql/window';
import { objectMetadata, type ObjectProps } from './object-props';

export interface ServiceMonitorProps extends ObjectProps {
  /** Labels of the Services to scrape: those of the Service itself, not of its pods. */
  readonly selector: Readonly<Record<string, string>>;
  /** Name of the port of the Service. A monitor cannot select a port by number. */
  readonly port: string;
  /** Namespaces of the Services. @default the namespace of the monitor */
  readonly serviceNamespaces?: readonly string[];
  /** HTTP path of the metrics. @default '/metrics' */
  readonly path?: string;
  /** @default 'http' */
  readonly scheme?: 'http' | 'https';
  /** Time between two scrapes. @default '30s' */
  readonly interval?: Duration;
  /** Time after which a scrape fails; at most the interval. @default 10s, or 80 % of an interval of 10s or less */
  readonly scrapeTimeout?: Duration;
  /** Number of samples above which Prometheus rejects a scrape as a whole. @default no limit */
  readonly sampleLimit?: number;
  /**
   * Where the label `endpoint` comes from: `target` is the name of the port, as usual; `metrics` keeps the label that
   * the service exposes, and moves the name of the port to `port`.
   * @default 'target'
   */
  readonly endpointLabel?: 'target' | 'metrics';
  /**
   * Which histograms Prometheus 3 stores: native ones of the page, classic ones as native ones, and classic ones too.
   * @default as Prometheus is configured
   */
  readonly histograms?: NativeHistogramScrape;
}

/**
 * Without these rules Prometheus stores a service's own `endpoint` label as `exported_endpoint`, and rules by endpoint
 * see a single route, named after the port.
 * @see https://github.com/prometheus-operator/prometheus-operator/issues/3082
 */
const KEEP_ENDPOINT_OF_METRICS: readonly Relabeling[] = [
  { action: Action.REPLACE, sourceLabels: [ENDPOINT_LABEL], targetLabel: 'port' },
  { action: Action.LABELDROP, regex: ENDPOINT_LABEL },
];

const SCHEMES = { http: Scheme.HTTP, https: Scheme.HTTPS } as const;

/**
 * A ServiceMonitor: makes Prometheus scrape the pods behind a Service.
 * @example
 * new ServiceMonitor(chart, 'payments', { selector: { app: 'payments' }, port: 'http', labels: { release: 'prometheus' } });
 */
export class ServiceMonitor extends Construct {
  readonly apiObject: ApiObject;
  /** Name of the ServiceMonitor. */
  readonly name: string;
  /** Name of the scraped port. */
  readonly port: string;

  /** @throws InvalidInput for an empty selector, or a timeout longer than the interval */
  constructor(scope: Construct, id: string, props: ServiceMonitorProps) {
    super(scope, id);
    const { selector, port, serviceNamespaces, path = '/metrics', scheme = 'http', sampleLimit } = props;
    const { interval = '30s', scrapeTimeout: timeout = duration(scrapeTimeout(interval)) } = props;
    const metadata = objectMetadata(id, props);
    requireValid(metadata.name, selector, interval, timeout);
    this.apiObject = new ServiceMonitorObject(this, 'service-monitor', {
      metadata,
      spec: {
        selector: { matchLabels: { ...selector } },
        ...(serviceNamespaces === undefined
          ? {}
          : { namespaceSelector: { matchNames: [...serviceNamespaces] } }),
        endpoints: [
          {
            port,
            path,
            scheme: SCHEMES[scheme],
            interval,
            scrapeTimeout: timeout,
            ...(props.endpointLabel === 'metrics' ? { relabelings: [...KEEP_ENDPOINT_OF_METRICS] } : {}),
          },
        ],
        ...(sampleLimit === undefined ? {} : { sampleLimit }),
        ...histogramFields(props.histograms),
      },
    });
    this.name = metadata.name;
    this.port = port;
  }
}

const histogramFields = (histograms: NativeHistogramScrape | undefined) =>
  histograms === undefined
    ? {}
    : {
        scrapeNativeHistograms: histograms.native,
        convertClassicHistogramsToNhcb: histograms.convert,
        scrapeClassicHistograms: histograms.classic,
      };

function requireValid(name: string, selector: object, interval: Duration, timeout: Duration): void {
  const resource = `ServiceMonitor "${name}"`;
  if (Object.keys(selector).length === 0)
    throw new InvalidInput({
      resource,
      path: 'selector',
      message: 'an empty selector matches every Service',
      found: selector,
      fix: 'select by a label of the Service, such as app',
    });
  if (seconds(timeout) > seconds(interval))
    throw new InvalidInput({
      resource,
      path: 'scrapeTimeout',
      message: `the operator rejects a timeout longer than the interval of ${interval}`,
      found: timeout,
      fix: `use ${interval} or less`,
    });
}
