import { isMap, mapOf, nameOf, type Fields } from '../../../kubernetes/object';
import { defineCheck, type Reported } from '../../check';
import { scrapesIn, type Scrape } from './lib/scrapes';

/** Certain: the operator validates each of these, and refuses the monitor. */
export const check = defineCheck({
  id: 'credentials',
  severity: 'error',
  question: 'Do credentials and certificates of every scrape fit together?',
  symptom: 'The monitor is selected, but it has no job; its events say that the configuration is invalid.',
  why: 'A scrape authenticates in one way. A client certificate needs its key, and a certificate comes from a Secret or from a ConfigMap. The operator refuses a monitor that says both, or half.',
  remedy:
    'Keep one of basicAuth, authorization and oauth2; give cert and keySecret together; name one source.',
  see: 'https://prometheus-operator.dev/docs/api-reference/api/#monitoring.coreos.com/v1.SafeTLSConfig',
  needs: ['manifests'],
  find: ({ manifests }) =>
    scrapesIn(manifests).flatMap((scrape) => [
      ...twoWays(scrape),
      ...certificates(scrape, mapOf(scrape.fields['tlsConfig'])),
    ]),
});

const WAYS = ['authorization', 'basicAuth', 'oauth2'];

/** An empty map says nothing. */
const isSet = (value: unknown): boolean => isMap(value) && Object.keys(value).length > 0;

function twoWays(scrape: Scrape): readonly Reported[] {
  const given = WAYS.filter((way) => isSet(scrape.fields[way]));
  return given.length < 2
    ? []
    : [
        finding(scrape, given[1] ?? '', {
          message: `is given together with ${given[0]}`,
          found: given,
          expected: 'one way to authenticate',
          fix: `remove ${given.slice(1).join(' and ')}, or ${given[0]}`,
        }),
      ];
}

function certificates(scrape: Scrape, tls: Fields): readonly Reported[] {
  const both = ['ca', 'cert'].filter((part) => {
    const { secret, configMap } = mapOf(tls[part]);
    return isSet(secret) && isSet(configMap);
  });
  const hasCertificate = isSet(tls['cert']) || tls['certFile'] !== undefined;
  const hasKey = isSet(tls['keySecret']) || tls['keyFile'] !== undefined;
  return [
    ...both.map((part) =>
      finding(scrape, `tlsConfig.${part}`, {
        message: 'names a Secret and a ConfigMap',
        found: tls[part],
        expected: 'one of secret, configMap',
        fix: `${part}: ${JSON.stringify({ secret: mapOf(tls[part])['secret'] })}`,
      }),
    ),
    ...(hasCertificate === hasKey
      ? []
      : [
          finding(scrape, `tlsConfig.${hasKey ? 'cert' : 'keySecret'}`, {
            message: `is not set, but ${hasKey ? 'the key' : 'the certificate'} that belongs to it is`,
            found: undefined,
            expected: 'certificate and key, or neither',
            fix: hasKey
              ? 'cert: {"secret":{"name":"client","key":"tls.crt"}}'
              : 'keySecret: {"name":"client","key":"tls.key"}',
          }),
        ]),
  ];
}

const finding = (
  { object, field }: Scrape,
  part: string,
  rest: Pick<Reported, 'message' | 'found' | 'expected' | 'fix'>,
): Reported => ({ object, resource: nameOf(object), path: `${field}.${part}`, ...rest });
