/** Every service that is deployed and monitored. Adding one is a file beside this one and a line here. */
export { taskApi } from './task-api';
