import * as z from 'zod';
import { InvalidInput } from '../../findings/invalid-input';
import { mistake } from '../../findings/mistake';

const WHOLE = mistake('not a port', 'use a whole number from 1 to 65535');

export const portNumber = z.number().int(WHOLE).min(1, WHOLE).max(65535, WHOLE).meta({ type: 'port' });

/** @throws InvalidInput unless one port is given, by name or by number */
export function onePort(
  resource: string,
  { port, targetPort }: { readonly port?: string | undefined; readonly targetPort?: number | undefined },
): void {
  if ((port === undefined) !== (targetPort === undefined)) return;
  throw new InvalidInput({
    resource,
    path: 'port',
    message: port === undefined ? 'no port is given' : 'the port is given by name and by number',
    found: port,
    fix: "set one of them: port: 'metrics' names it, targetPort: 9090 is the number of the container port",
  });
}
