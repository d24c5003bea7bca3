import { inObject, inRules, type Mutator } from '../mutator';

export const severity: Mutator = {
  name: 'severity',
  what: 'an alert has a severity that pages no receiver',
  caughtBy: 'state which receiver is notified of which fault: expect',
  edits: inRules(['alert'], ({ object, labels }, _, path) => {
    const { severity: before } = labels;
    return before === undefined
      ? []
      : [inObject(object, [...path, 'labels', 'severity'], before, before === 'info' ? 'none' : 'info')];
  }),
};
