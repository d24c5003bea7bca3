import { isMap, mapOf, type Fields, textOf } from '../../../kubernetes/object';
import { CREDENTIALS } from '../../../operator/scrape-credentials';
import { defineCheck, type Found, type Reported } from '../../check';
import { scrapesIn, type Scrape } from '../shared/scrapes';

/** Certain: the operator validates each of these. */
export const check = defineCheck({
  id: 'credentials',
  severity: 'error',
  question: 'Are the credentials and certificates of every scrape consistent?',
  symptom: 'The monitor is selected but has no scrape job; its events report an invalid configuration.',
  why: 'A scrape uses one authentication method. A client certificate needs its key, and each certificate comes from either a Secret or a ConfigMap. The operator rejects a monitor with conflicting or incomplete settings.',
  remedy:
    'Keep one of basicAuth, authorization and oauth2; set cert and keySecret together; reference one source for each certificate.',
  see: 'https://prometheus-operator.dev/docs/api-reference/api/#monitoring.coreos.com/v1.SafeTLSConfig',
  needs: ['manifests'],
  find: ({ manifests }) =>
    scrapesIn(manifests).map((scrape) => [
      conflicting(scrape),
      certificates(scrape, mapOf(scrape.fields['tlsConfig'])),
    ]),
});

/** An empty map counts as absent. */
const isSet = (value: unknown): boolean => isMap(value) && Object.keys(value).length > 0;

/** A reference without a name does not count: the API server shows `bearerTokenSecret: { key: "" }` where none was set. */
const isMethod = (fields: Fields, method: string): boolean => {
  const value = fields[method];
  if (method === 'bearerTokenFile') return Boolean(textOf(value));
  return method === 'bearerTokenSecret' ? Boolean(textOf(mapOf(value)['name'])) : isSet(value);
};

function conflicting(scrape: Scrape): Found {
  const given = CREDENTIALS.filter((method) => isMethod(scrape.fields, method));
  return given.length < 2
    ? undefined
    : finding(scrape, given[1] ?? '', {
        message: `${given.join(' and ')} are set on the same scrape`,
        // Names of fields, which redaction would hide as a credential below bearerTokenSecret.
        expected: 'one authentication method',
        fix: `keep one of ${given.join(', ')}`,
      });
}

function certificates(scrape: Scrape, tls: Fields): Found {
  const both = ['ca', 'cert'].filter((part) => {
    const { secret, configMap } = mapOf(tls[part]);
    return isSet(secret) && isSet(configMap);
  });
  const hasCertificate = isSet(tls['cert']) || tls['certFile'] !== undefined;
  const hasKey = isSet(tls['keySecret']) || tls['keyFile'] !== undefined;
  return [
    both.map((part) =>
      finding(scrape, `tlsConfig.${part}`, {
        message: `${part} references both a Secret and a ConfigMap`,
        found: tls[part],
        expected: 'one of secret, configMap',
        fix: `${part}: ${JSON.stringify({ secret: mapOf(tls[part])['secret'] })}`,
      }),
    ),
    hasCertificate === hasKey
      ? undefined
      : finding(scrape, `tlsConfig.${hasKey ? 'cert' : 'keySecret'}`, {
          message: hasKey
            ? 'a client key is set without its certificate'
            : 'a client certificate is set without its key',
          expected: 'both certificate and key, or neither',
          fix: hasKey
            ? missingPart(tls['keySecret'], 'cert')
            : missingPart(mapOf(tls['cert'])['secret'], 'key'),
        }),
  ];
}

/** Kubernetes stores both in one Secret of type kubernetes.io/tls, under these keys. */
function missingPart(other: unknown, missing: 'cert' | 'key'): string {
  const { name, key } = mapOf(other);
  const pair = { cert: 'tls.crt', key: 'tls.key' };
  if (textOf(name) === undefined || key !== pair[missing === 'cert' ? 'key' : 'cert'])
    return `reference the Secret with the ${missing === 'cert' ? 'certificate' : 'key'} of the same pair, or remove the other part`;
  const reference = { name, key: pair[missing] };
  return missing === 'cert'
    ? `cert: ${JSON.stringify({ secret: reference })}`
    : `keySecret: ${JSON.stringify(reference)}`;
}

const finding = (
  { object, path }: Scrape,
  part: string,
  rest: Pick<Reported, 'message' | 'found' | 'expected' | 'fix'>,
): Reported => ({ object, path: `${path}.${part}`, ...rest });
