/** Calls of functions to choose from, for messages: `availabilitySlo({ ... }), latencySlo({ ... }) or ratioSlo({ ... })`. */
export function callsOf(functions: readonly string[]): string {
  const calls = functions.map((name) => `${name}({ ... })`);
  return [calls.slice(0, -1).join(', '), ...calls.slice(-1)].filter((part) => part !== '').join(' or ');
}
