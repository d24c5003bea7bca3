import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { freePort } from '../support/free-port';
import { startProgram } from '../support/program';

/** Debian installs modules for its own interpreter only, which need not be the first on PATH. */
const INTERPRETERS = ['python3', '/usr/bin/python3'];
const MODULES = 'fastapi, uvicorn, prometheus_client';

/** An interpreter that has what the program needs; undefined where there is none. */
export const python = INTERPRETERS.find(
  (interpreter) => spawnSync(interpreter, ['-c', `import ${MODULES}`], { stdio: 'ignore' }).status === 0,
);

/** What to say where the live program cannot run. */
export const WITHOUT_PYTHON =
  `No python3 has ${MODULES} (Debian: apt-get install python3-fastapi python3-uvicorn python3-prometheus-client): ` +
  'the Python program is judged by its recorded pages alone.';

export interface PythonOrderApi {
  readonly url: string;
  request(method: string, path: string): Promise<void>;
  stop(): Promise<void>;
}

export async function startPythonOrderApi(interpreter: string): Promise<PythonOrderApi> {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const { stop } = await startProgram(
    'Python program',
    interpreter,
    [join(__dirname, 'python-order-api.py'), String(port)],
    async () => (await fetch(`${url}/orders`)).ok,
  );
  return {
    url,
    stop,
    request: async (method, path) => {
      await (await fetch(url + path, { method })).arrayBuffer();
    },
  };
}
