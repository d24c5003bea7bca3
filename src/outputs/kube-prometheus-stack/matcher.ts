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
 * @throws InvalidInput for what is none, and for a regular expression that Alertmanager would refuse
 */
export function matcherTest(text: string): LabelTest {
  const [, label, operator, quoted, bare] = MATCHER.exec(text) ?? [];
  if (label === undefined) throw invalid('matcher', 'is none', text, 'write it like severity="critical"');
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

/** The expression has to match all of the value. */
export function matches(label: string, expression: string): LabelTest {
  const compiled = compile(expression);
  return (labels) => compiled.matches(labels[label] ?? '');
}

const not =
  (test: LabelTest): LabelTest =>
  (labels) =>
    !test(labels);

/** Holds if all of them do; without any, always. */
export const every =
  (tests: readonly LabelTest[]): LabelTest =>
  (labels) =>
    tests.every((test) => test(labels));

function compile(expression: string): RE2JS {
  try {
    return RE2JS.compile(expression);
  } catch {
    throw invalid('regular expression', 'is not RE2', expression, 'write it as Prometheus understands it');
  }
}

const invalid = (field: string, problem: string, got: string, fix: string) =>
  new InvalidInput({
    resource: 'configuration of Alertmanager',
    path: field,
    message: problem,
    found: got,
    fix,
  });
