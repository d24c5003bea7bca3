import type { Mounts } from '../../../catalog/workload/mount';
import type { WrittenWorkload } from '../../../catalog/workload/index';
import * as k8s from './k8s';

/** A part of the container's file system, and where it comes from. */
interface Mounted {
  readonly mount: k8s.VolumeMount;
  /** @default a claim template of the StatefulSet has this name */
  readonly volume?: k8s.Volume;
}

/** The file system beside the image, which is read-only. */
export function mountedIn(workload: WrittenWorkload): readonly Mounted[] {
  const { ephemeralStorage, writable, mounts } = workload;
  const folders = Object.entries({ '/tmp': ephemeralStorage, ...writable }).map(([path, size]) => ({
    mount: { name: folderName(path), mountPath: path },
    volume: { name: folderName(path), emptyDir: { sizeLimit: k8s.Quantity.fromString(size) } },
  }));
  const claims = 'claims' in workload ? Object.keys(workload.claims) : [];
  const claimed = claims.map((path) => ({ mount: { name: folderName(path), mountPath: path } }));
  const taken = [...folders, ...claimed].map(({ mount }) => mount.name);
  return [...folders, ...claimed, ...references(mounts, taken)];
}

/** `/data` → `data`. */
export const folderName = (path: string): string => path.slice(1);

function references(mounts: Mounts, taken: readonly string[]): readonly Mounted[] {
  const names = new Set(taken);
  return Object.entries(mounts).map(([mountPath, { configMap, secret, claim, key }]) => {
    const name = freeName(mountPath, names);
    names.add(name);
    const readOnly = claim === undefined;
    return {
      mount: {
        name,
        mountPath,
        ...(readOnly ? { readOnly } : {}),
        ...(key === undefined ? {} : { subPath: key }),
      },
      volume: {
        name,
        ...(configMap === undefined ? {} : { configMap: { name: configMap } }),
        ...(secret === undefined ? {} : { secret: { secretName: secret } }),
        ...(claim === undefined ? {} : { persistentVolumeClaim: { claimName: claim } }),
      },
    };
  });
}

/** `/etc/payments/app.yaml` → `etc-payments-app-yaml`, with a number if another volume has that name. */
function freeName(path: string, taken: ReadonlySet<string>): string {
  const name = path
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .slice(1, 58)
    .replace(/^-+|-+$/g, '');
  for (let number = 1; ; number++) {
    const candidate = number === 1 ? name || 'volume' : `${name || 'volume'}-${number}`;
    if (!taken.has(candidate)) return candidate;
  }
}
