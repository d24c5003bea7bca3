import { statfs } from 'node:fs/promises';
import { StorageUnavailable } from './database';

const MEBIBYTE = 1024 * 1024;

/** Bytes that are kept free: Postgres stops for good when it cannot add 16 MiB to its log, and a checkpoint adds some. */
const RESERVE = 48 * MEBIBYTE;

/** Bytes of an empty database: its files and the first part of its log. */
const EMPTY_DATABASE = 48 * MEBIBYTE;

export async function hasSpace(folder: string, create = false): Promise<boolean> {
  const { bavail, bsize } = await statfs(folder);
  return bavail * bsize >= RESERVE + (create ? EMPTY_DATABASE : 0);
}

/** @throws StorageUnavailable when the disk is too full to write */
export async function requireSpace(folder: string): Promise<void> {
  if (!(await hasSpace(folder)))
    throw new StorageUnavailable(`less than ${RESERVE / MEBIBYTE} MiB are free on the disk of DATA_DIR`);
}
