import type { Stack } from '../catalog/stack';
import { placeServices } from '../catalog/placement';
import type { Fault } from '../faults/fault';
import { FAULTS } from '../faults/list/index';
import { InvalidInput } from '../findings/invalid-input';
import { certify, recipientsOf, type Certificate } from './certificate';
import { expectedOf, missedBy, type Missed } from './expectations';
import { explained, findFault } from './explain';
import { CERTIFICATE_FORMATS, type CertificateFormat } from './formats/index';
import { Memory } from './memory';

export interface CertifyRequest {
  readonly stack: Stack;
  /** @default every environment of the stack */
  readonly environment?: string;
  /** @default every service of the stack */
  readonly service?: string;
  /** Requests per second in healthy times. */
  readonly rate: number;
}

/** Certificates of a stack, and the expectations that they do not meet. */
export interface Certified {
  readonly certificates: readonly Certificate[];
  readonly missed: readonly Missed[];
}

/**
 * Certifies the services of a stack in its environments.
 * @throws InvalidInput for an unknown service or environment
 */
export function certifyStack({ stack, environment, service, rate }: CertifyRequest): Certified {
  const memory = new Memory();
  const found = (environment === undefined ? stack.environmentNames : [environment]).flatMap((name) => {
    const placed = stack.environment(name);
    const recipients = recipientsOf(placed);
    const services = placeServices(stack.services, placed);
    if (service !== undefined) stack.placedService(service, name);
    return services
      .filter((each) => service === undefined || each.name === service)
      .map((each) => {
        const certificate = certify(each, placed, recipients, { rate, memory });
        return { certificate, missed: missedBy(certificate, expectedOf(each, placed)) };
      });
  });
  return {
    certificates: found.map(({ certificate }) => certificate),
    missed: found.flatMap(({ missed }) => missed),
  };
}

/** Prints certificates, or how the bounds of one fault are made up. */
export function printed(
  { certificates, missed }: Certified,
  format: CertificateFormat,
  explain: string | undefined,
  own: readonly Fault[],
): string {
  if (explain === undefined) return CERTIFICATE_FORMATS[format](certificates, missed);
  const fault = findFault(explain, own);
  return certificates.map((certificate) => explained(certificate, fault)).join('\n\n');
}

export const listOfFaults = (own: readonly Fault[]): string =>
  [...FAULTS, ...own].map(({ name }) => name).join('\n');

/**
 * Reads a rate of requests.
 * @throws InvalidInput for anything but a number above 0
 */
export function rateOf(text: string): number {
  const rate = Number(text);
  if (Number.isFinite(rate) && rate > 0) return rate;
  throw new InvalidInput({
    resource: 'certify',
    path: '--rate',
    message: 'not a number above 0',
    found: text,
    fix: 'give the requests per second of the quietest time that the certificate is about',
  });
}
