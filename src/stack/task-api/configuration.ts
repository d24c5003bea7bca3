import * as z from 'zod';
import { admits, InvalidInput, type LabelValues, mistake, parseInput } from '../../index';
import { taskApiMetrics } from './metrics';

/** What the environment variables of a process look like. */
export type Variables = Readonly<Record<string, string | undefined>>;

const port = z
  .string()
  .refine((text) => /^\d{1,5}$/.test(text) && Number(text) < 65_536, mistake('not a port', 'use 0 to 65535'))
  .transform(Number);

const seconds = (least: number, most: number) =>
  z
    .string()
    .refine(
      (text) => /^\d+(\.\d+)?$/.test(text) && Number(text) >= least && Number(text) <= most,
      mistake(`not a number of seconds from ${least} to ${most}`, 'use one'),
    )
    .transform(Number);

const { version, revision } = taskApiMetrics.buildInfo.labels;

/** What the contract allows as a label, since that is where it goes. */
const labelOf = (values: LabelValues, fix: string) =>
  z
    .string()
    .refine((text) => admits(values, text), mistake('not in the contract of task_api_build_info', fix));

const schema = z.object({
  /** Address to listen on. @default every one of the container */
  HOST: z.string().default('0.0.0.0'),
  /** Port of the API; 0 for a free one. */
  PORT: port.default(8000),
  /** Port of /metrics; 0 for a free one. @default PORT */
  METRICS_PORT: port.optional(),
  /** Postgres server. @default none: an embedded database in DATA_DIR */
  DATABASE_URL: z.string().optional(),
  /** Connections to the Postgres server that one replica may hold. */
  DATABASE_CONNECTIONS: z
    .string()
    .regex(/^[1-9]\d{0,2}$/, mistake('not a whole number from 1 to 999', 'use one'))
    .transform(Number)
    .default(10),
  /** Folder of the embedded database. */
  DATA_DIR: z.string().default('task-api-data'),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
  /** What is running, for task_api_build_info. */
  VERSION: labelOf(version, 'use letters, digits, dots, plus and minus').default('0.0.0-development'),
  REVISION: labelOf(revision, 'use the hexadecimal name of a commit').default('unknown'),
  /** Seconds in which a stopping replica still serves, although it is no longer ready. */
  DRAIN_SECONDS: seconds(0, 600).default(5),
  /** Seconds in which a request has to arrive, and again in which it has to be answered. */
  REQUEST_TIMEOUT_SECONDS: seconds(0.1, 600).default(10),
});

/** What a replica has to know, decided. */
export interface Configuration {
  readonly host: string;
  readonly port: number;
  readonly metricsPort?: number;
  readonly storage:
    | { readonly kind: 'postgres'; readonly url: string; readonly connections: number }
    | { readonly kind: 'embedded'; readonly folder: string };
  readonly logLevel: z.output<typeof schema>['LOG_LEVEL'];
  readonly version: string;
  readonly revision: string;
  readonly drainSeconds: number;
  readonly requestTimeoutSeconds: number;
}

/** Names of the environment variables that are read. */
const VARIABLES = Object.keys(schema.shape);

/**
 * Reads the environment variables, once.
 * @throws InvalidInput with every wrong one
 */
export function parseConfiguration(variables: Variables): Configuration {
  // Deployment tools pass variables on that they do not have; empty is not set.
  const given = Object.fromEntries(VARIABLES.map((name) => [name, variables[name] || undefined]));
  const parsed = parseInput(schema, RESOURCE, given);
  if (parsed.METRICS_PORT !== undefined && parsed.METRICS_PORT !== 0 && parsed.METRICS_PORT === parsed.PORT)
    throw new InvalidInput({
      resource: RESOURCE,
      path: 'METRICS_PORT',
      message: 'the API uses this port already',
      found: parsed.METRICS_PORT,
      fix: 'leave it out to serve /metrics there, or use another',
    });
  return {
    host: parsed.HOST,
    port: parsed.PORT,
    ...(parsed.METRICS_PORT === undefined ? {} : { metricsPort: parsed.METRICS_PORT }),
    storage:
      parsed.DATABASE_URL === undefined
        ? { kind: 'embedded', folder: parsed.DATA_DIR }
        : {
            kind: 'postgres',
            url: postgresUrl(parsed.DATABASE_URL),
            connections: parsed.DATABASE_CONNECTIONS,
          },
    logLevel: parsed.LOG_LEVEL,
    version: parsed.VERSION,
    revision: parsed.REVISION,
    drainSeconds: parsed.DRAIN_SECONDS,
    requestTimeoutSeconds: parsed.REQUEST_TIMEOUT_SECONDS,
  };
}

const RESOURCE = 'environment variable';

function postgresUrl(text: string): string {
  const protocol = URL.canParse(text) ? new URL(text).protocol : '';
  if (protocol === 'postgres:' || protocol === 'postgresql:') return text;
  throw new InvalidInput({
    resource: RESOURCE,
    path: 'DATABASE_URL',
    message: 'not the address of a Postgres server',
    // It may hold a password.
    found: 'a value that is not shown',
    fix: 'write it like postgres://host:5432/database, with user and password before the host',
  });
}
