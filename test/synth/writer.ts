/** A process that replaces a folder with files of its name, whenever its parent says so. */
import { InvalidInput } from '../../src/findings/invalid-input';
import { replaceFolder } from '../../src/synth/replace-folder';
import { filesOf } from './files-of';

const [folder, name] = process.argv.slice(2) as [string, string];
process.on('message', () => {
  try {
    replaceFolder(folder, filesOf(name));
    process.send!('written');
  } catch (error) {
    process.send!(error instanceof InvalidInput ? error.message : String(error));
  }
});
process.once('disconnect', () => process.exit(0));
process.send!('ready');
