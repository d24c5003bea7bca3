import { spawn } from 'node:child_process';

/**
 * Ends processes and removes a folder when this process is gone, however it went: it reads a pipe that the system
 * closes then. It stays out of the way of a terminal's Ctrl-C, which this process answers itself.
 */
const SCRIPT = `
trap '' INT TERM HUP
pids=' ' folder=
while read -r verb value; do
  case "$verb" in
    folder) folder=$value ;;
    started) pids="$pids$value " ;;
    ended) pids="\${pids%% $value *} \${pids#* $value }" ;;
    done) exit 0 ;;
  esac
done
kill $pids 2>/dev/null
for wait in 1 2 3 4 5 6 7 8 9 10; do
  kill -0 $pids 2>/dev/null || break
  sleep 0.2
done
kill -9 $pids 2>/dev/null
rm -rf -- "$folder"
`;

export interface Guardian {
  readonly pid: number | undefined;
  started(pid: number): void;
  ended(pid: number): void;
  /** Every process has ended. */
  dismiss(): void;
}

export function startGuardian(folder: string): Guardian {
  const child = spawn('/bin/sh', ['-c', SCRIPT], { stdio: ['pipe', 'ignore', 'ignore'], detached: true });
  child.unref();
  // It may exit before it has read the last message.
  child.stdin.on('error', () => child.stdin.destroy());
  const tell = (line: string) => child.stdin.write(`${line}\n`);
  tell(`folder ${folder}`);
  return {
    pid: child.pid,
    started: (pid) => tell(`started ${pid}`),
    ended: (pid) => tell(`ended ${pid}`),
    dismiss: () => child.stdin.end('done\n'),
  };
}
