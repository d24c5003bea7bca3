import { defineStack } from '../index';
import { environments } from './environments';
import * as services from './services/index';

/** What this repository's owner runs. */
export default defineStack({
  services: Object.values(services),
  environments,
  local: { 'task-api': ['--import', 'tsx', 'src/stack/task-api/replica.ts'] },
});
