/** Whether a text is filled in before it is applied, by envsubst, Flux or another templating: then it can be anything. */
export const isPlaceholder = (value: unknown): boolean =>
  typeof value === 'string' && /\$\{|\$\(|\{\{|<%/.test(value);
