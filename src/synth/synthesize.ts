import { alertNameWarnings } from '../catalog/alert-names';
import type { Environment } from '../catalog/environment';
import { environmentWarnings } from '../catalog/environment-warnings';
import { isFirstPlace, placeServices, type Variables } from '../catalog/placement';
import type { Service } from '../catalog/service';
import { localServices, type LocalService } from '../catalog/service-overrides';
import type { Stack } from '../catalog/stack';
import { centralOutput } from '../outputs/central-rules/central-rules';
import { renderManifests } from '../outputs/kubernetes/manifests';
import { toYaml } from '../outputs/kubernetes/yaml';
import { checkExpectations } from '../certify/check';
import { prove } from '../doctor/prove';
import { proveBeside, type Others, type ProvenBeside } from '../doctor/prove-beside';
import { kubePrometheusStackValues } from '../outputs/kube-prometheus-stack/kube-prometheus-stack';
import { proveRoutes } from '../outputs/kube-prometheus-stack/route-proof';
import { VALUES_PATH, valuesFile } from '../outputs/kube-prometheus-stack/values-file';
import { InvalidInput, sentence } from '../findings/invalid-input';
import { kubernetesObject } from '../kubernetes/object';
import { sloWarnings } from '../slo/check';
import { writeFiles, type OutputFile } from './write-files';

/** What a synthesis reads and writes besides the stack. */
export interface SynthesisOptions {
  /** Objects that something else deploys. @default none are compared */
  readonly others?: Others | undefined;
  /** @default into the folder that the cdk8s CLI names in CDK8S_OUTDIR, else dist */
  readonly write?: (files: readonly OutputFile[]) => void;
}

/** Everything that is written for an environment, and what a person may accept about it but should know. */
export interface RenderedStack {
  readonly files: readonly OutputFile[];
  /** Full sentences. */
  readonly warnings: readonly string[];
  /** What the objects of others prove, and what they do not: full sentences. @default none were given */
  readonly beside?: readonly string[];
}

/**
 * Renders services in an environment and proves what was rendered.
 * @param others objects that something else deploys, of which the services expect labels, ports and names @default none
 * are compared
 * @throws InvalidInput like the parts it is made of, and when the proof finds an error; nothing is written
 */
export function renderStack(
  services: readonly Service[],
  environment: Environment,
  variables: Variables = {},
  others?: Others,
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
  const written = {
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
  };
  const findings = prove(written);
  const beside =
    others === undefined
      ? undefined
      : proveBeside({ ...written, services: localServices(services, environment).map(inNamespaces) }, others);
  // Proven as the rules of one cluster, whose series have no label for it.
  const { manifests: applied, ruleFiles } =
    environment.ruler === 'central' ? centralOutput(manifests, environment) : { manifests, ruleFiles: [] };
  return {
    files: [
      ...applied.map((file) => ({
        path: file.name,
        get content() {
          return file.yaml;
        },
      })),
      ...ruleFiles,
      {
        path: VALUES_PATH,
        content: valuesFile(environment, values, toYaml),
      },
    ],
    warnings: [
      ...new Set([...warnings, ...findings, ...(beside?.warnings ?? [])].map((warning) => sentence(warning))),
    ],
    ...(beside === undefined ? {} : { beside: besideSentences(beside) }),
  };
}

const inNamespaces = ({ service, namespaces }: LocalService): Service => ({
  ...service,
  namespace: [...namespaces],
});

const besideSentences = ({ proven, unproven }: ProvenBeside): readonly string[] => [
  ...(proven.length === 0 ? [] : [`proven beside the given objects: ${proven.join(', ')}.`]),
  ...unproven.map(
    ({ service, because }) => `unknown: ${service === undefined ? '' : `service "${service}": `}${because}.`,
  ),
];

/**
 * Renders the stack in an environment, prints warnings, and writes all files once they are proven.
 * @param environment name @default the first of the stack
 */
export function synthesize(
  stack: Stack,
  environment: string | undefined,
  variables: Variables,
  {
    others,
    write = (files) => writeFiles(variables['CDK8S_OUTDIR'] ?? 'dist', files),
  }: SynthesisOptions = {},
): void {
  const { files, warnings, beside } = renderStack(
    stack.services,
    stack.environment(environment ?? stack.defaultEnvironment),
    variables,
    others,
  );
  for (const warning of warnings) console.warn(`warning: ${warning}`);
  for (const line of beside ?? []) console.warn(line);
  write(files);
}
