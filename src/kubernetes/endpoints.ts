import type { Manifests } from './manifests';
import { listOf, mapOf, textOf, type KubernetesObject } from './object';

/** The Endpoints and EndpointSlices of a Service together. */
export interface WrittenEndpoints {
  /** The object that was read first. */
  readonly object: KubernetesObject;
  /** Whether any address exists, ready or not. */
  readonly hasAddresses: boolean;
  /** Names of the ports with addresses; empty for an unnamed port. */
  readonly portNames: readonly string[];
}

/** By Service, as `namespace/name`. */
export function writtenEndpoints(manifests: Manifests): ReadonlyMap<string, WrittenEndpoints> {
  const found = new Map<string, WrittenEndpoints>();
  const add = (service: string, object: KubernetesObject, parts: readonly Part[]) => {
    const known = found.get(service);
    const full = parts.filter(({ hasAddresses }) => hasAddresses);
    found.set(service, {
      object: known?.object ?? object,
      hasAddresses: full.length > 0 || known?.hasAddresses === true,
      portNames: [...(known?.portNames ?? []), ...full.flatMap(({ portNames }) => portNames)],
    });
  };
  for (const object of manifests.kind('Endpoints'))
    add(`${object.namespace}/${object.name}`, object, subsetsOf(object));
  for (const object of manifests.kind('EndpointSlice')) {
    const service = object.labels['kubernetes.io/service-name'];
    if (service !== undefined) add(`${object.namespace}/${service}`, object, [sliceOf(object)]);
  }
  return found;
}

type Part = Pick<WrittenEndpoints, 'hasAddresses' | 'portNames'>;

const subsetsOf = ({ fields }: KubernetesObject): readonly Part[] =>
  listOf(fields['subsets']).map((item) => {
    const { addresses, notReadyAddresses, ports } = mapOf(item);
    return {
      hasAddresses: listOf(addresses).length + listOf(notReadyAddresses).length > 0,
      portNames: namesOf(ports),
    };
  });

const sliceOf = ({ fields }: KubernetesObject): Part => ({
  hasAddresses: listOf(fields['endpoints']).some((item) => listOf(mapOf(item)['addresses']).length > 0),
  portNames: namesOf(fields['ports']),
});

const namesOf = (ports: unknown): readonly string[] =>
  listOf(ports).map((port) => textOf(mapOf(port)['name']) ?? '');
