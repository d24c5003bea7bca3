import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Yaml } from 'cdk8s';
import { environmentWarnings, type Environment } from './catalog/environment';
import { DEFAULT_ENVIRONMENT, findEnvironment } from './catalog/environments';
import { placeServices, type Variables } from './catalog/placement';
import type { Service } from './catalog/service';
import { allServices } from './catalog/all-services';
import { renderManifests } from './charts/manifests';
import { sentence } from './invalid-input';
import { sloWarnings } from './slo/check';
import { VALUES_PATH, valuesFile } from './helm/values-file';

/** A file below the output folder. */
export interface OutputFile {
  readonly path: string;
  readonly content: string;
}

/** Renders services in an environment. Throws InvalidInput like the parts it is made of, and writes nothing. */
export function renderStack(
  services: readonly Service[],
  environment: Environment,
  variables: Variables = {},
): readonly OutputFile[] {
  return [
    ...renderManifests(placeServices(services, environment, variables)).map(({ name, yaml }) => ({
      path: name,
      content: yaml,
    })),
    { path: VALUES_PATH, content: valuesFile(environment, (values) => Yaml.stringify(values)) },
  ];
}

export function writeFiles(folder: string, files: readonly OutputFile[]): void {
  for (const { path, content } of files) {
    const file = join(folder, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, content);
  }
}

/** Writes the stack of STACK_ENV into the folder that the cdk8s CLI names, once all of it is rendered. */
export function synthesize(variables: Variables): void {
  const environment = findEnvironment(variables['STACK_ENV'] || DEFAULT_ENVIRONMENT);
  const warnings = [
    ...environmentWarnings(environment),
    ...allServices.flatMap(({ slos }) => sloWarnings(slos)),
  ];
  for (const warning of warnings) console.warn(`warning: ${sentence(warning)}`);
  writeFiles(variables['CDK8S_OUTDIR'] ?? 'dist', renderStack(allServices, environment, variables));
}
