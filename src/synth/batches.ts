import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Environment } from '../catalog/environment';
import { environmentWarnings } from '../catalog/environment-warnings';
import { placeServices, type Variables } from '../catalog/placement';
import type { Service } from '../catalog/service';
import { diagnose } from '../doctor/diagnose';
import type { Finding, Problem } from '../findings/finding';
import { allowGarbage, limitGarbage } from '../findings/garbage';
import { groupBy } from '../findings/group-by';
import { InvalidInput } from '../findings/invalid-input';
import { renderManifests, renderShared } from '../outputs/kubernetes/manifests';
import { sloWarnings } from '../slo/check';
import { Reach } from './reach';
import {
  checkPlaced,
  manifestOutput,
  sentences,
  valuesOutput,
  writtenBy,
  type RenderedStack,
} from './render';
import { systemCode } from './system-code';
import type { OutputFile } from './write-files';

/** Services that are rendered, proven and forgotten together: large enough that the work repeated for each batch is small. */
export const SERVICES_IN_BATCH = 50;

/** Where and how services are rendered in batches. */
export interface Batching {
  /** An empty folder, which gets the texts: the files of the result are read from it. */
  readonly folder: string;
  /** Services in a batch. @default SERVICES_IN_BATCH */
  readonly size?: number;
}

/**
 * Renders and proves services some at a time, and keeps only their texts, in a folder: memory does not grow with what is
 * rendered.
 * @returns undefined for services that have to be rendered and proven at once: the doctor finds an error, a patch of the
 * environment may concern any of them, batches are not independent, or the folder cannot be written
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
    // Rendering all services at once reports every service with the same mistake, and needs no folder.
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
  { folder, size = SERVICES_IN_BATCH }: Batching,
): RenderedStack | undefined {
  const placed = placeServices(services, environment, variables);
  const places = groupBy(placed, ({ name }) => name);
  const shared = renderShared(placed);
  const values = valuesOutput(environment);
  const sharedFiles = new Set([...shared.map(({ name }) => name), values.path]);
  const files = manifestOutput(shared, environment).map((file) => storedIn(folder, file));
  const warnings: Problem[] = [];
  const reach = new Reach();
  // What all batches share is judged once for each, and has to be judged alike.
  let aboutShared: readonly Finding[] | undefined;
  const aboutOwn: Finding[] = [];
  for (let start = 0; start < services.length; start += size) {
    const batch = services.slice(start, start + size);
    const here = batch.flatMap(({ name }) => places.get(name) ?? []);
    warnings.push(...checkPlaced(here, environment, placed));
    const manifests = renderManifests(here);
    const written = writtenBy(batch, manifests, environment);
    const { facts, report } = diagnose(written);
    const isOwn = (file: string | undefined): boolean => file !== undefined && !sharedFiles.has(file);
    const findings = report.findings.filter(({ severity }) => severity !== 'info');
    if (findings.some(({ severity, at }) => severity === 'error' || at === undefined)) return undefined;
    const about = findings.filter(({ at }) => !isOwn(at?.file));
    aboutShared ??= about;
    if (JSON.stringify(about) !== JSON.stringify(aboutShared)) return undefined;
    aboutOwn.push(...findings.filter(({ at }) => isOwn(at?.file)));
    reach.add({ placed: here, objects: written.objects.filter(({ at }) => isOwn(at?.file)), facts });
    for (const file of manifestOutput(
      manifests.filter(({ name }) => isOwn(name)),
      environment,
    ))
      files.push(storedIn(folder, file));
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

/** The file with its text in a folder, under its path, in place of in memory. */
function storedIn(folder: string, { path, content }: OutputFile): OutputFile {
  const stored = join(folder, encodeURIComponent(path));
  writeFileSync(stored, content);
  return {
    path,
    get content() {
      return readFileSync(stored, 'utf8');
    },
  };
}

/** Calls work with a new folder, and removes it afterwards. Undefined, without a call, where no folder can be created. */
export function inFolder<T>(work: (folder: string) => T): T | undefined {
  const folder = newFolder();
  if (folder === undefined) return undefined;
  try {
    return work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function newFolder(): string | undefined {
  try {
    return mkdtempSync(join(tmpdir(), 'signalproof-'));
  } catch {
    return undefined;
  }
}
