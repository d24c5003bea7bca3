import { inObject, inRules, type Mutator } from '../mutator';

export const severity: Mutator = {
  name: 'severity',
  what: 'an alert has a severity that pages no receiver',
  caughtBy: 'compare with the version before: signalproof diff BASE HEAD lists alerts that lose receivers',
  edits: inRules(['alert'], ({ object, labels }, _, path) => {
    const { severity: before } = labels;
    return before === undefined
      ? []
      : [inObject(object, [...path, 'labels', 'severity'], before, before === 'info' ? 'none' : 'info')];
  }),
};
