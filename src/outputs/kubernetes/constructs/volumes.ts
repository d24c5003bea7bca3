import { volumeName, type Mounts } from '../../../catalog/workload/mount';
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
  const claims = 'claims' in workload ? Object.keys(workload.claims) : [];
  const claimed = claims.map((path) => ({ mount: { name: volumeName(path), mountPath: path } }));
  const names = new Set(claimed.map(({ mount }) => mount.name));
  const folders = Object.entries({ '/tmp': ephemeralStorage, ...writable }).map(([path, size]) => {
    const name = freeName(path, names);
    names.add(name);
    return {
      mount: { name, mountPath: path },
      volume: { name, emptyDir: { sizeLimit: k8s.Quantity.fromString(size) } },
    };
  });
  return [...folders, ...claimed, ...references(mounts, names)];
}

function references(mounts: Mounts, names: Set<string>): readonly Mounted[] {
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

/** With a number if another volume has that name. */
function freeName(path: string, taken: ReadonlySet<string>): string {
  const name = volumeName(path);
  for (let number = 1; ; number++) {
    const candidate = number === 1 ? name || 'volume' : `${name || 'volume'}-${number}`;
    if (!taken.has(candidate)) return candidate;
  }
}
