import { re2Error } from '../metrics/labels';
import type { Relabeling } from '../kubernetes/relabeling';
import { Regexes, type PrometheusMajor } from './anchored-regex';
import {
  actionOf,
  DEFAULT_REGEX,
  DEFAULT_REPLACEMENT,
  DEFAULT_SEPARATOR,
  isLabelName,
  isMisspeltName,
  RELABEL_ACTIONS,
  type RelabelAction,
} from './relabel';

export interface RelabelProblem {
  readonly path: keyof Relabeling;
  readonly message: string;
  readonly found: unknown;
  readonly expected: string;
  /** A line of YAML. */
  readonly fix: string;
}

type Problems = readonly RelabelProblem[];

interface Rules {
  /** What targetLabel can be; an action without target ignores it. */
  readonly target: 'none' | 'template' | 'name';
  /** Fields that the operator rejects. */
  readonly rejected: readonly (keyof Relabeling)[];
}

const ONLY_REGEX: Rules = {
  target: 'none',
  rejected: ['sourceLabels', 'separator', 'targetLabel', 'modulus', 'replacement'],
};
const ONLY_LABELS: Rules = { target: 'name', rejected: ['regex', 'separator', 'modulus', 'replacement'] };
const CASE: Rules = { target: 'name', rejected: ['replacement'] };

const RULES: Readonly<Record<RelabelAction, Rules>> = {
  replace: { target: 'template', rejected: [] },
  keep: { target: 'none', rejected: [] },
  drop: { target: 'none', rejected: [] },
  keepequal: ONLY_LABELS,
  dropequal: ONLY_LABELS,
  hashmod: { target: 'name', rejected: [] },
  labelmap: { target: 'none', rejected: [] },
  labeldrop: ONLY_REGEX,
  labelkeep: ONLY_REGEX,
  lowercase: CASE,
  uppercase: CASE,
};

/** A field with this value counts as absent. */
const DEFAULTS: Readonly<Partial<Record<keyof Relabeling, unknown>>> = {
  regex: DEFAULT_REGEX,
  separator: DEFAULT_SEPARATOR,
  replacement: DEFAULT_REPLACEMENT,
  modulus: 0,
};

/**
 * What is wrong with a step. Empty for one that Prometheus accepts.
 * @param regexes of the Prometheus. @default of version 3
 * @see https://github.com/prometheus-operator/prometheus-operator/blob/v0.93.1/pkg/prometheus/validation/relabel.go
 */
export function relabelProblems(step: Relabeling, regexes = new Regexes(3)): Problems {
  const { major } = regexes;
  const action = actionOf(step);
  if (action === undefined)
    return [
      {
        path: 'action',
        message: 'unknown relabeling action',
        found: step.action,
        expected: `one of ${RELABEL_ACTIONS.join(', ')}`,
        fix: 'action: replace',
      },
    ];
  return [
    ...regexProblems(step),
    ...rejectedFields(step, action),
    ...modulusProblems(step, action),
    ...targetProblems(step, action, major),
    ...mappedNameProblems(step, action, major),
  ];

  function regexProblems({ regex }: Relabeling): Problems {
    try {
      regexes.get(regex || DEFAULT_REGEX);
      return [];
    } catch (error) {
      // The error of the expression itself, without the anchors that Prometheus adds.
      const fault = re2Error(regex ?? '') ?? String(error);
      return [
        {
          path: 'regex',
          message: `invalid RE2 regular expression: ${fault}`,
          found: regex,
          expected: 'RE2 syntax: no lookaround, no backreferences',
          fix: withoutLookaround(regex ?? ''),
        },
      ];
    }
  }
}

