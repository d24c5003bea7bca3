import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { defineEnvironment, type EnvironmentProps } from '../../src/catalog/environment';
import { taskApi } from '../../src/stack/services/task-api';
import { renderStack } from '../../src/synth/synthesize';
import { writeFiles } from '../../src/synth/write-files';
import { anEnvironment } from '../support/catalog';

/** A folder with what synthesis writes for the Task API, one replica of it, in an environment with one receiver. */
export interface StackFolder {
  readonly path: string;
  remove(): void;
}

export function stackFolder(more: Partial<EnvironmentProps> = {}): StackFolder {
  const environment = defineEnvironment({
    ...anEnvironment,
    receivers: [
      {
        name: 'on-call',
        severities: ['critical'],
        via: { kind: 'pagerduty', routingKey: { name: 'pager', key: 'routing-key' } },
      },
    ],
    workloads: { 'task-api': { replicas: 1, memory: '1Gi' } },
    ...more,
  });
  const { files } = renderStack([taskApi], environment);
  const path = mkdtempSync(join(tmpdir(), 'local-stack-'));
  writeFiles(path, files);
  return { path, remove: () => rmSync(path, { recursive: true }) };
}
