import { mapOf } from '../../../kubernetes/object';
import type { ScrapePath } from '../../../operator/scrape-path';
import type { PrometheusSettings } from '../../../operator/settings';
import { linkedService } from '../../contract-of-link';
import { about, targetsOf } from '../shared/endpoint';
import { listenersOf } from '../shared/listeners';
import { defineCheck, type Contracts, type Found, type Reported } from '../../check';

// Certain: a scheme other than http and https, another one than a service of our catalog has, and a scheme that
// arguments of the container contradict. The scheme of other foreign pods is unknown, so the rest is a warning.
export const check = defineCheck({
  id: 'endpoint-scheme',
  severity: 'error',
  question: 'Does every endpoint have the scheme that the pods serve?',
  symptom:
    'The target is down: "server gave HTTP response to HTTPS client", "malformed HTTP response", or "certificate" errors.',
  why: 'Prometheus uses http by default. With `scheme: https` it verifies the certificate against the IP address of the pod, which few certificates include.',
  remedy:
    'Set the scheme that the container serves. With https, set `tlsConfig` with the certificate authority and the server name.',
  see: 'https://prometheus-operator.dev/docs/api-reference/api/#monitoring.coreos.com/v1.TLSConfig',
  needs: ['paths', 'contracts', 'prometheus'],
  find: ({ paths, contracts, prometheus }) => paths.map((path) => wrongScheme(path, contracts, prometheus)),
});

function wrongScheme(path: ScrapePath, contracts: Contracts, { scrapeClasses }: PrometheusSettings): Found {
  const { scheme, fields } = path.endpoint;
  const hasTls = Object.keys(mapOf(fields['tlsConfig'])).length > 0;
  // A scrape class can hold the TLS settings.
  const hasClass = path.monitor.scrapeClass !== undefined || scrapeClasses.some((one) => one.default);
  switch (scheme) {
    case 'https':
      return (
        otherThanOwn(path, contracts) ??
        contradiction(path, 'https') ??
        (hasClass || path.links.length === 0
          ? undefined
          : hasTls
            ? withoutServerName(path)
            : withoutTls(path))
      );
    case 'http':
      return (
        otherThanOwn(path, contracts) ??
        contradiction(path, 'http') ??
        (hasTls ? unusedTls(path) : portOfHttps(path))
      );
    default:
      return {
        ...about(path, 'scheme'),
        message: 'unsupported scheme',
        found: fields['scheme'],
        expected: 'one of http, https',
        fix: 'scheme: http',
      };
  }
}

function otherThanOwn(path: ScrapePath, contracts: Contracts): Found {
  const given = path.endpoint.scheme;
  const own = path.links
    .map((link) => linkedService(path, link, contracts))
    .find((service) => service?.scrape !== undefined && service.scrape.scheme !== given);
  if (own?.scrape === undefined || isRelabeled(path)) return undefined;
  const { scheme } = own.scrape;
  return {
    ...about(path, 'scheme'),
    message: `the metrics of ${own.title} are served over ${scheme}`,
    found: given,
    expected: scheme,
    fix: `scheme: ${scheme}`,
  };
}

const withoutTls = (path: ScrapePath): Reported => ({
  ...about(path, 'tlsConfig'),
  severity: 'warning',
  message: 'without tlsConfig, https needs a certificate for the IP address of the pod',
  expected: 'the certificate authority and the server name',
  fix: `tlsConfig: ${JSON.stringify({ serverName: serverNameOf(path), ca: { secret: { name: '<secret>', key: 'ca.crt' } } })}`,
});

/** With a certificate authority of its own, Prometheus compares the certificate with the IP address of the pod. */
function withoutServerName(path: ScrapePath): Found {
  const { fields, relabelings } = path.endpoint;
  const { ca, caFile, serverName, insecureSkipVerify } = mapOf(fields['tlsConfig']);
  const hasCa = caFile !== undefined || Object.keys(mapOf(ca)).length > 0;
  // Relabeling can replace the address by a name.
  const readdressed = relabelings.some(({ targetLabel }) => targetLabel === '__address__');
  if (!hasCa || serverName || insecureSkipVerify === true || readdressed) return undefined;
  if (path.monitor.kind === 'ServiceMonitor' && path.links.every(({ pods }) => pods.length === 0))
    return undefined;
  return {
    ...about(path, 'tlsConfig.serverName'),
    severity: 'warning',
    message: 'without serverName, the certificate has to contain the IP address of the pod',
    expected: 'a name in the certificate, usually that of the Service',
    fix: `serverName: ${serverNameOf(path)}`,
  };
}

/** Certificates are usually made for the Service. */
function serverNameOf({ links }: ScrapePath): string {
  const service = links.find((link) => link.service !== undefined)?.service;
  return service === undefined ? '<name in the certificate>' : `${service.name}.${service.namespace}.svc`;
}

const unusedTls = (path: ScrapePath): Reported => ({
  ...about(path, 'tlsConfig'),
  severity: 'warning',
  message: 'tlsConfig is not used, because scheme is http',
  found: path.endpoint.fields['tlsConfig'],
  expected: 'scheme https, or no tlsConfig',
  fix: 'scheme: https',
});

/** Relabeling can set the scheme. */
const isRelabeled = ({ endpoint }: ScrapePath): boolean =>
  endpoint.relabelings.some(({ targetLabel }) => targetLabel === '__scheme__');

/** Arguments of the container show another scheme. */
function contradiction(path: ScrapePath, given: 'http' | 'https'): Found {
  const listeners = targetsOf(path).flatMap(([, { pod, port }]) =>
    listenersOf(pod).filter((one) => one.port === port && one.scheme !== undefined),
  );
  const [first] = listeners;
  if (
    first?.scheme === undefined ||
    isRelabeled(path) ||
    listeners.some(({ scheme }) => scheme?.scheme === given)
  )
    return undefined;
  const { scheme, argument, certain, selfSigned } = first.scheme;
  const verifies = scheme === 'https' && Object.keys(mapOf(path.endpoint.fields['tlsConfig'])).length === 0;
  return {
    ...about(path, 'scheme'),
    ...(certain ? {} : { severity: 'warning' as const }),
    message: `the scheme is ${given}, but container ${first.container.name} ${certain ? 'serves' : 'probably serves'} ${scheme} on this port`,
    found: path.endpoint.fields['scheme'],
    expected: `${scheme}, because of ${argument}`,
    fix: [
      `scheme: ${scheme}`,
      ...(verifies && selfSigned ? ['tlsConfig: {"insecureSkipVerify":true}'] : []),
    ].join('\n'),
  };
}

function portOfHttps(path: ScrapePath): Found {
  const secure = targetsOf(path).find(([, { servicePort }]) => /^https(-|$)/.test(servicePort?.name ?? ''));
  if (secure === undefined || isRelabeled(path)) return undefined;
  return {
    ...about(path, 'scheme'),
    severity: 'warning',
    message: 'the scheme is http, but the port is named https',
    found: path.endpoint.fields['scheme'],
    expected: 'https, with tlsConfig',
    fix: 'scheme: https',
  };
}
