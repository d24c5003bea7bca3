import { alertNameWarnings } from '../catalog/alert-names';
import type { Environment } from '../catalog/environment';
import { isFirstPlace, type PlacedService } from '../catalog/placement';
import { ruleResources, type RulesOf } from '../catalog/rule-resources';
import type { Service } from '../catalog/service';
import { checkExpectations } from '../certify/check';
import type { Written } from '../doctor/prove-beside';
import type { Problem } from '../findings/finding';
import { InvalidInput, sentence } from '../findings/invalid-input';
import { kubernetesObject } from '../kubernetes/object';
import { centralOutput } from '../outputs/central-rules/central-rules';
import { kubePrometheusStackValues } from '../outputs/kube-prometheus-stack/kube-prometheus-stack';
import { proveRoutes } from '../outputs/kube-prometheus-stack/route-proof';
import { VALUES_PATH, valuesFile } from '../outputs/kube-prometheus-stack/values-file';
import type { ManifestFile } from '../outputs/kubernetes/manifests';
import { toYaml } from '../kubernetes/yaml/to-yaml';
import type { OutputFile } from './write-files';

/** Everything that is written for an environment, and the warnings about it. */
export interface RenderedStack {
  readonly files: readonly OutputFile[];
  /** Full sentences. */
  readonly warnings: readonly string[];
  /** What the objects of others prove, and what they do not: full sentences. @default none were given */
  readonly beside?: readonly string[];
}

/**
 * Checks alerts, routes and expectations of services before they are rendered.
 * @param all the services of the stack @default these are all
 * @returns warnings
 * @throws InvalidInput for a stated expectation that is missed, or a page that no receiver gets
 */
export function checkPlaced(
  placed: readonly PlacedService[],
  environment: Environment,
  all: readonly Pick<Service, 'team'>[] = placed,
  rulesOf: RulesOf = ruleResources,
): readonly Problem[] {
  const { errors, warnings } = checkExpectations(placed, environment);
  if (errors.length > 0) throw new InvalidInput(errors);
  return [
    ...placed.filter(isFirstPlace).flatMap((service) => alertNameWarnings(service, rulesOf)),
    ...proveRoutes(placed, environment, all, rulesOf),
    ...warnings,
  ];
}

/** Rendered services as the doctor reads them. */
export const writtenBy = (
  services: readonly Service[],
  manifests: readonly ManifestFile[],
  environment: Environment,
): Written => ({
  services,
  objects: manifests.flatMap(({ name, objects }) =>
    objects.flatMap((object) => kubernetesObject(object, { file: name }) ?? []),
  ),
  values: {
    values: kubePrometheusStackValues(environment),
    name: VALUES_PATH,
    release: environment.release,
    namespace: environment.namespaces.monitoring,
  },
});

/** Proven manifests as they are written. Their rules were proven as those of one cluster, whose series have no label for it. */
export function manifestOutput(
  manifests: readonly ManifestFile[],
  environment: Environment,
): readonly OutputFile[] {
  const { manifests: applied, ruleFiles } =
    environment.ruler === 'central' ? centralOutput(manifests, environment) : { manifests, ruleFiles: [] };
  return [
    ...applied.map((file) => ({
      path: file.name,
      get content() {
        return file.yaml;
      },
    })),
    ...ruleFiles,
  ];
}

export const valuesOutput = (environment: Environment): OutputFile => ({
  path: VALUES_PATH,
  content: valuesFile(environment, kubePrometheusStackValues(environment), toYaml),
});

/** Problems as full sentences, each once. */
export const sentences = (problems: readonly Problem[]): readonly string[] => [
  ...new Set(problems.map((problem) => sentence(problem))),
];
