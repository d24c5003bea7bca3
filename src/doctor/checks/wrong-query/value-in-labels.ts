import { defineCheck } from '../../check';
import { templatesOf } from '../../expressions/templates';

export const check = defineCheck({
  id: 'value-in-labels',
  severity: 'error',
  question: 'Are the labels of every alert independent of its value?',
  symptom: 'An alert stays pending, or sends a new notification at every evaluation.',
  why: 'The labels of an alert are its identity. If they contain the value, every change is a new alert, whose pending time starts again.',
  remedy: 'Move the value to an annotation.',
  see: 'https://www.robustperception.io/dont-put-the-value-in-alert-labels/',
  needs: ['rules'],
  inParts: true,
  find: ({ rules }) =>
    rules
      .filter(({ kind }) => kind === 'alert')
      .map(({ object, path, name, labels }) =>
        Object.entries(labels)
          .filter(([, text]) => templatesOf(text).printsValue)
          .map(([label, text]) => ({
            object,
            path: `${path}.labels.${label}`,
            message: `a label of alert ${name} contains the value, which changes`,
            found: text,
            expected: 'a label value that stays the same while the alert fires',
            fix: `move ${label} into annotations`,
          })),
      ),
});
