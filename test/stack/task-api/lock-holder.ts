/** A process that locks a folder when its parent says `lock`, and gives it back at `unlock`. */
import { lockFolder } from '../../../src/stack/task-api/storage/folder-lock';

let unlock: () => Promise<void> = async () => undefined;

process.on('message', (command) => {
  const done =
    command === 'unlock'
      ? unlock().then(() => 'unlocked')
      : lockFolder(process.env['DATA_DIR']!).then(
          (given) => {
            unlock = given;
            return 'locked';
          },
          (error: Error) => error.message,
        );
  void done.then((outcome) => process.send!(outcome));
});
process.once('disconnect', () => process.exit(0));
process.send!(process.pid);
