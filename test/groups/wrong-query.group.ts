import { runGroup } from '../support/run-group';

runGroup('wrong-query');
