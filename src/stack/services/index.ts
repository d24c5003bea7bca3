/** Every service that is deployed and monitored: a file beside this one and a line here. */
export { taskApi } from './task-api';
