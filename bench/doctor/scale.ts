/**
 * One measurement in a process of its own, so that its peak memory is its own: reads the manifests of many services from a
 * folder, and proves them, as `signalproof doctor FOLDER` does.
 *
 *   node --max-old-space-size=8000 --import tsx bench/doctor/scale.ts NUMBER-OF-SERVICES
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import stack from '../../monitoring.config';
import { placeServices } from '../../src/catalog/placement';
import { diagnose } from '../../src/doctor/diagnose';
import { gather } from '../../src/doctor/evidence';
import { limitGarbage } from '../../src/findings/garbage';
import { renderManifests } from '../../src/outputs/kubernetes/manifests';
import { manyServices } from '../many-services';

/** What `scale.ts` prints. */
export interface DoctorMeasurement {
  /** Seconds to read the files. */
  readonly read: number;
  /** Seconds of all checks over what was read. */
  readonly proof: number;
  readonly findings: number;
  readonly megabytes: number;
  readonly peakMiB: number;
}

/** Services that are rendered at once. */
const AT_ONCE = 100;

const seconds = (start: bigint): number => Number(process.hrtime.bigint() - start) / 1e9;

/** @returns characters in MB */
function write(count: number, folder: string): number {
  const environment = { ...stack.environment('dev'), workloads: {} };
  const services = manyServices(count);
  let characters = 0;
  for (let start = 0; start < count; start += AT_ONCE)
    for (const { name, yaml } of renderManifests(
      placeServices(services.slice(start, start + AT_ONCE), environment),
    )) {
      mkdirSync(dirname(join(folder, name)), { recursive: true });
      writeFileSync(join(folder, name), yaml);
      characters += yaml.length;
    }
  return characters / 1e6;
}

async function measure(count: number): Promise<DoctorMeasurement> {
  const folder = mkdtempSync(join(tmpdir(), 'bench-doctor-'));
  try {
    const written = execFileSync(
      process.execPath,
      ['--import', 'tsx', import.meta.filename, String(count), folder],
      { encoding: 'utf8' },
    );
    limitGarbage();
    const services = manyServices(count);
    const start = process.hrtime.bigint();
    const evidence = await gather({ paths: [folder], plain: 'alone' }, services);
    const read = seconds(start);
    const { report } = diagnose(evidence);
    return {
      read,
      proof: seconds(start) - read,
      findings: report.findings.length,
      megabytes: Number(written),
      peakMiB: process.resourceUsage().maxRSS / 1024,
    };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const [count = '', folder] = process.argv.slice(2);
if (folder === undefined) void measure(Number(count)).then((one) => console.log(JSON.stringify(one)));
else console.log(write(Number(count), folder));
