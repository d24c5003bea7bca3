import type { Container, PodTemplate } from '../../../kubernetes/pod-template';

/** An address that an argument of a container makes it listen on. */
export interface Listener {
  readonly container: Container;
  /** E.g. `--metrics-bind-address=127.0.0.1:8080`. */
  readonly argument: string;
  /** Empty for every address. */
  readonly host: string;
  readonly port: number;
  /** Whether kube-rbac-proxy serves https there. */
  readonly secure: boolean;
}

/** Flags of servers by which name they listen: of kube-rbac-proxy, exporters and controller-runtime. */
const FLAG =
  /(--?[\w.-]*(?:listen|bind|metrics|telemetry)[\w.-]{0,40})[= ](\[[\da-f:]*\]|[\w.-]*):(\d{1,5})(?=\s|$)/gi;

export const listenersOf = ({ containers }: PodTemplate): readonly Listener[] =>
  containers.flatMap((container) =>
    [...(container.args ?? []).join(' ').matchAll(FLAG)].map(
      ([argument, flag = '', host = '', port]): Listener => ({
        container,
        argument,
        host,
        port: Number(port),
        secure: /^--?secure-listen/i.test(flag),
      }),
    ),
  );
