import { measure } from '../measure';
import type { DoctorMeasurement } from './scale';

const SIZES = [1000, 10_000] as const;

/** Measures what the proof costs beside parsing the same manifests. */
export function benchDoctor(): void {
  const rows = SIZES.map((count) => ({ count, ...(measure('doctor/scale.ts', count) as DoctorMeasurement) }));
  console.log('All checks over the manifests of N services, beside parsing them\n');
  console.table(
    rows.map(({ count, parse, proof, megabytes, parsedMiB, provenMiB, findings }) => ({
      services: count,
      'YAML MB': megabytes.toFixed(0),
      'parse s': parse.toFixed(2),
      'proof s': proof.toFixed(2),
      'proof / parse': (proof / parse).toFixed(2),
      'ms per service': ((1000 * proof) / count).toFixed(2),
      'heap parsed MiB': parsedMiB.toFixed(0),
      'heap proven MiB': provenMiB.toFixed(0),
      findings,
    })),
  );
  const [few, many] = rows.map(({ count, proof }) => proof / count) as [number, number];
  console.log(
    `proof per service at ${SIZES[1]} / at ${SIZES[0]}: ${(many / few).toFixed(2)} (linear: about 1)`,
  );
}
