import { spawnSync } from 'node:child_process';
import { constants } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { InvalidInput } from '../../../index';
import { errorCode } from '../error-code';

const { O_CREAT, O_NONBLOCK, O_RDWR } = constants;

/**
 * Flag with which opening a file locks it, where the system has one.
 * @see https://docs.libuv.org/en/v1.x/fs.html#c.UV_FS_O_EXLOCK
 */
const EXCLUSIVE: Partial<Record<NodeJS.Platform, number>> = { darwin: 0x20, win32: 0x1000_0000 };

/** What opening a file that another process has locked fails with. */
const LOCKED = ['EAGAIN', 'EWOULDBLOCK', 'EBUSY', 'EPERM'];

/** Exit code of `flock --nonblock` for a file that another process has locked. */
const FLOCK_REFUSED = 1;

/**
 * Keeps a second process out of a data folder, which both would destroy. The kernel holds the lock: it sees all
 * processes of the machine, in whatever container they are, and gives the lock back when this one ends, however it ends.
 * @returns what gives the folder back
 * @throws InvalidInput while another process has it, and when nothing can lock it
 */
export async function lockFolder(folder: string): Promise<() => Promise<void>> {
  const path = join(folder, 'task-api.pid');
  const file = await openLocked(path, folder);
  await file.truncate();
  await file.write(`${process.pid} ${hostname()}\n`, 0);
  return () => file.close();
}

async function openLocked(path: string, folder: string): Promise<FileHandle> {
  const flag = EXCLUSIVE[process.platform];
  if (flag !== undefined)
    try {
      return await open(path, O_RDWR | O_CREAT | O_NONBLOCK | flag);
    } catch (error) {
      throw LOCKED.includes(errorCode(error) ?? '') ? inUse(folder) : error;
    }
  const file = await open(path, O_RDWR | O_CREAT);
  // The lock belongs to the open file, which this process shares with the program that takes it.
  const { status, error } = spawnSync('flock', ['--nonblock', '3'], {
    stdio: ['ignore', 'ignore', 'ignore', file.fd],
  });
  if (status === 0) return file;
  const [owner, host] = (await file.readFile('utf8')).trim().split(' ');
  await file.close();
  if (status === FLOCK_REFUSED) throw inUse(folder, owner, host);
  throw new InvalidInput({
    resource: 'embedded storage',
    path: 'DATA_DIR',
    message: `the folder cannot be locked: flock ${error === undefined ? `ended with ${status}` : `cannot be run (${errorCode(error)})`}`,
    found: folder,
    fix: 'install util-linux, which contains flock, use a file system that supports locks, or set DATABASE_URL',
  });
}

function inUse(folder: string, process?: string, host?: string): InvalidInput {
  const where = host === undefined ? '' : ` on host ${host}`;
  return new InvalidInput({
    resource: 'embedded storage',
    path: 'DATA_DIR',
    message: `the folder is in use by ${process ? `process ${process}` : 'another process'}`,
    found: folder,
    fix: `give each replica its own folder, or a DATABASE_URL to share, or stop the process${where}`,
  });
}
