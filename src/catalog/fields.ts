import { mistake } from '../findings/mistake';
import * as z from 'zod';
import { tryMilliseconds, type Duration } from '../promql/window';

/** A Kubernetes name that is also legal in host names (RFC 1035), as Services need it. */
export const dnsLabel = z
  .string()
  .regex(
    /^[a-z]([-a-z0-9]{0,61}[a-z0-9])?$/,
    mistake(
      'not a DNS label',
      'use at most 63 lower-case letters, digits and hyphens, starting with a letter',
    ),
  )
  .meta({ type: 'DNS label' });

/** A Kubernetes object name such as a Secret's (RFC 1123 subdomain). */
export const objectName = z
  .string()
  .regex(
    /^[a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?$/,
    mistake('not a Kubernetes object name', 'use lower-case letters, digits, hyphens and dots'),
  )
  .meta({ type: 'object name' });

export const secretKey = z
  .string()
  .regex(
    /^[-._a-zA-Z0-9]{1,253}$/,
    mistake('not a Secret key', 'use letters, digits, hyphens, dots and underscores'),
  )
  .meta({ type: 'Secret key' });

/** A reference to a secret value, which itself stays out of the repository. */
export const secretRef = z
  .strictObject({
    name: objectName.describe('Name of the Secret.'),
    key: secretKey.describe('Key of the value in the Secret.'),
  })
  .meta({ type: 'Secret: `{ name, key }`' });

export const positiveDuration = z
  .string()
  .refine(
    (text) => (tryMilliseconds(text) ?? 0) > 0,
    mistake('not a Prometheus duration above 0', 'write it like 30s, 5m or 31d'),
  )
  .transform((text) => text as Duration)
  .meta({ type: 'duration' });

export const durationFrom0 = z
  .string()
  .refine(
    (text) => tryMilliseconds(text) !== undefined,
    mistake('not a Prometheus duration', 'write it like 0s, 5m or 1h'),
  )
  .transform((text) => text as Duration)
  .meta({ type: 'duration' });

export const severity = z.enum(['critical', 'warning', 'info']);

/** A Kubernetes quantity of memory or disk, e.g. `50Gi`. */
export const byteQuantity = z
  .string()
  .regex(
    /^[1-9][0-9]*(\.[0-9]+)?(Ki|Mi|Gi|Ti|Pi|k|M|G|T|P)?$/,
    mistake('not a quantity of bytes', 'write it like 256Mi or 50Gi'),
  )
  .meta({ type: 'quantity of bytes' });

/** A Kubernetes quantity of CPU, e.g. `100m`. */
export const cpuQuantity = z
  .string()
  .regex(
    /^([1-9][0-9]*m|[0-9]*\.[0-9]*[1-9]|[1-9][0-9]*)$/,
    mistake('not a quantity of CPU', 'write it like 100m or 0.5'),
  )
  .meta({ type: 'quantity of CPU' });

export const httpUrl = z
  .string()
  .refine(isHttpUrl, mistake('not an http(s) address', 'write it in full, e.g. https://example.com/path'))
  .meta({ type: 'URL' });

/** The start of addresses, which go on with a slash. */
export const baseUrl = httpUrl
  .refine((url) => !url.endsWith('/'), mistake('trailing slash', 'remove it'))
  // The chart passes some of them through its templates.
  .refine(
    (url) => !url.includes('{{'),
    mistake('templates are not supported here', 'write the whole address'),
  );

export const countFrom1 = z
  .number()
  .int(mistake('not a whole number', 'use 1 or more'))
  .min(1, mistake('below 1', 'use 1 or more'))
  .meta({ type: 'whole number' });

/** Lowest port on which a process that is not root may listen. */
const FIRST_UNPRIVILEGED = 1024;

/** What is wrong with a port of a container that does not run as root. */
export const PRIVILEGED = {
  isIn: (port: number | undefined): boolean => port !== undefined && port < FIRST_UNPRIVILEGED,
  message: 'privileged port, and the container runs as non-root',
  fix: `use a whole number from ${FIRST_UNPRIVILEGED} to 65535`,
} as const;

/** A port of a container that does not run as root. */
export const unprivilegedPort = z
  .number()
  .int(mistake('not a port', 'use a whole number from 1024 to 65535'))
  .min(FIRST_UNPRIVILEGED, mistake(PRIVILEGED.message, PRIVILEGED.fix))
  .max(65535, mistake('not a port', 'use a whole number from 1024 to 65535'))
  .meta({ type: 'port' });

/** Name of a port (RFC 6335). */
export const portName = z
  .string()
  .regex(
    /^(?=[^a-z]*[a-z])[a-z0-9]([-a-z0-9]{0,13}[a-z0-9])?$/,
    mistake('not the name of a port', 'use at most 15 lower-case letters, digits and hyphens'),
  )
  .meta({ type: 'port name' });

const IMAGE_NAME =
  /^([a-zA-Z0-9]([-.a-zA-Z0-9]*[a-zA-Z0-9])?(:[0-9]{1,5})?\/)?[a-z0-9]+([._-]+[a-z0-9]+)*(\/[a-z0-9]+([._-]+[a-z0-9]+)*)*$/;
/**
 * Characters of registry, path and name that container runtimes accept.
 * @see https://github.com/distribution/reference/blob/v0.6.0/reference.go
 */
const LONGEST_IMAGE_NAME = 255;
const TAG_OR_DIGEST = /(:[A-Za-z0-9_][A-Za-z0-9._-]{0,127})?(@sha256:[0-9a-f]{64})?$/;

/** `registry/name:tag` or `…@sha256:…`; without a tag or digest, the running version would change unnoticed. */
export const image = z
  .string()
  .superRefine((text, context) => {
    const [pin = '', tag] = TAG_OR_DIGEST.exec(text) ?? [];
    const fail = (message: string) => context.addIssue({ code: 'custom', message, continue: false });
    if (text.length - pin.length > LONGEST_IMAGE_NAME)
      fail(
        mistake(
          `an image name of ${text.length - pin.length} characters`,
          `use at most ${LONGEST_IMAGE_NAME} before the tag`,
        ),
      );
    else if (!IMAGE_NAME.test(text.slice(0, text.length - pin.length)))
      fail(mistake('not an image name', 'write it in lower case, e.g. registry.example.com/payments:1.2.3'));
    else if (pin === '' || pin === ':latest')
      fail(
        mistake(
          'not a pinned image',
          `name a tag other than ${tag?.slice(1) ?? 'latest'}, or a digest, e.g. registry.example.com/payments:1.2.3`,
        ),
      );
  })
  .meta({ type: 'image' });

/** @param fix of a path that is none */
export const httpPathOr = (fix: string) =>
  z
    .string()
    .regex(/^\/[^\s?#]*$/, mistake('not an HTTP path', fix))
    .meta({ type: 'HTTP path' });

export const httpPath = httpPathOr('start it with /, without query or fragment');

/** A label value that is safe in Kubernetes, Prometheus and Alertmanager alike. */
export const labelValue = z
  .string()
  .regex(
    /^[a-zA-Z0-9]([-._a-zA-Z0-9]{0,61}[a-zA-Z0-9])?$/,
    mistake('not a label value', 'use at most 63 letters, digits, hyphens, dots and underscores'),
  )
  .meta({ type: 'label value' });

function isHttpUrl(text: string): boolean {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  return url !== undefined && (url.protocol === 'http:' || url.protocol === 'https:') && url.hostname !== '';
}
