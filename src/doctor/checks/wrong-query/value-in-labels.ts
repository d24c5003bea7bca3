import { defineCheck } from '../../check';
import { templatesOf } from '../../expressions/templates';
import { nameOf } from '../../../kubernetes/object';

export const check = defineCheck({
  id: 'value-in-labels',
  severity: 'error',
  question: 'Are the labels of every alert independent of its value?',
  symptom: 'An alert stays pending, or sends a new notification at every evaluation.',
  why: 'The labels of an alert are its identity. If they contain the value, every change is a new alert, whose pending time starts again.',
  remedy: 'Move the value to an annotation.',
  see: 'https://www.robustperception.io/dont-put-the-value-in-alert-labels/',
  needs: ['rules'],
  find: ({ rules }) =>
    rules
      .filter(({ kind }) => kind === 'alert')
      .flatMap(({ object, field, name, labels }) =>
        Object.entries(labels).flatMap(([label, text]) =>
          templatesOf(text).printsValue
            ? [
                {
                  object,
                  resource: nameOf(object),
                  path: `${field}.labels.${label}`,
                  message: `a label of alert ${name} contains the value, which changes`,
                  found: text,
                  expected: 'a label value that stays the same while the alert fires',
                  fix: `annotations: {${label}: ${JSON.stringify(text)}}`,
                },
              ]
            : [],
        ),
      ),
});
