/** A key of a configuration file as objects of Kubernetes spell it, e.g. `static_configs` as `staticConfigs`. */
export const camelCase = (key: string): string =>
  key.replaceAll(/_([a-z0-9])/g, (_match, letter: string) => letter.toUpperCase());

/** The other way round, e.g. `tlsConfig` as `tls_config`. */
export const snakeCase = (key: string): string =>
  key.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
