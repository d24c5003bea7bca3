import { dirname, isAbsolute, relative, resolve } from 'node:path';

type Variables = Readonly<Record<string, string | undefined>>;

/**
 * The folder in which the user typed the command. npm runs the scripts of a package in its folder, and keeps the
 * caller's in INIT_CWD. Programs that such a script starts elsewhere inherit the variable, and must not follow it.
 * @see https://docs.npmjs.com/cli/v11/commands/npm-run-script
 */
export function callerFolder(variables: Variables = process.env, cwd: string = process.cwd()): string {
  const { INIT_CWD: caller, npm_package_json: manifest } = variables;
  return caller !== undefined && manifest !== undefined && dirname(manifest) === cwd ? caller : cwd;
}

/** A path, as the user typed it, from the folder in which the program runs. URLs and `-` stay as they are. */
export function fromCaller(path: string, variables?: Variables, cwd: string = process.cwd()): string {
  const caller = callerFolder(variables, cwd);
  if (caller === cwd || path === '-' || isAbsolute(path) || /^[a-z]+:\/\//i.test(path)) return path;
  return relative(cwd, resolve(caller, path)) || '.';
}

export const pathArgument = (path: string): string => fromCaller(path);

/** Parses an argument that is any number of paths. */
export const pathArguments = (path: string, before: readonly string[] = []): readonly string[] => [
  ...before,
  fromCaller(path),
];
