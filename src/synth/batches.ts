import type { Environment } from '../catalog/environment';
import { environmentWarnings } from '../catalog/environment-warnings';
import { placeServices, type Variables } from '../catalog/placement';
import { rulesOnce } from '../catalog/rule-resources';
import type { Service } from '../catalog/service';
import { diagnose } from '../doctor/diagnose';
import type { Finding, Problem } from '../findings/finding';
import { allowGarbage, limitGarbage } from '../findings/garbage';
import { groupBy } from '../findings/group-by';
import { InvalidInput } from '../findings/invalid-input';
import { renderManifests, renderShared } from '../outputs/kubernetes/manifests';
import { sloWarnings } from '../slo/check';
import { Batch, Reach } from './reach';
import {
  checkPlaced,
  manifestOutput,
  sentences,
  valuesOutput,
  writtenBy,
  type RenderedStack,
} from './render';
import { systemCode } from './system-code';
import type { StoredTexts } from './stored-texts';

/** Services that are rendered, proven and forgotten together: large enough that the work repeated for each batch is small. */
export const SERVICES_IN_BATCH = 50;

/** Where and how services are rendered in batches. */
export interface Batching {
  /** Gets the texts: the files of the result are read from it. */
  readonly texts: StoredTexts;
  /** Services in a batch. @default SERVICES_IN_BATCH */
  readonly size?: number;
}

/**
 * Renders and proves services some at a time, and keeps only their texts, on disk: memory does not grow with what is
 * rendered.
 * @returns undefined for services that have to be rendered and proven at once: the doctor finds an error, a patch of the
 * environment may concern any of them, batches are not independent, or the texts cannot be written
 */
export function renderInBatches(
  services: readonly Service[],
  environment: Environment,
  variables: Variables,
  batching: Batching,
): RenderedStack | undefined {
  if (environment.patches.length > 0) return undefined;
  limitGarbage();
  try {
    return render(services, environment, variables, batching);
  } catch (error) {
    // Rendering all services at once reports every service with the same mistake, and needs no disk.
    if (error instanceof InvalidInput || systemCode(error) !== undefined) return undefined;
    throw error;
  } finally {
    allowGarbage();
  }
}

function render(
  services: readonly Service[],
  environment: Environment,
  variables: Variables,
  { texts, size = SERVICES_IN_BATCH }: Batching,
): RenderedStack | undefined {
  const placed = placeServices(services, environment, variables);
  const places = groupBy(placed, ({ name }) => name);
  const shared = renderShared(placed);
  const values = valuesOutput(environment);
  const sharedFiles = new Set([...shared.map(({ name }) => name), values.path]);
  const files = manifestOutput(shared, environment).map((file) => texts.store(file));
  const warnings: Problem[] = [];
  const reach = new Reach();
  // What all batches share is judged once for each, and has to be judged alike.
  let aboutShared: readonly Finding[] | undefined;
  const aboutOwn: Finding[] = [];
  for (let start = 0; start < services.length; start += size) {
    const batch = services.slice(start, start + size);
    const here = batch.flatMap(({ name }) => places.get(name) ?? []);
    const rulesOf = rulesOnce();
    warnings.push(...checkPlaced(here, environment, placed, rulesOf));
    const manifests = renderManifests(here, { rulesOf });
    const written = writtenBy(batch, manifests, environment);
    const isOwn = (file: string | undefined): boolean => file !== undefined && !sharedFiles.has(file);
    const own = new Batch(
      here,
      written.objects.filter(({ at }) => isOwn(at?.file)),
    );
    const { facts, report } = diagnose(written, undefined, (part) => own.addPart(part));
    const findings = report.findings.filter(({ severity }) => severity !== 'info');
    if (findings.some(({ severity, at }) => severity === 'error' || at === undefined)) return undefined;
    const about = findings.filter(({ at }) => !isOwn(at?.file));
    aboutShared ??= about;
    if (JSON.stringify(about) !== JSON.stringify(aboutShared)) return undefined;
    aboutOwn.push(...findings.filter(({ at }) => isOwn(at?.file)));
    for (const workload of facts.contracts?.watched ?? []) own.addWatched(workload);
    reach.add(own);
    for (const file of manifestOutput(
      manifests.filter(({ name }) => isOwn(name)),
      environment,
    ))
      files.push(texts.store(file));
  }
  if (!reach.isIndependent) return undefined;
  return {
    files: [...files, values],
    warnings: sentences([
      ...environmentWarnings(environment),
      ...services.flatMap(({ slos }) => sloWarnings(slos)),
      ...warnings,
      ...(aboutShared ?? []),
      ...aboutOwn,
    ]),
  };
}