/** `A(?=B)` at the end takes what stands before B, as the group of `(A)B.*` does, which the replacement has by default. */
function withoutLookaround(regex: string): string {
  if (!/\(\?<?[=!]/.test(regex)) return 'regex: (.*)';
  const [, before, after] = /^((?:[^()\\]|\\.)*)\(\?=((?:[^()\\]|\\.)*)\)$/.exec(regex) ?? [];
  return before === undefined || after === undefined
    ? 'write regex without lookaround: it matches the whole value, and groups keep a part of it'
    : `regex: ${JSON.stringify(`(${before})${after.includes('|') ? `(?:${after})` : after}.*`)}`;
}

function rejectedFields(step: Relabeling, action: RelabelAction): Problems {
  const takes =
    RULES[action] === ONLY_REGEX
      ? 'regex'
      : RULES[action] === ONLY_LABELS
        ? 'sourceLabels and targetLabel'
        : '';
  return RULES[action].rejected
    .filter((field) => isGiven(step, field))
    .map((field) => ({
      path: field,
      message: `${field} is not allowed with action ${action}`,
      found: step[field],
      expected: takes === '' ? `no ${field}` : `${takes} only`,
      fix: `# remove ${field}: ${JSON.stringify(step[field])}`,
    }));
}

function isGiven(step: Relabeling, field: keyof Relabeling): boolean {
  const value = step[field];
  if (value === undefined || value === DEFAULTS[field]) return false;
  // The operator omits these when they are empty, but writes an empty separator or replacement.
  if (field === 'sourceLabels' || field === 'targetLabel' || field === 'regex')
    return value !== '' && !isEmptyList(value);
  return true;
}

const isEmptyList = (value: unknown): boolean => Array.isArray(value) && value.length === 0;

function modulusProblems({ modulus }: Relabeling, action: RelabelAction): Problems {
  if (action !== 'hashmod' || (Number.isInteger(modulus) && modulus! > 0)) return [];
  return [
    {
      path: 'modulus',
      message:
        modulus === undefined
          ? 'action hashmod requires a modulus'
          : 'the modulus must be a whole number above 0',
      found: modulus,
      expected: 'the number of shares, e.g. 2',
      fix: 'modulus: 2',
    },
  ];
}

function targetProblems(
  { targetLabel = '' }: Relabeling,
  action: RelabelAction,
  major: PrometheusMajor,
): Problems {
  const { target } = RULES[action];
  if (target === 'none') return [];
  const valid = target === 'template' ? isNameTemplate(targetLabel, major) : isLabelName(targetLabel, major);
  if (valid) return [];
  return [
    {
      path: 'targetLabel',
      message: targetLabel === '' ? `action ${action} requires a targetLabel` : 'invalid label name',
      found: targetLabel || undefined,
      expected: 'letters, digits and _, not starting with a digit',
      fix: `targetLabel: ${targetLabel.replace(/[^a-zA-Z0-9_]/g, '_').replace(/^(?=\d)/, '_') || 'name'}`,
    },
  ];
}

function mappedNameProblems(
  { replacement = DEFAULT_REPLACEMENT }: Relabeling,
  action: RelabelAction,
  major: PrometheusMajor,
): Problems {
  if (action !== 'labelmap' || isNameTemplate(replacement, major)) return [];
  return [
    {
      path: 'replacement',
      message: 'the replacement gives an invalid label name',
      found: replacement,
      expected: 'a label name, with groups of the regex, e.g. $1',
      fix: 'replacement: $1',
    },
  ];
}

const LEGACY_TEMPLATE = /^(?:[a-zA-Z_]|\$(?:\{\w+\}|\w+))(?:\w|\$(?:\{\w+\}|\w+))*$/;

/** Prometheus 2 allows references to groups as part of the name. */
const isNameTemplate = (text: string, major: PrometheusMajor): boolean =>
  major === 3 || !text.includes('$') ? isLabelName(text, major) : LEGACY_TEMPLATE.test(text);

/**
 * Labels that are meant to be `__name__`. Prometheus accepts them, and finds them nowhere.
 * @param field the list, as the input writes it
 */
export const misspeltNames = (labels: readonly string[], field: string): readonly NameProblem[] =>
  labels.filter(isMisspeltName).map((label) => ({
    label,
    message: `no sample has the label ${label}; the name of a metric is in __name__`,
    expected: '__name__',
    fix: `${field}: ${JSON.stringify(labels.map((one) => (one === label ? '__name__' : one)))}`,
  }));

interface NameProblem extends Pick<RelabelProblem, 'message' | 'expected' | 'fix'> {
  readonly label: string;
}
