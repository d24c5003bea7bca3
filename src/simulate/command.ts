import { placeServices } from '../catalog/placement';
import type { Stack } from '../catalog/stack';
import { certify, recipientsOf } from '../certify/certificate';
import { Memory } from '../certify/memory';
import { watchedService } from '../certify/service';
import { findFault } from '../certify/explain';
import { InvalidInput } from '../findings/invalid-input';
import { findProgram, requireProgram } from '../local/programs';
import { tryMilliseconds } from '../promql/window';
import { requirePromtool } from '../testing/promtool';
import { SIMULATION_FORMATS } from './formats';
import { simulate, type CertifiedEnvironment, type Extent, type Programs, type Simulation } from './simulate';

/** What the command line asks of a stack. */
export interface SimulationRequest extends Extent {
  readonly stack: Stack;
  /** @default every environment of the stack */
  readonly environment?: string;
  /** @default every service of the stack */
  readonly service?: string;
  /** Requests per second in healthy times. */
  readonly rate: number;
  /** Name of the only fault to try. @default every fault */
  readonly fault?: string;
}

/** About three for each fault of one service, in two minutes. */
export const USUAL_RUNS = 100;
export const USUAL_SEED = 1;

/** Seconds: six of CPU for a run at most. */
export const USUAL_LONGEST = 12 * 3600;

/**
 * Runs the faults of a stack on real programs of PATH.
 * @throws InvalidInput for an unknown service, environment or fault, without receivers, and without the programs
 */
export async function simulateStack(
  { stack, environment, service, rate, fault, ...extent }: SimulationRequest,
  programs: Programs = programsOnPath(),
): Promise<Simulation> {
  const names = environment === undefined ? stack.environmentNames : [environment];
  const notified = names
    .map((name) => stack.environment(name))
    .filter(({ receivers }) => receivers.length > 0);
  if (notified.length === 0)
    throw new InvalidInput({
      resource: 'certify',
      path: '--simulate',
      message: 'no environment has receivers, so no message can be observed',
      found: environment,
      fix: 'choose an environment with receivers, or add them to the stack',
    });
  const only =
    fault === undefined
      ? {}
      : {
          faults: [
            findFault(
              fault,
              stack.services.flatMap((each) => each.faults),
            ),
          ],
        };
  const memory = new Memory();
  const environments = notified.map((placed): CertifiedEnvironment => {
    const recipients = recipientsOf(placed);
    if (service !== undefined) stack.placedService(service, placed.name);
    const services = placeServices(stack.services, placed).filter(
      (each) => service === undefined || each.name === service,
    );
    return {
      environment: placed,
      services: services.map((each) => ({
        service: each,
        watched: watchedService(each, placed, rate),
        certificate: certify(each, placed, recipients, { rate, memory, ...only }),
      })),
    };
  });
  return simulate(environments, extent, programs);
}

/** @throws InvalidInput with the way to install what is missing */
function programsOnPath(): Programs {
  return {
    promtool: requirePromtool(
      () => findProgram('promtool'),
      () => false,
    ),
    alertmanager: requireProgram('alertmanager'),
  };
}

/**
 * Reads a whole number above 0.
 * @throws InvalidInput for anything else
 */
export function countOf(option: string, text: string): number {
  const count = Number(text);
  if (Number.isSafeInteger(count) && count > 0) return count;
  throw new InvalidInput({
    resource: 'certify',
    path: option,
    message: 'not a whole number above 0',
    found: text,
    fix: 'give one such as 100',
  });
}

/**
 * Reads how much the alerts of a fault may read, in seconds.
 * @throws InvalidInput for anything but a duration above 0
 */
export function longestOf(text: string): number {
  const milliseconds = tryMilliseconds(text);
  if (milliseconds) return milliseconds / 1000;
  throw new InvalidInput({
    resource: 'certify',
    path: '--longest',
    message: 'not a duration above 0',
    found: text,
    fix: 'give one such as 12h or 8d',
  });
}

/**
 * What prints a simulation.
 * @throws InvalidInput for a format that only certificates have
 */
export function printerOf(format: string): (simulation: Simulation) => string {
  if (format === 'text' || format === 'markdown' || format === 'json') return SIMULATION_FORMATS[format];
  throw new InvalidInput({
    resource: 'certify',
    path: '--format',
    message: 'not a format of --simulate',
    found: format,
    fix: 'use text, markdown or json',
  });
}

/** Whether a message came later than its bound. */
export const isViolated = ({ bounds }: Simulation): boolean =>
  bounds.some(({ violations }) => violations > 0);
