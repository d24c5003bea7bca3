import type { Container, PodTemplate } from '../../../kubernetes/pod-template';

/** An address that an argument of a container makes it listen on. */
export interface Listener {
  readonly container: Container;
  /** E.g. `--metrics-bind-address=127.0.0.1:8080`. */
  readonly argument: string;
  /** The argument that makes it listen on every address. */
  readonly everywhere: string;
  /** Empty for every address. */
  readonly host: string;
  readonly port: number;
  /** The argument that shows whether it serves https or http. @default not known */
  readonly scheme?: ServedScheme;
  /** Whether kube-rbac-proxy answers, which lets only accounts with a role in. */
  readonly proxied: boolean;
  /** Whether the server asks the API server who may connect, as kube-rbac-proxy does. @default not known */
  readonly delegates?: true;
}

export interface ServedScheme {
  readonly scheme: 'http' | 'https';
  readonly argument: string;
  /** False for a convention. */
  readonly certain: boolean;
  /** Whether it makes its own certificate, because no argument names one. */
  readonly selfSigned: boolean;
}

/** Flags of servers by which name they listen: of kube-rbac-proxy, exporters and controller-runtime. */
const FLAG =
  /(--?[\w.-]*(?:listen|bind|metrics|telemetry)[\w.-]{0,40})[= ](\[[\da-f:]*\]|\[?\$\(\w+\)\]?|[\w.-]*):(\d{1,5})(?=\s|$)/gi;

/** Of controller-runtime: https on its metrics address. */
const SECURE = /--?metrics-secure(?:=(true|false))?(?=\s|$)/i;

const CERTIFICATE = /--?(tls-cert-file|tls-cert-dir|metrics-cert-path)[= ]/i;

/** Where projects of kubebuilder serve https by default, and http on 8080. */
const KUBEBUILDER_HTTPS = 8443;

/** Lists of URLs, as etcd has them. */
const URLS = /--?[\w.-]*listen[\w.-]{0,40}[= ](https?:\/\/[^\s,]+(?:,https?:\/\/[^\s,]+)*),?(?=\s|$)/gi;
const URL_ADDRESS = /https?:\/\/(\[[\da-f:]*\]|[\w.-]*):(\d{1,5})/gi;

/** An address without a port, as components of the control plane have it. */
const ADDRESS = /--bind-address[= ](\[?[\da-f:.]+\]?)(?=\s|$)/i;
const SECURE_PORT = /--secure-port[= ](\d{1,5})(?=\s|$)/i;

/**
 * Ports of components of the control plane without `--secure-port`.
 * @see https://kubernetes.io/docs/reference/networking/ports-and-protocols/
 */
const CONTROL_PLANE: readonly (readonly [program: RegExp, port: number])[] = [
  [/(^|[/\s])kube-scheduler(\s|$)/, 10259],
  [/(^|[/\s])kube-controller-manager(\s|$)/, 10257],
];

export const listenersOf = ({ containers }: PodTemplate): readonly Listener[] =>
  containers.flatMap((container) => {
    const args = (container.args ?? []).join(' ');
    return [
      ...withFlags(container, args),
      ...withUrls(container, args),
      ...ofSecurePort(container, args),
      ...container.httpsProbes.map((port) => probed(container, port)),
    ];
  });

const withFlags = (container: Container, args: string): readonly Listener[] =>
  [...args.matchAll(FLAG)].map(([argument, flag = '', host = '', number]): Listener => {
    const port = Number(number);
    const scheme = schemeOf({ flag, argument, port }, args) ?? ofReloader(container, argument, args);
    return {
      container,
      argument,
      everywhere: argument.replace(host, ''),
      host,
      port,
      ...(scheme === undefined ? {} : { scheme }),
      proxied: /^--?secure-listen/i.test(flag),
    };
  });

/** The sidecar of Prometheus and Alertmanager, which serves https only with a file for it. */
const RELOADER = /(^|-)config-reloader$/;
const WEB_CONFIG = /--web-config-file[= ](?!-)\S/;

const ofReloader = ({ name }: Container, argument: string, args: string): ServedScheme | undefined =>
  RELOADER.test(name) && !WEB_CONFIG.test(args)
    ? { scheme: 'http', argument, certain: true, selfSigned: false }
    : undefined;

const withUrls = (container: Container, args: string): readonly Listener[] =>
  [...args.matchAll(URLS)].flatMap(([argument]) =>
    [...argument.matchAll(URL_ADDRESS)].map(([, host = '', number]): Listener => ({
      container,
      argument,
      everywhere: argument.replace(`//${host}:${number}`, `//0.0.0.0:${number}`),
      host,
      port: Number(number),
      proxied: false,
    })),
  );

/** Servers with the flags of k8s.io/apiserver, such as metrics-server, serve https only on this port. */
function ofSecurePort(container: Container, args: string): readonly Listener[] {
  const [flag, number] = SECURE_PORT.exec(args) ?? [];
  const [program, usual] = CONTROL_PLANE.find(([name]) => name.test(args)) ?? [];
  const port = Number(number ?? usual ?? 0);
  if (port === 0) return [];
  // Other programs may mean another server by it.
  const [address, host = ''] = (usual === undefined ? null : ADDRESS.exec(args)) ?? [];
  const argument = flag ?? program?.exec(args)?.[0].trim() ?? '';
  const scheme = { scheme: 'https', argument, certain: true, selfSigned: !CERTIFICATE.test(args) } as const;
  return [
    {
      container,
      argument: address ?? argument,
      everywhere: (address ?? argument).replace(host, '0.0.0.0'),
      host,
      port,
      scheme,
      proxied: false,
      ...(flag === undefined ? {} : { delegates: true }),
    },
  ];
}

/** The kubelet asks the port over https, and a pod whose probe fails is not ready. */
const probed = (container: Container, port: number): Listener => ({
  container,
  argument: 'its probe',
  everywhere: '',
  host: '',
  port,
  scheme: { scheme: 'https', argument: 'scheme: HTTPS of its probe', certain: true, selfSigned: true },
  proxied: false,
});

function schemeOf(
  { flag, argument, port }: { readonly flag: string; readonly argument: string; readonly port: number },
  args: string,
): ServedScheme | undefined {
  const selfSigned = !CERTIFICATE.test(args);
  if (/^--?(in)?secure-listen/i.test(flag))
    return { scheme: /^--?in/i.test(flag) ? 'http' : 'https', argument, certain: true, selfSigned };
  if (!/^--?metrics-(bind-)?addr/i.test(flag)) return undefined;
  const [secure, value] = SECURE.exec(args) ?? [];
  if (secure !== undefined)
    return { scheme: value === 'false' ? 'http' : 'https', argument: secure, certain: true, selfSigned };
  return port === KUBEBUILDER_HTTPS ? { scheme: 'https', argument, certain: false, selfSigned } : undefined;
}
