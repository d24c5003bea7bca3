/** A field of a prometheus.yml as the operator spells it, e.g. `staticConfigs`, `kubernetesSdConfigs`. */
export const camelCase = (key: string): string =>
  key.replaceAll(/_([a-z0-9])/g, (_match, letter: string) => letter.toUpperCase());

/** The other way round, e.g. `tls_config`. */
export const snakeCase = (key: string): string =>
  key.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
