import { mapOf } from '../../kubernetes/object';
import { entriesAt, inKinds, inObject, type Mutator } from '../mutator';
import { externalLabelsAt } from '../prometheus-parts';

export const externalLabel: Mutator = {
  name: 'external-label',
  what: 'Prometheus loses an external label, which routes and inhibitions may read',
  caughtBy: 'compare with the version before: signalproof diff BASE HEAD lists alerts that lose receivers',
  edits: (original) => [
    ...entriesAt(mapOf(original.inputs.values?.values), [
      'prometheus',
      'prometheusSpec',
      'externalLabels',
    ]).map(([path, from]) => ({ target: { kind: 'values' as const }, path, from, to: undefined })),
    ...inKinds(['Prometheus'], (object) =>
      entriesAt(object.fields, externalLabelsAt(object)).map(([path, from]) =>
        inObject(object, path, from, undefined),
      ),
    )(original),
  ],
};
