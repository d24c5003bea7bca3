import { statSync } from 'node:fs';
import type { FileTexts } from '../located';
import { readText, STDIN } from './find-files';

/**
 * Texts by the names of their files. Files are read again for findings in them: together, the texts would take as much
 * memory as everything that is read from them. What can be read only once, such as a pipe, is kept.
 */
export class ReadTexts implements FileTexts {
  private readonly kept = new Map<string, string>();
  private readonly paths = new Map<string, string>();

  add(name: string, path: string, text: string): void {
    if (path === STDIN || statSync(path, { throwIfNoEntry: false })?.isFile() !== true)
      this.kept.set(name, text);
    this.paths.set(name, path);
  }

  has(name: string): boolean {
    return this.paths.has(name);
  }

  keys(): Iterable<string> {
    return this.paths.keys();
  }

  get(name: string): string | undefined {
    const path = this.paths.get(name);
    return this.kept.get(name) ?? (path === undefined ? undefined : this.again(path));
  }

  private again(path: string): string | undefined {
    try {
      return readText(path);
    } catch {
      // It was removed meanwhile; findings in it keep the first line of their object.
      return undefined;
    }
  }
}
