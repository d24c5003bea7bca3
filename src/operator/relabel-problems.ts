import { re2Error } from '../metrics/labels';
import type { Relabeling } from '../kubernetes/relabeling';
import { anchoredRegex, type PrometheusMajor } from './anchored-regex';
import {
  actionOf,
  DEFAULT_REGEX,
  DEFAULT_REPLACEMENT,
  DEFAULT_SEPARATOR,
  isLabelName,
  RELABEL_ACTIONS,
  type RelabelAction,
} from './relabel';

/** Why the operator or Prometheus refuses a step. */
export interface RelabelProblem {
  readonly field: keyof Relabeling;
  /** The rest of a sentence that starts with the field. */
  readonly message: string;
  readonly found: unknown;
  readonly expected: string;
  /** A line of YAML. */
  readonly fix: string;
}

type Problems = readonly RelabelProblem[];

interface Rules {
  /** Writes to this one label, or compares it. */
  readonly target: 'none' | 'template' | 'name';
  /** Fields that it does not take, beside those that all actions ignore. */
  readonly refused: readonly (keyof Relabeling)[];
}

const ONLY_REGEX: Rules = {
  target: 'none',
  refused: ['sourceLabels', 'separator', 'targetLabel', 'modulus', 'replacement'],
};
const ONLY_LABELS: Rules = { target: 'name', refused: ['regex', 'separator', 'modulus', 'replacement'] };
const CASE: Rules = { target: 'name', refused: ['replacement'] };

const RULES: Readonly<Record<RelabelAction, Rules>> = {
  replace: { target: 'template', refused: [] },
  keep: { target: 'none', refused: [] },
  drop: { target: 'none', refused: [] },
  keepequal: ONLY_LABELS,
  dropequal: ONLY_LABELS,
  hashmod: { target: 'name', refused: [] },
  labelmap: { target: 'none', refused: [] },
  labeldrop: ONLY_REGEX,
  labelkeep: ONLY_REGEX,
  lowercase: CASE,
  uppercase: CASE,
};

/** Given like this, a field counts as left out. */
const DEFAULTS: Readonly<Partial<Record<keyof Relabeling, unknown>>> = {
  regex: DEFAULT_REGEX,
  separator: DEFAULT_SEPARATOR,
  replacement: DEFAULT_REPLACEMENT,
  modulus: 0,
};

/**
 * What is wrong with a step; nothing for one that Prometheus loads.
 * @param major of the Prometheus. @default 3
 * @see https://github.com/prometheus-operator/prometheus-operator/blob/v0.93.1/pkg/prometheus/validation/relabel.go
 */
export function relabelProblems(step: Relabeling, major: PrometheusMajor = 3): Problems {
  const action = actionOf(step);
  if (action === undefined)
    return [
      {
        field: 'action',
        message: 'is no action of relabeling',
        found: step.action,
        expected: `one of ${RELABEL_ACTIONS.join(', ')}`,
        fix: 'action: replace',
      },
    ];
  return [
    ...regexProblems(step),
    ...refusedFields(step, action),
    ...modulusProblems(step, action),
    ...targetProblems(step, action, major),
    ...mappedNameProblems(step, action, major),
  ];

  function regexProblems({ regex }: Relabeling): Problems {
    try {
      anchoredRegex(regex || DEFAULT_REGEX, major);
      return [];
    } catch (error) {
      // Said of the expression alone where it can be, not of what Prometheus puts around it.
      const fault = re2Error(regex ?? '') ?? String(error);
      return [
        {
          field: 'regex',
          message: `is no RE2 regular expression: ${fault}`,
          found: regex,
          expected: 'RE2 syntax: no lookaround, no backreferences',
          fix: 'regex: (.*)',
        },
      ];
    }
  }
}

function refusedFields(step: Relabeling, action: RelabelAction): Problems {
  const takes =
    RULES[action] === ONLY_REGEX
      ? 'regex'
      : RULES[action] === ONLY_LABELS
        ? 'sourceLabels and targetLabel'
        : '';
  return RULES[action].refused
    .filter((field) => isGiven(step, field))
    .map((field) => ({
      field,
      message: `cannot be set for ${action}`,
      found: step[field],
      expected: takes === '' ? `no ${field}` : `${takes} only`,
      fix: `# remove ${field}: ${JSON.stringify(step[field])}`,
    }));
}

function isGiven(step: Relabeling, field: keyof Relabeling): boolean {
  const value = step[field];
  if (value === undefined || value === DEFAULTS[field]) return false;
  // The operator leaves these out when they are empty; an empty separator or replacement means something.
  if (field === 'sourceLabels' || field === 'targetLabel' || field === 'regex')
    return value !== '' && !isEmptyList(value);
  return true;
}

const isEmptyList = (value: unknown): boolean => Array.isArray(value) && value.length === 0;

function modulusProblems({ modulus }: Relabeling, action: RelabelAction): Problems {
  if (action !== 'hashmod' || (Number.isInteger(modulus) && modulus! > 0)) return [];
  return [
    {
      field: 'modulus',
      message: modulus === undefined ? 'is missing for hashmod' : 'not a whole number above 0',
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
      field: 'targetLabel',
      message: targetLabel === '' ? `is missing for ${action}` : 'is no name of a label',
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
      field: 'replacement',
      message: 'makes no name of a label',
      found: replacement,
      expected: 'a name of a label, with groups of the regex in it, e.g. $1',
      fix: 'replacement: $1',
    },
  ];
}

const LEGACY_TEMPLATE = /^(?:[a-zA-Z_]|\$(?:\{\w+\}|\w+))(?:\w|\$(?:\{\w+\}|\w+))*$/;

/** Prometheus 2 takes references to groups for letters of the name. */
const isNameTemplate = (text: string, major: PrometheusMajor): boolean =>
  major === 3 || !text.includes('$') ? isLabelName(text, major) : LEGACY_TEMPLATE.test(text);
