import type { Manifests } from './manifests';
import { listOf, mapOf, numberOf, textOf, type KubernetesObject } from './object';
import type { Service } from './service';

/** The Endpoints and EndpointSlices of a Service together. */
export interface WrittenEndpoints {
  readonly object: KubernetesObject;
  /** Whether any address exists, ready or not. */
  readonly hasAddresses: boolean;
  /** Whether an Endpoints object has an address. Kubernetes writes EndpointSlices for it, but never the other way round. */
  readonly inEndpoints: boolean;
  /** Names of the ports with addresses; empty for an unnamed port. */
  readonly portNames: readonly string[];
}

const SERVICE_NAME = 'kubernetes.io/service-name';

/** The controller that writes an EndpointSlice. Absent or another name: nothing of Kubernetes, so there are no Endpoints. */
const MANAGED_BY = 'endpointslice.kubernetes.io/managed-by';

/** By Service, as `namespace/name`. */
export function writtenEndpoints(manifests: Manifests): ReadonlyMap<string, WrittenEndpoints> {
  const found = new Map<string, WrittenEndpoints>();
  const add = (service: string, object: KubernetesObject, parts: readonly Part[]) => {
    const known = found.get(service);
    const full = parts.filter(({ hasAddresses }) => hasAddresses);
    found.set(service, {
      object: known?.object ?? object,
      hasAddresses: full.length > 0 || known?.hasAddresses === true,
      inEndpoints: (full.length > 0 && hasEndpoints(object)) || known?.inEndpoints === true,
      portNames: [...(known?.portNames ?? []), ...full.flatMap(({ portNames }) => portNames)],
    });
  };
  for (const object of manifests.kind('Endpoints'))
    add(`${object.namespace}/${object.name}`, object, subsetsOf(object));
  for (const object of manifests.kind('EndpointSlice')) {
    const service = object.labels[SERVICE_NAME];
    if (service !== undefined) add(`${object.namespace}/${service}`, object, [sliceOf(object)]);
  }
  return found;
}

const hasEndpoints = ({ kind, labels }: KubernetesObject): boolean =>
  kind === 'Endpoints' || labels[MANAGED_BY]?.endsWith('.k8s.io') === true;

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

/** Endpoints that belong to no Service, and the Service that they are meant for. */
export interface Orphan {
  readonly kind: 'Endpoints' | 'EndpointSlice';
  readonly object: KubernetesObject;
  readonly service: Service;
}

/** Endpoints without a Service that resemble one of these Services, which has neither selector nor endpoints. */
export function orphanedEndpoints(manifests: Manifests, services: readonly Service[]): readonly Orphan[] {
  const written = writtenEndpoints(manifests);
  const lacking = [...new Set(services)].filter(
    ({ namespace, name, selector }) =>
      selector === undefined && written.get(`${namespace}/${name}`)?.hasAddresses !== true,
  );
  if (lacking.length === 0) return [];
  const names = new Set(manifests.services.all.map(({ namespace, name }) => `${namespace}/${name}`));
  return (['EndpointSlice', 'Endpoints'] as const).flatMap((kind) =>
    manifests.kind(kind).flatMap((object): readonly Orphan[] => {
      const owner = kind === 'Endpoints' ? object.name : object.labels[SERVICE_NAME];
      if (owner !== undefined && names.has(`${object.namespace}/${owner}`)) return [];
      const service = lacking.find((one) => resembles(object, one));
      return service === undefined ? [] : [{ kind, object, service }];
    }),
  );
}

/** Whether endpoints have the name or all labels of a Service, or one of its ports by name and number. */
function resembles(object: KubernetesObject, { namespace, name, labels, ports }: Service): boolean {
  if (object.namespace !== namespace) return false;
  const entries = Object.entries(labels);
  const sameLabels = entries.length > 0 && entries.every(([key, value]) => object.labels[key] === value);
  const numbers = portNumbersOf(object);
  const samePort = ports.some(
    ({ name: port = '', targetPort }) => typeof targetPort === 'number' && numbers.get(port) === targetPort,
  );
  const related = object.name.startsWith(name) || name.startsWith(object.name);
  return object.name === name || sameLabels || (related && samePort);
}

export function portNumbersOf({ fields }: KubernetesObject): ReadonlyMap<string, number> {
  const ports = [
    ...listOf(fields['ports']),
    ...listOf(fields['subsets']).flatMap((item) => listOf(mapOf(item)['ports'])),
  ];
  return new Map(
    ports.flatMap((item) => {
      const { name, port } = mapOf(item);
      const number = numberOf(port);
      return number === undefined ? [] : [[textOf(name) ?? '', number] as const];
    }),
  );
}
