import { isOneLetterOff } from '../../expressions/nearest';
import { oneOf } from '../../expressions/report';
import type { Manifests } from '../../../kubernetes/manifests';
import { nameOf } from '../../../kubernetes/object';
import { hostAndPort, serviceOfHost } from '../../../kubernetes/probe';
import type { Service } from '../../../kubernetes/service';
import type { Reported } from '../../check';

/** The Services that were read. */
export interface KnownServices {
  readonly byPlace: ReadonlyMap<string, Service>;
  readonly byName: ReadonlyMap<string, Service>;
  /** A Service of the same namespace whose name differs by one letter. */
  readonly near: (reference: { readonly namespace: string; readonly name: string }) => Service | undefined;
}

export const knownServices = ({ services }: Manifests): KnownServices => ({
  byPlace: new Map(services.all.map((service) => [`${service.namespace}/${service.name}`, service])),
  byName: new Map(services.all.map((service) => [service.name, service])),
  near: ({ namespace, name }) => services.in(namespace).find((service) => isOneLetterOff(name, service.name)),
});

/** What is wrong with the address of a Service. */
export interface WrongAddress extends Pick<Reported, 'message' | 'expected' | 'severity'> {
  /** Host and port that were meant. */
  readonly meant: string;
}

/**
 * Certain for a port that the Service does not have. A Service that was not read may exist, so another place or name is a
 * warning.
 * @param address host and port
 * @param own the namespace in which it is resolved
 * @param usual the port where the address has none @default 80
 */
export function wrongAddress(
  address: string,
  own: string,
  { byPlace, byName, near }: KnownServices,
  usual = 80,
): WrongAddress | undefined {
  const { host, port = usual } = hostAndPort(address);
  const reference = serviceOfHost(host, own);
  if (reference === undefined) return undefined;
  const service = byPlace.get(`${reference.namespace}/${reference.name}`);
  if (service !== undefined) return wrongPort(service, host, port);
  const elsewhere = byName.get(reference.name);
  const other = elsewhere ?? near(reference);
  if (other === undefined) return undefined;
  return {
    severity: 'warning',
    message:
      elsewhere === undefined
        ? `no Service of that name was read, but ${nameOf(other)} was`
        : `the name resolves to namespace ${reference.namespace}, but the Service was read in namespace ${other.namespace}`,
    expected: `${other.name}.${other.namespace}.svc`,
    meant: `${other.name}.${other.namespace}.svc:${port}`,
  };
}

/** A headless Service and an ExternalName accept any port. */
function wrongPort(service: Service, host: string, port: number): WrongAddress | undefined {
  const { headless, externalName, ports } = service;
  if (headless || externalName || ports.some((each) => each.port === port)) return undefined;
  return {
    message: `${nameOf(service)} has no such port`,
    expected: oneOf(
      ports.map((each) => each.port),
      'a port of the Service',
    ),
    meant: `${host}:${ports[0]?.port ?? port}`,
  };
}
