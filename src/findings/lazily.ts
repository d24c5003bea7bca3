/** An object whose fields are computed when they are first read, each from the others. A spread leaves them out. */
export function lazily<T extends object>(fields: { readonly [K in keyof T]: (self: T) => T[K] }): T {
  const self = {} as T;
  for (const name of Object.keys(fields) as (keyof T)[])
    Object.defineProperty(self, name, {
      configurable: true,
      get: () => {
        const value = fields[name](self);
        Object.defineProperty(self, name, { value });
        return value;
      },
    });
  return self;
}
