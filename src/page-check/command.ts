import { setTimeout as wait } from 'node:timers/promises';
import type { PlacedService } from '../catalog/placement';
import { formatOfContentType } from '../exposition/content-type';
import { InvalidInput } from '../findings/invalid-input';
import { formatOf, parsePage } from '../exposition/parse';
import type { Report } from '../findings/report';
import { ask, type PageCheck, type PageFinding } from './check';
import { pageChecks } from './checks/index';
import { factsOf, type Facts, type ReadPage } from './facts';
import { isUrl, readSource, type ReadSource } from './source';

export interface PageCheckArgs {
  /** A URL, a file, or `-` for standard input. */
  readonly page: string;
  /** The same page, read later, to see whether counters only rise. @default none */
  readonly later?: string;
  /** Seconds after which `page`, a URL, is read a second time. @default it is read once */
  readonly intervalSeconds?: number;
  readonly service: PlacedService;
  /** Of the rules of the service, for pages that are compared one after the other. @default worked out once more */
  readonly impactOf?: Facts['impactOf'];
}

export interface PageCheckIo {
  readonly read: ReadSource;
  readonly wait: (milliseconds: number) => Promise<unknown>;
}

const processIo: PageCheckIo = {
  read: (source) => readSource(source),
  wait: (milliseconds) => wait(milliseconds),
};

/** Findings of the page check, each with its impact on the rules. */
export interface PageCheckReport extends Report {
  readonly findings: readonly PageFinding[];
}

/**
 * Compares a page with the contract of a service.
 * @throws InvalidInput when there is nothing to read
 */
export async function pageCheckCommand(
  args: PageCheckArgs,
  io: PageCheckIo = processIo,
): Promise<PageCheckReport> {
  checkArgs(args);
  const first = await readPage(args.page, io);
  const later = await readLater(args, io);
  return pageCheckReport(factsOf(args.service, first, later, args.impactOf));
}

export function pageCheckReport(facts: Facts): PageCheckReport {
  const { service, read, later } = facts;
  // Metrics after the last line that was read would be reported as missing.
  const isAsked = ({ ofUnread }: PageCheck) =>
    ofUnread === true || ![read, later].some((one) => one?.page.gaveUp);
  const series = read.page.families.reduce((sum, { samples }) => sum + samples.length, 0);
  return {
    program: 'contract',
    findings: pageChecks.filter(isAsked).flatMap((check) => ask(check, facts)),
    checks: pageChecks.map(({ id, question, see }) => ({ id, question, see })),
    unknown: pageChecks.filter((check) => !isAsked(check)).map(({ id }) => ({ check: id, missing: UNREAD })),
    notes: [
      `Compared ${series} series of ${read.source} (${read.page.format}) with the contract of ${service.name}.`,
      ...(later === undefined
        ? [
            'The page was read once, so the check that counters only rise was skipped: give --interval, or a second page.',
          ]
        : []),
    ],
  };
}

const UNREAD = 'the page was not read to its end: correct what keeps it from being read';

function checkArgs({ page, later, intervalSeconds }: PageCheckArgs): void {
  const fail = (path: string, message: string, found: unknown, fix: string): never => {
    throw new InvalidInput({ resource: 'contract', path, message, found, fix });
  };
  if (page === '-' && later === '-')
    fail('pages', 'both pages are standard input', '-', 'give a file for one of them');
  if (intervalSeconds === undefined) return;
  if (!(intervalSeconds > 0 && intervalSeconds <= LONGEST_INTERVAL))
    fail(
      '--interval',
      `not a number of seconds from 0 to ${LONGEST_INTERVAL}`,
      intervalSeconds,
      'use e.g. 5',
    );
  if (later !== undefined)
    fail('--interval', 'conflicts with a second page', intervalSeconds, 'leave one out');
  if (!isUrl(page))
    fail('--interval', 'requires a page that can be read again', page, 'give a URL, or two files');
}

/** An hour, in seconds. */
const LONGEST_INTERVAL = 3600;

async function readLater(
  { page, later, intervalSeconds }: PageCheckArgs,
  io: PageCheckIo,
): Promise<ReadPage | undefined> {
  if (later !== undefined) return readPage(later, io);
  if (intervalSeconds === undefined) return undefined;
  await io.wait(intervalSeconds * 1000);
  return readPage(page, io);
}

async function readPage(source: string, io: PageCheckIo): Promise<ReadPage> {
  const { text, http } = await io.read(source);
  const format = (http === undefined ? undefined : formatOfContentType(http.contentType)) ?? formatOf(text);
  return {
    source,
    page: parsePage(text, format),
    readAtSeconds: Date.now() / 1000,
    ...(http === undefined ? {} : { http }),
  };
}
