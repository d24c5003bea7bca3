import type { Container, PodTemplate } from '../../../kubernetes/pod-template';

/** An address that an argument of a container makes it listen on. */
export interface Listener {
  readonly container: Container;
  /** E.g. `--metrics-bind-address=127.0.0.1:8080`. */
  readonly argument: string;
  /** Empty for every address. */
  readonly host: string;
  readonly port: number;
  /** The argument that shows whether it serves https or http. @default not known */
  readonly scheme?: ServedScheme;
  /** Whether kube-rbac-proxy answers, which lets only accounts with a role in. */
  readonly proxied: boolean;
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

export const listenersOf = ({ containers }: PodTemplate): readonly Listener[] =>
  containers.flatMap((container) => {
    const args = (container.args ?? []).join(' ');
    return [...args.matchAll(FLAG)].map(([argument, flag = '', host = '', number]): Listener => {
      const port = Number(number);
      const scheme = schemeOf({ flag, argument, port }, args);
      return {
        container,
        argument,
        host,
        port,
        ...(scheme === undefined ? {} : { scheme }),
        proxied: /^--?secure-listen/i.test(flag),
      };
    });
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
