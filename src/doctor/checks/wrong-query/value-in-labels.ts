import { defineCheck } from '../../check';
import { templatesOf } from '../../expressions/templates';
import { nameOf } from '../../../kubernetes/object';

export const check = defineCheck({
  id: 'value-in-labels',
  severity: 'error',
  question: 'Are the labels of every alert free of its value?',
  symptom: 'An alert is pending for ever, or sends a new notification at every evaluation.',
  why: 'The labels of an alert are its identity. With the value in them, every change is a new alert, which starts to wait from 0.',
  remedy: 'Put the value into an annotation.',
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
                  message: `of alert ${name} holds the value, which changes`,
                  found: text,
                  expected: 'a text that stays the same as long as the alert fires',
                  fix: `annotations: {${label}: ${JSON.stringify(text)}}`,
                },
              ]
            : [],
        ),
      ),
});
