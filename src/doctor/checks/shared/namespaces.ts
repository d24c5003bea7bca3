import { mapOf, textOf, type KubernetesObject } from '../../../kubernetes/object';

/** Whether an object sets its namespace. Without it, `kubectl apply -n` or Helm decides, and the file does not show it. */
export const statesNamespace = ({ fields }: KubernetesObject): boolean =>
  textOf(mapOf(fields['metadata'])['namespace']) !== undefined;

/** E.g. `namespace default`, `namespaces a, b`, or `any namespace`. */
export function showNamespaces(namespaces: 'any' | readonly string[]): string {
  if (namespaces === 'any') return 'any namespace';
  return namespaces.length === 1 ? `namespace ${namespaces[0]}` : `namespaces ${namespaces.join(', ')}`;
}

/** Distinct namespaces of some objects, in their order. */
export const namespacesOfAll = (objects: readonly { readonly namespace: string }[]): readonly string[] => [
  ...new Set(objects.map(({ namespace }) => namespace)),
];
