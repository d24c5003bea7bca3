import { alertNameWarnings } from '../catalog/alert-names';
import { environmentWarnings, type Environment } from '../catalog/environment';
import { isFirstPlace, placeServices, type Variables } from '../catalog/placement';
import type { Service } from '../catalog/service';
import type { Stack } from '../catalog/stack';
import { renderManifests } from '../outputs/kubernetes/manifests';
import { toYaml } from '../outputs/kubernetes/yaml';
import { checkExpectations } from '../certify/check';
import { prove } from '../doctor/prove';
import { kubePrometheusStackValues } from '../outputs/kube-prometheus-stack/kube-prometheus-stack';
import { proveRoutes } from '../outputs/kube-prometheus-stack/route-proof';
import { VALUES_PATH, valuesFile } from '../outputs/kube-prometheus-stack/values-file';
import { InvalidInput, sentence } from '../findings/invalid-input';
import { kubernetesObject } from '../kubernetes/object';
import { sloWarnings } from '../slo/check';
import { writeFiles, type OutputFile } from './write-files';

/** Everything that is written for an environment, and what a person may accept about it but should know. */
export interface RenderedStack {
  readonly files: readonly OutputFile[];
  /** Full sentences. */
  readonly warnings: readonly string[];
}

/**
 * Renders services in an environment and proves what was rendered.
 * @throws InvalidInput like the parts it is made of, and when the proof finds an error; nothing is written
 */
export function renderStack(
  services: readonly Service[],
  environment: Environment,
  variables: Variables = {},
): RenderedStack {
  const placed = placeServices(services, environment, variables);
  const expectations = checkExpectations(placed, environment);
  if (expectations.errors.length > 0) throw new InvalidInput(expectations.errors);
  const warnings = [
    ...environmentWarnings(environment),
    ...services.flatMap(({ slos }) => sloWarnings(slos)),
    ...placed.filter(isFirstPlace).flatMap(alertNameWarnings),
    ...proveRoutes(placed, environment),
    ...expectations.warnings,
  ];
  const manifests = renderManifests(placed, {
    patches: environment.patches,
    resource: `environment "${environment.name}"`,
  });
  const values = kubePrometheusStackValues(environment);
  const findings = prove({
    services,
    objects: manifests.flatMap(({ name, objects }) =>
      objects.flatMap((object) => kubernetesObject(object, { file: name }) ?? []),
    ),
    values: {
      values,
      name: VALUES_PATH,
      release: environment.release,
      namespace: environment.namespaces.monitoring,
    },
  });
  return {
    files: [
      ...manifests.map(({ name, yaml }) => ({ path: name, content: yaml })),
      {
        path: VALUES_PATH,
        content: valuesFile(environment, values, toYaml),
      },
    ],
    warnings: [...warnings.map(sentence), ...findings.map(sentence)],
  };
}

/**
 * Renders the stack in an environment, prints warnings, and writes all files once they are proven.
 * @param environment name @default the first of the stack
 * @param write @default into the folder that the cdk8s CLI names in CDK8S_OUTDIR, else dist
 */
export function synthesize(
  stack: Stack,
  environment: string | undefined,
  variables: Variables,
  write: (files: readonly OutputFile[]) => void = (files) =>
    writeFiles(variables['CDK8S_OUTDIR'] ?? 'dist', files),
): void {
  const { files, warnings } = renderStack(
    stack.services,
    stack.environment(environment ?? stack.defaultEnvironment),
    variables,
  );
  for (const warning of warnings) console.warn(`warning: ${warning}`);
  write(files);
}
