import { parseAllDocuments } from 'yaml';
import { placeServices } from '../../src/catalog/placement';
import { defineService, type ServiceProps } from '../../src/catalog/service';
import type { Environment } from '../../src/catalog/environment';
import { renderManifests } from '../../src/outputs/kubernetes/manifests';
import { aService, testEnvironment } from './catalog';

/** A rendered Kubernetes object, as deep as a test looks into it. */
// oxlint-disable-next-line typescript/no-explicit-any -- tests reach into manifests of a dozen kinds
export type Manifest = any;

/** Every object of a file's text. */
export function objectsIn(yaml: string): readonly Manifest[] {
  return parseAllDocuments(yaml).map((document) => {
    const [error] = document.errors;
    if (error !== undefined) throw error;
    return document.toJS();
  });
}

/** Objects of one service by kind and name, rendered as synth would. */
export function manifestsOf(
  fields: Partial<ServiceProps> = {},
  environment: Environment = testEnvironment,
): (kind: string, name?: string) => Manifest {
  const files = renderManifests(
    placeServices([defineService({ ...aService, ...fields })], { ...environment, workloads: {} }),
  );
  const objects = files.flatMap(({ yaml }) => objectsIn(yaml));
  return (kind, name) =>
    objects.find((object) => object.kind === kind && (name === undefined || object.metadata.name === name));
}
