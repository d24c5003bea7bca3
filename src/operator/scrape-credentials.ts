/** Fields of an endpoint with which a scrape shows who it is. The API server takes one of them at most. */
export const CREDENTIALS: readonly string[] = [
  'authorization',
  'basicAuth',
  'oauth2',
  'bearerTokenFile',
  'bearerTokenSecret',
];
