import * as z from 'zod';
import { InvalidInput } from '../../../findings/invalid-input';
import { httpUrl, secretRef } from '../../fields';

const tls = z.strictObject({
  serverName: z.string().min(1).optional().describe('Name in the certificate.'),
  ca: secretRef.optional().describe('Certificate of the authority that signed it.'),
  cert: secretRef.optional().describe('Certificate of Prometheus, for mutual TLS.'),
  key: secretRef.optional().describe('Private key of that certificate.'),
  insecureSkipVerify: z.boolean().optional().describe('Accept any certificate.'),
});

/** How Prometheus connects and who it says it is. Secrets are in the namespace of the monitor, that of Prometheus. */
export const connectionFields = {
  tls: tls.optional().describe('TLS settings of an https endpoint.'),
  basicAuth: z
    .strictObject({
      username: secretRef.describe('User name.'),
      password: secretRef.describe('Password.'),
    })
    .optional()
    .describe('Credentials, from Secrets in the namespace of Prometheus.'),
  authorization: z
    .strictObject({
      type: z.string().default('Bearer').describe('Scheme of the header.'),
      credentials: secretRef.describe('The token.'),
    })
    .optional()
    .describe('Token, from a Secret in the namespace of Prometheus.'),
  oauth2: z
    .strictObject({
      clientId: secretRef.describe('Client id.'),
      clientSecret: secretRef.describe('Client secret.'),
      tokenUrl: httpUrl.describe('Address of the tokens.'),
      scopes: z.array(z.string()).readonly().default([]).describe('Scopes of the token.'),
      endpointParams: z
        .record(z.string(), z.string())
        .default({})
        .describe('Parameters of the request for a token.'),
    })
    .optional()
    .describe('OAuth 2.0 client credentials, from Secrets in the namespace of Prometheus.'),
};

type Connection = z.output<z.ZodObject<typeof connectionFields>>;

/** The fields in the words of the operator. */
export function connectionOf({
  tls: settings,
  basicAuth,
  authorization,
  oauth2,
}: Connection): Readonly<Record<string, unknown>> {
  return {
    ...(settings === undefined ? {} : { tlsConfig: tlsConfigOf(settings) }),
    ...(basicAuth === undefined ? {} : { basicAuth }),
    ...(authorization === undefined ? {} : { authorization }),
    ...(oauth2 === undefined ? {} : { oauth2: oauth2Of(oauth2) }),
  };
}

function tlsConfigOf({ serverName, ca, cert, key, insecureSkipVerify }: z.output<typeof tls>) {
  return {
    ...(serverName === undefined ? {} : { serverName }),
    ...(ca === undefined ? {} : { ca: { secret: ca } }),
    ...(cert === undefined ? {} : { cert: { secret: cert } }),
    ...(key === undefined ? {} : { keySecret: key }),
    ...(insecureSkipVerify === undefined ? {} : { insecureSkipVerify }),
  };
}

const oauth2Of = ({
  clientId,
  clientSecret,
  tokenUrl,
  scopes,
  endpointParams,
}: NonNullable<Connection['oauth2']>) => ({
  clientId: { secret: clientId },
  clientSecret,
  tokenUrl,
  ...(scopes.length === 0 ? {} : { scopes }),
  ...(Object.keys(endpointParams).length === 0 ? {} : { endpointParams }),
});

const IDENTITIES = ['basicAuth', 'authorization', 'oauth2'] as const;

/** @throws InvalidInput for more than one way to say who Prometheus is, or half a certificate */
export function checkConnection(resource: string, connection: Connection): void {
  const given = IDENTITIES.filter((name) => connection[name] !== undefined);
  if (given.length > 1)
    throw new InvalidInput({
      resource,
      path: given[1]!,
      message: `the operator rejects ${given.join(' together with ')}`,
      found: connection[given[1]!],
      fix: 'keep one of them',
    });
  const { cert, key } = connection.tls ?? {};
  if ((cert === undefined) !== (key === undefined))
    throw new InvalidInput({
      resource,
      path: 'tls',
      message: `a certificate and its key are needed together, and ${cert === undefined ? 'cert' : 'key'} is missing`,
      found: connection.tls,
      fix: 'give both, or neither',
    });
}
