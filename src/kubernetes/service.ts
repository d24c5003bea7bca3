import { labelsOf, listOf, mapOf, numberOf, textOf, type KubernetesObject, type Labels } from './object';

export interface Service extends KubernetesObject {
  readonly kind: 'Service';
  /** Labels of pods. @default none: Kubernetes does not write the endpoints */
  readonly selector?: Labels;
  readonly ports: readonly ServicePort[];
  /** `clusterIP: None`. */
  readonly headless: boolean;
  /** `type: ExternalName`: a DNS alias without endpoints. */
  readonly externalName: boolean;
}

export interface ServicePort {
  /** @default none, which only a single port may have */
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
    // Kubernetes ignores the selector of an ExternalName.
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

/** An int-or-string field. Kubernetes treats a string of digits as a name, which no port can have. */
function portReference(value: unknown): string | number | undefined {
  return textOf(value) || numberOf(value) || undefined;
}
