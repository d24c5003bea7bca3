import { RE2JS } from 're2js';
import { InvalidInput } from '../../findings/invalid-input';

/** Labels of an alert. One that is missing counts as empty, as in Alertmanager. */
export type Labels = Readonly<Record<string, string>>;

/** Whether labels satisfy a condition. */
export type LabelTest = (labels: Labels) => boolean;

const MATCHER = /^\s*([a-zA-Z_:][a-zA-Z0-9_:]*)\s*(=~|!~|!=|=)\s*(?:"((?:[^"\\]|\\.)*)"|([^\s"{},]*))\s*$/s;

const ESCAPES: Readonly<Record<string, string>> = { '\\"': '"', '\\\\': '\\', '\\n': '\n' };

/**
 * Reads one matcher of Alertmanager, e.g. `severity="critical"` or `team=~"a|b"`.
 * @throws InvalidInput for an invalid matcher or regular expression
 */
export function matcherTest(text: string): LabelTest {
  const [, label, operator, quoted, bare] = MATCHER.exec(text) ?? [];
  if (label === undefined) throw invalid(text, 'invalid matcher', 'write it like severity="critical"');
  const value = quoted?.replace(/\\["\\n]/g, (escape) => ESCAPES[escape]!) ?? bare ?? '';
  switch (operator) {
    case '=':
      return equals(label, value);
    case '!=':
      return not(equals(label, value));
    case '=~':
      return matches(label, value);
    default:
      return not(matches(label, value));
  }
}

export const equals =
  (label: string, value: string): LabelTest =>
  (labels) =>
    (labels[label] ?? '') === value;

/** The expression is anchored at both ends. */
export function matches(label: string, expression: string): LabelTest {
  const compiled = compile(expression);
  return (labels) => compiled.matches(labels[label] ?? '');
}

const not =
  (test: LabelTest): LabelTest =>
  (labels) =>
    !test(labels);

/** Whether all tests hold; true for an empty list. */
export const every =
  (tests: readonly LabelTest[]): LabelTest =>
  (labels) =>
    tests.every((test) => test(labels));

function compile(expression: string): RE2JS {
  try {
    return RE2JS.compile(expression);
  } catch {
    throw invalid(expression, 'invalid RE2 regular expression in a matcher', 'use the syntax of RE2');
  }
}

const invalid = (found: string, message: string, fix: string) =>
  new InvalidInput({ resource: 'configuration of Alertmanager', path: '', message, found, fix });
