import { runGroup } from '../support/run-group';

runGroup('checks');
