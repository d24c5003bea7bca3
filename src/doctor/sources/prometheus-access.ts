import { dirname, resolve } from 'node:path';
import { parse } from 'yaml';
import * as z from 'zod';
import { readNamed } from '../../findings/bounded-file';
import { InvalidInput } from '../../findings/invalid-input';
import { parseInput } from '../../findings/parse-input';

/** How a Prometheus is reached, beside its address. Never part of a report. */
export interface PrometheusAccess {
  /** Value of the header Authorization. @default none */
  readonly authorization?: string;
  /** Of TLS, in PEM. @default the authorities of Node.js */
  readonly ca?: string;
  readonly cert?: string;
  readonly key?: string;
  readonly servername?: string;
  readonly rejectUnauthorized?: boolean;
}

const text = z.string().min(1);
const SCHEMA = z.strictObject({
  basic_auth: z
    .strictObject({ username: text, password: z.string().optional(), password_file: text.optional() })
    .optional(),
  authorization: z
    .strictObject({
      type: text.default('Bearer'),
      credentials: text.optional(),
      credentials_file: text.optional(),
    })
    .optional(),
  bearer_token: text.optional(),
  bearer_token_file: text.optional(),
  tls_config: z
    .strictObject({
      ca_file: text.optional(),
      cert_file: text.optional(),
      key_file: text.optional(),
      server_name: text.optional(),
      insecure_skip_verify: z.boolean().optional(),
    })
    .optional(),
});

/** Variables that stand for a configuration file with one of its fields. */
export const ACCESS_VARIABLES = {
  username: 'SIGNALPROOF_PROMETHEUS_USERNAME',
  password: 'SIGNALPROOF_PROMETHEUS_PASSWORD',
  token: 'SIGNALPROOF_PROMETHEUS_TOKEN',
  ca: 'SIGNALPROOF_PROMETHEUS_CA_FILE',
} as const;

/**
 * Access from a file in the format of `promtool --http.config.file`, from variables, or from the address; in this order.
 * @throws InvalidInput for a file that cannot be read or has another format, and never with its content
 * @see https://prometheus.io/docs/prometheus/latest/configuration/promtool/
 */
export function prometheusAccess(
  address: string,
  file: string | undefined,
  variables: Readonly<Record<string, string | undefined>>,
): PrometheusAccess {
  if (file !== undefined) return fromFile(file);
  const {
    username,
    password = '',
    token,
    ca,
  } = Object.fromEntries(
    Object.entries(ACCESS_VARIABLES).map(([name, variable]) => [name, variables[variable] || undefined]),
  );
  const authorization =
    token !== undefined
      ? `Bearer ${token}`
      : username !== undefined
        ? basic(username, password)
        : fromAddress(address);
  return {
    ...(authorization === undefined ? {} : { authorization }),
    ...(ca === undefined ? {} : { ca: readNamed(ca, ACCESS_VARIABLES.ca) }),
  };
}

function fromFile(file: string): PrometheusAccess {
  const { basic_auth, authorization, bearer_token, bearer_token_file, tls_config } = parseInput(
    SCHEMA,
    `file ${file}`,
    yamlOf(file),
  );
  // As for Prometheus, paths start at the file.
  const fileAt = (path: string | undefined, field: string): string | undefined =>
    path === undefined ? undefined : readNamed(resolve(dirname(file), path), field);
  const secretAt = (path: string | undefined, field: string) => fileAt(path, field)?.trim();
  const token =
    authorization?.credentials ??
    secretAt(authorization?.credentials_file, 'authorization.credentials_file') ??
    bearer_token ??
    secretAt(bearer_token_file, 'bearer_token_file');
  const header =
    basic_auth !== undefined
      ? basic(
          basic_auth.username,
          basic_auth.password ?? secretAt(basic_auth.password_file, 'basic_auth.password_file') ?? '',
        )
      : token === undefined
        ? undefined
        : `${authorization?.type ?? 'Bearer'} ${token}`;
  const { server_name: servername, insecure_skip_verify: insecure } = tls_config ?? {};
  const [ca, cert, key] = (['ca_file', 'cert_file', 'key_file'] as const).map((field) =>
    fileAt(tls_config?.[field], `tls_config.${field}`),
  );
  return {
    ...(header === undefined ? {} : { authorization: header }),
    ...(ca === undefined ? {} : { ca }),
    ...(cert === undefined ? {} : { cert }),
    ...(key === undefined ? {} : { key }),
    ...(servername === undefined ? {} : { servername }),
    ...(insecure === true ? { rejectUnauthorized: false } : {}),
  };
}

const basic = (username: string, password: string): string =>
  `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;

/** As curl does for `https://user:password@host`. */
function fromAddress(address: string): string | undefined {
  if (!URL.canParse(address)) return undefined;
  const { username, password } = new URL(address);
  return username === '' ? undefined : basic(decoded(username), decoded(password));
}

/** A percent sign that was not encoded stands for itself. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function yamlOf(file: string): unknown {
  const content = readNamed(file, '--prometheus-config');
  try {
    // A warning would quote the line, with its credentials.
    return parse(content, { logLevel: 'error' });
  } catch {
    throw new InvalidInput({
      resource: `file ${file}`,
      path: '--prometheus-config',
      message: 'not YAML',
      found: undefined,
      fix: 'write it as for promtool --http.config.file',
    });
  }
}
