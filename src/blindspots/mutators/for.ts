import { textOf } from '../../kubernetes/object';
import { inObject, inRules, type Mutator } from '../mutator';

export const longFor: Mutator = {
  name: 'for',
  what: 'an alert waits for 2 hours',
  caughtBy: 'state how soon a receiver must be notified: expect: { "all requests fail": { within: "5m" } }',
  edits: inRules(['alert'], (rule, fields, path) => [
    inObject(rule.object, [...path, 'for'], textOf(fields['for']), '2h'),
  ]),
};
