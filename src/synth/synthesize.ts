import type { Environment } from '../catalog/environment';
import { environmentWarnings } from '../catalog/environment-warnings';
import { placeServices, type Variables } from '../catalog/placement';
import type { Service } from '../catalog/service';
import { localServices, type LocalService } from '../catalog/service-overrides';
import type { Stack } from '../catalog/stack';
import { prove } from '../doctor/prove';
import { proveBeside, type Others, type ProvenBeside } from '../doctor/prove-beside';
import { renderManifests } from '../outputs/kubernetes/manifests';
import { sloWarnings } from '../slo/check';
import { renderInBatches, SERVICES_IN_BATCH } from './batches';
import { ownList } from './own-files';
import {
  checkPlaced,
  manifestOutput,
  sentences,
  valuesOutput,
  writtenBy,
  type RenderedStack,
} from './render';
import { withStoredTexts } from './stored-texts';
import { writeFiles, type OutputFile } from './write-files';

/** What a synthesis reads and writes besides the stack. */
export interface SynthesisOptions {
  /** Objects that something else deploys. @default none are compared */
  readonly others?: Others | undefined;
  /** @default into the folder that the cdk8s CLI names in CDK8S_OUTDIR, else dist */
  readonly write?: (files: readonly OutputFile[]) => void;
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
  const warnings = [
    ...environmentWarnings(environment),
    ...services.flatMap(({ slos }) => sloWarnings(slos)),
    ...checkPlaced(placed, environment),
  ];
  const manifests = renderManifests(placed, {
    patches: environment.patches,
    resource: `environment "${environment.name}"`,
  });
  const written = writtenBy(services, manifests, environment);
  const findings = prove(written);
  const beside =
    others === undefined
      ? undefined
      : proveBeside({ ...written, services: localServices(services, environment).map(inNamespaces) }, others);
  return {
    files: [...manifestOutput(manifests, environment), valuesOutput(environment)],
    warnings: sentences([...warnings, ...findings, ...(beside?.warnings ?? [])]),
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
    write = (files) => {
      const paths = files.map(({ path }) => path);
      writeFiles(variables['CDK8S_OUTDIR'] ?? 'dist', [...files, ownList(paths, 'synth')]);
    },
  }: SynthesisOptions = {},
): void {
  const settings = stack.environment(environment ?? stack.defaultEnvironment);
  const finish = ({ files, warnings, beside = [] }: RenderedStack): true => {
    for (const warning of warnings) console.warn(`warning: ${warning}`);
    for (const line of beside) console.warn(line);
    write(files);
    return true;
  };
  const isFinished =
    others === undefined &&
    stack.services.length > SERVICES_IN_BATCH &&
    withStoredTexts((texts) => {
      const rendered = renderInBatches(stack.services, settings, variables, { texts });
      return rendered !== undefined && finish(rendered);
    });
  if (!isFinished) finish(renderStack(stack.services, settings, variables, others));
}
