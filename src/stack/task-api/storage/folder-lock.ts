import { open, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { InvalidInput } from '../../../index';
import { errorCode } from '../error-code';

/**
 * Keeps a second process out of a data folder, which both would destroy.
 * @returns what gives the folder back
 * @throws InvalidInput while another process has it
 */
export async function lockFolder(folder: string): Promise<() => Promise<void>> {
  const path = join(folder, 'task-api.pid');
  const owner = Number(await readFile(path, 'utf8').catch(() => ''));
  // A container that was killed leaves the file behind, and its successor has the same process id.
  if (owner > 0 && owner !== process.pid && isRunning(owner))
    throw new InvalidInput({
      resource: 'embedded storage',
      path: 'DATA_DIR',
      message: `the folder is in use by process ${owner}`,
      found: folder,
      fix: `give each replica its own folder, or a DATABASE_URL to share; if no Task API runs there, remove ${path}`,
    });
  const file = await open(path, 'w');
  await file.writeFile(String(process.pid));
  await file.close();
  return () => rm(path, { force: true });
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    // It runs, and belongs to another user.
    return errorCode(error) === 'EPERM';
  }
}
