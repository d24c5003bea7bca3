import { inObject, inRules, type Mutator } from '../mutator';

export const renamedRecord: Mutator = {
  name: 'renamed-record',
  what: 'a recorded series is renamed where it is recorded, and not where it is read',
  caughtBy: 'test the alerts that read it with promtool',
  edits: inRules(['record'], ({ object, name }, _, path) => [
    inObject(object, [...path, 'record'], name, `${name}_x`),
  ]),
};
