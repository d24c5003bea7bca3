import { uniqueServices, type Service } from './service';
import { taskApi } from './task-api';

/** Every service that is deployed and monitored. Adding one is a file beside this one and a line here. */
export const services: readonly Service[] = uniqueServices([taskApi]);
