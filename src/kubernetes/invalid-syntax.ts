import { InvalidInput } from '../findings/invalid-input';
import type { DuplicateKey } from './json-lines';

/** The error of a file that is not what kubectl reads. @param found the line, where it is known */
export const invalidSyntax = (file: string, line: number, message: string, found: unknown): InvalidInput =>
  new InvalidInput({
    resource: `file ${file}`,
    path: `line ${line}`,
    message,
    found,
    fix: 'correct the line, or remove the file',
    at: { file, line },
  });

/** Levels of maps and lists: more than any resource has, and few enough for every walk's stack. */
const DEEPEST = 200;

export const tooDeep = (file: string, line: number): InvalidInput =>
  invalidSyntax(file, line, `nested more than ${DEEPEST} levels deep`, undefined);

/** Without recursion, which the depth would exhaust. */
export function isTooDeep(value: unknown): boolean {
  let level: readonly unknown[] = [value];
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > DEEPEST) return true;
    level = level.flatMap((item) => (typeof item === 'object' && item !== null ? Object.values(item) : []));
  }
  return false;
}

/** The error of a key that is given twice, of which parsers of JSON take the last. */
export const duplicated = (file: string, { key, line }: DuplicateKey): InvalidInput =>
  invalidSyntax(
    file,
    line,
    `the key ${JSON.stringify(key)} is there twice in one object, and kubectl takes the last`,
    JSON.stringify(key),
  );
