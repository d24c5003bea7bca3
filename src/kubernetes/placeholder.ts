/** Whether envsubst, Flux, Concourse or another template engine replaces the value before it is applied. */
export const isPlaceholder = (value: unknown): boolean =>
  typeof value === 'string' && /\$\{|\$\(|\{\{|<%|\(\([\w.-]+\)\)/.test(value);
