import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ENGINE } from '../../test/support/engines';
import { firingsOf, type Firing } from './firings';
import { checkedNoise, type NoiseResults } from './results';
import type { QuietService } from './service';

/** Requests, and how many of them a second on average. */
const RATES = {
  '60 a second': 60,
  '1 a second': 1,
  '6 a minute': 6 / 60,
  '1 a minute': 1 / 60,
  '4 an hour': 4 / 3600,
} as const;

/** Shares of requests that fail, of which the objective allows 0.1 %. */
const ERRORS = [0.0001, 0.0005] as const;

const DAYS = 30;
const SEED = 11;

/**
 * Counts what fires in 30 days of services without an outage: every page is one that the budget does not justify. Rules
 * are evaluated by promtool, which is the engine of Prometheus and evaluates one minute after the other.
 *
 * `npm run bench -- noise 3` takes three days.
 */
export async function runNoiseBench(): Promise<void> {
  const began = Date.now();
  // promtool is found on PATH.
  process.env['PATH'] = `${ENGINE.bin}:${process.env['PATH'] ?? ''}`;
  const days = Number(process.argv[3] ?? DAYS);
  // One process for each share of errors, so that two cores have work.
  const services = await Promise.all(
    ERRORS.map(async (errors, run) => {
      const firings = await firingsOf(servicesWith(errors), days, SEED + run);
      return servicesWith(errors).map((service) => noiseOf(service, firings));
    }),
  );
  const results: NoiseResults = {
    prometheus: ENGINE.prometheusVersion,
    days,
    minutes: Math.round((Date.now() - began) / 6000) / 10,
    services: services.flat(),
  };
  console.log(JSON.stringify(results, undefined, 2));
  writeFileSync(
    join(import.meta.dirname, 'results.json'),
    `${JSON.stringify(checkedNoise(results), undefined, 2)}\n`,
  );
  if (results.services.some(({ pages }) => pages > 0)) process.exitCode = 1;
}

type Labelled = QuietService & { readonly label: string };

const servicesWith = (errors: number): readonly Labelled[] =>
  Object.entries(RATES).map(([label, rate], index) => ({
    label,
    rate,
    errors,
    namespace: `quiet-${errors * 10_000}-${index}`,
  }));

function noiseOf(
  { namespace, label, errors }: Labelled,
  firings: readonly Firing[],
): NoiseResults['services'][number] {
  const own = firings.filter((firing) => firing.namespace === namespace);
  const times = (severity: string) =>
    own.filter((firing) => firing.severity === severity).reduce((sum, firing) => sum + firing.times, 0);
  return {
    requests: label,
    errors,
    pages: times('critical'),
    tickets: times('warning'),
    alerts: own.map(({ alert, severity, slo, long, times: count }) =>
      [alert, severity, slo, long, `${count} times`].filter((part) => part !== '').join(' '),
    ),
  };
}
