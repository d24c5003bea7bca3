import { defineStack } from '../index';
import { environments } from './environments';
import { taskApiLocal } from './task-api/local';
import * as services from './services/index';

/** What this repository's owner runs. */
export default defineStack({
  services: Object.values(services),
  environments,
  local: { 'task-api': taskApiLocal },
});
