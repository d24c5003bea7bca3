import { runGroup } from '../support/run-group';

runGroup('services');
