import { textOf } from '../../kubernetes/object';
import { inObject, inRules, type Mutator } from '../mutator';

export const longFor: Mutator = {
  name: 'for',
  what: 'an alert waits for 2 hours',
  caughtBy: 'compare with the version before: signalproof diff BASE HEAD lists alerts that fire later',
  edits: inRules(['alert'], (rule, fields, path) => [
    inObject(rule.object, [...path, 'for'], textOf(fields['for']), '2h'),
  ]),
};
