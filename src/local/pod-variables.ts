import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Loopback } from './loopback';
import type { PodEnvironment } from './pod-env';

/**
 * The manifest's own variables, where ports and folders are those of this machine: a value that is a port of the pod
 * becomes the port here, and one that is a volume becomes a folder of the run. `HOST` is the address that stands for
 * the pod's, and `PORT` its first port where the manifest names none.
 * @param folder that volumes are made in
 */
export function placedVariables(
  { variables, volumes }: PodEnvironment,
  { host, ports }: Loopback,
  folder: string,
): Readonly<Record<string, string>> {
  const [first] = ports.values();
  const here = Object.entries(variables).map(([name, value]) => {
    if (volumes.some((path) => value === path || value.startsWith(`${path}/`)))
      return [name, madeFolder(join(folder, value))];
    return [name, String(ports.get(Number(value || Number.NaN)) ?? value)];
  });
  return {
    ...ownVariables(),
    ...(first === undefined ? {} : { PORT: String(first) }),
    HOST: host,
    ...Object.fromEntries(here),
  };
}

function madeFolder(folder: string): string {
  mkdirSync(folder, { recursive: true });
  return folder;
}

/** Of this process' environment, what every program needs: the pod would not have the rest. */
const ownVariables = (): Readonly<Record<string, string>> =>
  Object.fromEntries(
    ['PATH', 'HOME', 'LANG'].flatMap((name) => {
      const value = process.env[name];
      return value === undefined ? [] : [[name, value]];
    }),
  );
