import { textsOf } from '../../kubernetes/object';
import { ruleFilesOf } from '../prometheus-parts';
import { inKinds, inObject, other, type Mutator } from '../mutator';

export const ruleFile: Mutator = {
  name: 'rule-file',
  what: 'a prometheus.yml loads rules of another file',
  caughtBy: 'count the rule files that promtool check config finds',
  edits: inKinds(['Prometheus'], (object) => {
    const { path, value } = ruleFilesOf(object);
    return textsOf(value).map((from, index) => inObject(object, [...path, index], from, other(from)));
  }),
};
