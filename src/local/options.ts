import { InvalidInput } from '../findings/invalid-input';
import type { LocalProgram } from '../catalog/local-program';
import type { PlacedService } from '../catalog/placement';
import type { TrafficName } from './traffic';
import type { SecretValues } from './pod-env';

export interface LocalOptions {
  readonly folder: string;
  readonly traffic: TrafficName;
  /** Speed-up factor: every interval, range and wait is divided by it. */
  readonly speed: number;
  /** Running services that replace pods, by the name of the workload; `''` for the only one. @default none */
  readonly targets?: readonly NamedTarget[];
  /** Services of the stack, for targets of those that no monitor of the folder scrapes. @default none */
  readonly services?: readonly PlacedService[];
  /** Commands that run pods, by the name of the workload. @default none, only programs of the stack run */
  readonly commands?: Readonly<Record<string, string>>;
  /** Local programs that the stack defines, by workload name. A command replaces `node`. @default none */
  readonly programs?: Readonly<Record<string, LocalProgram>>;
  /** @default none */
  readonly secrets?: SecretValues;
  /** Address that notifications are posted to. @default a server that the run starts */
  readonly notify?: string;
}

export interface NamedTarget {
  readonly workload: string;
  /** Scheme, host and port. */
  readonly url: URL;
}

/** At 100, rules with an interval of 30 s are evaluated every 300 ms, which keeps a machine busy. */
const FASTEST = 100;

/** @throws InvalidInput for an invalid speed-up factor */
export function parseSpeed(text: string): number {
  const speed = Number(text);
  if (/^\d+$/.test(text) && speed >= 1 && speed <= FASTEST) return speed;
  throw refused(
    '--speed',
    `not a whole number from 1 to ${FASTEST}`,
    text,
    'use 1 for real time, or e.g. 60',
  );
}

/** @throws InvalidInput for an invalid number of seconds */
export function parseSeconds(text: string): number {
  const seconds = Number(text);
  if (/^\d+$/.test(text) && seconds >= 1 && seconds <= 3600) return seconds;
  throw refused('--for', 'not a whole number of seconds from 1 to 3600', text, 'use e.g. 20');
}

/**
 * `URL`, or `workload=URL`.
 * @throws InvalidInput for an invalid address
 */
export function parseTarget(text: string): NamedTarget {
  const [, workload = '', address] = /^(?:([a-z0-9][a-z0-9-]*)=)?(https?:\/\/.*)$/.exec(text) ?? [];
  if (address !== undefined && URL.canParse(address)) return { workload, url: new URL(address) };
  throw refused(
    '--target',
    'not the address of a service',
    text,
    'write it like http://127.0.0.1:8000, or shop=http://127.0.0.1:8000',
  );
}

/**
 * Collects `name=value` pairs of a repeated option.
 * @throws InvalidInput for a missing name or value
 */
export function parsePair(
  option: '--command' | '--secret',
): (text: string, before: Readonly<Record<string, string>> | undefined) => Readonly<Record<string, string>> {
  return (text, before = {}) => {
    const at = text.indexOf('=');
    if (at > 0 && at < text.length - 1) return { ...before, [text.slice(0, at)]: text.slice(at + 1) };
    const example =
      option === '--command' ? "--command 'shop=node server.js'" : '--secret shop-database/url=...';
    // A secret stays out of messages.
    throw refused(
      option,
      'name or value is missing',
      option === '--secret' ? 'a value that is not shown' : text,
      `write it like ${example}`,
    );
  };
}

export const refused = (path: string, message: string, found: unknown, fix: string): InvalidInput =>
  new InvalidInput({ resource: 'local', path, message, found, fix });
