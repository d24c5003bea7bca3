import { labelsOf, listOf, mapOf, numberOf, textOf, type KubernetesObject, type Labels } from './object';

export interface Service extends KubernetesObject {
  readonly kind: 'Service';
  /** Labels of pods; absent where somebody else writes the endpoints. */
  readonly selector?: Labels;
  readonly ports: readonly ServicePort[];
  /** `clusterIP: None`. */
  readonly headless: boolean;
  /** `type: ExternalName`: a DNS alias without endpoints. */
  readonly externalName: boolean;
}

export interface ServicePort {
  /** The only port of a Service may have none. */
  readonly name?: string;
  readonly port: number;
  /** Name or number of the container's port. @default the same number */
  readonly targetPort: string | number;
  readonly protocol: string;
}

export function serviceOf(object: KubernetesObject): Service {
  const spec = mapOf(object.fields['spec']);
  const selector = labelsOf(spec['selector']);
  const externalName = spec['type'] === 'ExternalName';
  return {
    ...object,
    kind: 'Service',
    // An ExternalName's selector is ignored.
    ...(Object.keys(selector).length > 0 && !externalName ? { selector } : {}),
    ports: listOf(spec['ports']).flatMap((item) => {
      const { name, port, targetPort, protocol } = mapOf(item);
      const number = numberOf(port);
      if (number === undefined) return [];
      return [
        {
          ...(textOf(name) ? { name: textOf(name)! } : {}),
          port: number,
          targetPort: portReference(targetPort) ?? number,
          protocol: textOf(protocol) ?? 'TCP',
        },
      ];
    }),
    headless: spec['clusterIP'] === 'None',
    externalName,
  };
}

/** An int-or-string field. Kubernetes takes a text of digits for a name here, which no port can have. */
function portReference(value: unknown): string | number | undefined {
  return textOf(value) || numberOf(value) || undefined;
}
