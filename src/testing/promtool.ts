import { InvalidInput } from '../findings/invalid-input';
import { findProgram } from '../local/programs';
import { unpackDebianPackage } from './debian-package';

/** Newer releases of Debian have promtool in a package of its own. */
const PACKAGES = ['promtool', 'prometheus'] as const;

/**
 * Path of promtool: from PATH, or else from its Debian package.
 * @throws InvalidInput with the ways to install it
 */
export function requirePromtool(
  find: () => string | undefined = () => findProgram('promtool'),
  unpack: (name: string) => boolean = unpackDebianPackage,
): string {
  const found = find() ?? (PACKAGES.some((name) => unpack(name)) ? find() : undefined);
  if (found !== undefined) return found;
  throw new InvalidInput({
    resource: 'promtool',
    path: 'PATH',
    message: 'program not found',
    found: undefined,
    fix: 'run "apt-get install prometheus" on Debian or Ubuntu, or put promtool of a release from https://prometheus.io/download/ on PATH',
  });
}
