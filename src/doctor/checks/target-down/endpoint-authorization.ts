import { shell, shellWord } from '../../../findings/shell';
import { mapOf, nameOf, textOf, type Fields } from '../../../kubernetes/object';
import type { Manifests } from '../../../kubernetes/manifests';
import { mayGet, type Account } from '../../../kubernetes/rbac';
import { rawScrapeClass } from '../../../operator/scrape-class';
import { CREDENTIALS } from '../../../operator/scrape-credentials';
import type { ScrapePath } from '../../../operator/scrape-path';
import { selectionBy } from '../../../operator/selection';
import type { PrometheusSettings } from '../../../operator/settings';
import { aboutPrometheus } from '../shared/about-prometheus';
import { about, targetsOf } from '../shared/endpoint';
import { listenersOf, type Listener } from '../shared/listeners';
import { defineCheck, type Found } from '../../check';

// Certain where arguments show kube-rbac-proxy on the port, and none of them lets requests without an account in. A warning
// where another server has --secure-port. The account of Prometheus is judged as in role-reaches-namespace: where its
// bindings were read with all of their roles.
export const check = defineCheck({
  id: 'endpoint-authorization',
  severity: 'error',
  question: 'Do kube-rbac-proxy and servers that authorize alike let Prometheus in?',
  symptom: 'The target is down: "server returned HTTP status 401 Unauthorized" or "403 Forbidden".',
  why: 'kube-rbac-proxy, and servers such as metrics-server, ask the API server who sends the token of a request, and whether this account may get the path. A scrape has no token unless the monitor names one.',
  remedy:
    'Send the token of the ServiceAccount of Prometheus, and bind that account to a ClusterRole with `nonResourceURLs: ["/metrics"]` and the verb get.',
  see: 'https://book.kubebuilder.io/reference/metrics.html',
  needs: ['manifests', 'prometheus', 'paths'],
  find: ({ manifests, prometheus, paths }) => {
    const proxied = paths.flatMap((path) => {
      const listener = proxyOf(path);
      return listener === undefined ? [] : [{ path, listener }];
    });
    return [
      proxied.map(({ path, listener }) => anonymous(path, listener, prometheus)),
      proxied.length === 0
        ? undefined
        : [prometheus, ...(prometheus.others ?? [])].map((settings) =>
            forbidden(
              settings,
              proxied.filter(({ listener }) => listener.proxied && !CONFIGURED.test(argumentsOf(listener))),
              manifests,
            ),
          ),
    ];
  },
});

interface Proxied {
  readonly path: ScrapePath;
  readonly listener: Listener;
}

/** Paths that the proxy lets through without an account, and clients that it knows by certificate. */
const OPEN = /--(?:ignore-paths|client-ca-file|authorization-always-allow-paths)[= ](\S+)/;

/** The file can ask for another resource than the path. */
const CONFIGURED = /--config-file\b/;

const argumentsOf = ({ container }: Listener): string => (container.args ?? []).join(' ');

const pathOf = ({ endpoint }: ScrapePath): string => endpoint.path;

function proxyOf(path: ScrapePath): Listener | undefined {
  const listener = targetsOf(path)
    .flatMap(([, { pod, port }]) => listenersOf(pod).filter((one) => one.port === port))
    .find(({ proxied, delegates }) => proxied || delegates === true);
  return listener === undefined || OPEN.test(argumentsOf(listener)) ? undefined : listener;
}

const isGiven = (value: unknown): boolean =>
  typeof value === 'string' ? value !== '' : Object.keys(mapOf(value)).length > 0;

const hasCredentials = (fields: Fields): boolean => CREDENTIALS.some((key) => isGiven(fields[key]));

function anonymous(path: ScrapePath, listener: Listener, settings: PrometheusSettings): Found {
  const { monitor, endpoint } = path;
  if (hasCredentials(endpoint.fields) || hasCredentials(rawScrapeClass(monitor.scrapeClass, settings)))
    return undefined;
  if (!listener.proxied && hasCertificate(path, settings)) return undefined;
  const byFile = monitor.kind === 'ServiceMonitor' && !settings.arbitraryFileAccessDenied;
  return {
    ...about(path, byFile ? 'bearerTokenFile' : 'authorization'),
    // Not every server with the flags of k8s.io/apiserver protects its metrics.
    ...(listener.proxied ? {} : { severity: 'warning' as const }),
    message: `container ${listener.container.name} ${listener.proxied ? 'is kube-rbac-proxy, which' : 'asks the API server who may read its metrics, so it'} rejects a scrape without a token`,
    expected: 'the token of the ServiceAccount of Prometheus',
    fix: byFile
      ? `bearerTokenFile: ${TOKEN}`
      : 'authorization: { credentials: { name: <Secret of the token>, key: token } }',
  };
}

/** These servers know clients by certificate too, which a scrape class can hold that was not read. */
function hasCertificate({ monitor, endpoint }: ScrapePath, { scrapeClasses }: PrometheusSettings): boolean {
  const { cert, certFile } = mapOf(endpoint.fields['tlsConfig']);
  return (
    isGiven(cert) ||
    isGiven(certFile) ||
    monitor.scrapeClass !== undefined ||
    scrapeClasses.some((one) => one.default)
  );
}

/** Where the token of its ServiceAccount is in every pod. */
const TOKEN = '/var/run/secrets/kubernetes.io/serviceaccount/token';

function forbidden(settings: PrometheusSettings, proxied: readonly Proxied[], manifests: Manifests): Found {
  const name = textOf(mapOf(settings.object?.fields['spec'])['serviceAccountName']);
  if (!name) return undefined;
  const account = { namespace: settings.namespace, name };
  const may = mayGet(account, manifests);
  const refused = proxied.filter(
    ({ path }) =>
      may?.(pathOf(path)) === 'no' &&
      // Another credential may be that of another account.
      [undefined, TOKEN].includes(textOf(path.endpoint.fields['bearerTokenFile'])) &&
      !CREDENTIALS.some((key) => key !== 'bearerTokenFile' && isGiven(path.endpoint.fields[key])) &&
      selectionBy(path.monitor, path.monitor.kind, settings, manifests).selected === 'yes',
  );
  const [first, ...others] = refused;
  if (first === undefined) return undefined;
  const paths = [...new Set(refused.map(({ path }) => pathOf(path)))].join(',');
  return {
    ...aboutPrometheus(settings),
    path: 'spec.serviceAccountName',
    message: `no ClusterRole lets ServiceAccount ${account.namespace}/${name} get ${paths}, which kube-rbac-proxy demands for ${nameOf(first.path.monitor)}${others.length === 0 ? '' : ` and ${others.length} more`}`,
    found: name,
    expected: `a ClusterRole with the verb get on ${paths} under nonResourceURLs, and its ClusterRoleBinding`,
    fix: fixFor(account, paths),
  };
}

function fixFor({ namespace, name }: Account, paths: string): string {
  const role = shellWord(`${name}-metrics`);
  return [
    `kubectl create clusterrole ${role} --verb=get --non-resource-url=${shellWord(paths)}`,
    `kubectl create clusterrolebinding ${role} --clusterrole=${role} ${shell`--serviceaccount=${`${namespace}:${name}`}`}`,
  ].join('\n');
}
