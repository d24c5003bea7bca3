import { measure } from '../measure';
import type { DoctorMeasurement } from './scale';

const SIZES = [1000, 10_000] as const;

/** Measures what it costs to read and prove the manifests of many services. */
export function benchDoctor(): void {
  const rows = SIZES.map((count) => ({ count, ...(measure('doctor/scale.ts', count) as DoctorMeasurement) }));
  console.log('All checks over the manifests of N services in a folder\n');
  console.table(
    rows.map(({ count, read, proof, megabytes, peakMiB, findings }) => ({
      services: count,
      'YAML MB': megabytes.toFixed(0),
      'read s': read.toFixed(2),
      'proof s': proof.toFixed(2),
      'ms per service': ((1000 * (read + proof)) / count).toFixed(2),
      'peak MiB': Math.round(peakMiB),
      findings,
    })),
  );
  const [few, many] = rows.map(({ count, proof }) => proof / count) as [number, number];
  console.log(
    `proof per service at ${SIZES[1]} / at ${SIZES[0]}: ${(many / few).toFixed(2)} (linear: about 1)`,
  );
}
