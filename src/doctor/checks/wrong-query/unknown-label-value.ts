import { selectorFindings, unknownValue } from '../../expressions/selector-findings';
import { defineCheck } from '../../check';
import { wrongValues, type WrongValues } from '../../expressions/exporter-values';
import { asRegex, matches, showMatcher } from '../../expressions/matchers';
import { aboutEach, oneOf, type Described } from '../../expressions/report';
import { nameOfSelector } from '../../expressions/series-catalog';
import type { Matcher, Selector } from '../../../promql/expr';
import { print } from '../../../promql/print';

export const check = defineCheck({
  id: 'unknown-label-value',
  severity: 'error',
  question: 'Does every matcher use a possible value of its label?',
  symptom: 'An alert never fires, or a share of requests is always 0.',
  why: 'The contract lists the values of a label, or their pattern, and common exporters have fixed ones: kube-state-metrics writes status="true", not "True". A matcher for any other value selects nothing, and so do two matchers of one label that exclude each other.',
  remedy: 'Use the value that the service or exporter exposes, or add it to the contract.',
  see: 'https://prometheus.io/docs/prometheus/latest/querying/basics/#instant-vector-selectors',
  needs: ['analysis'],
  inParts: true,
  find: ({ analysis }) => [
    aboutEach(analysis.selectors, (selector, { of }) =>
      analysis.verdict(selector) === undefined &&
      analysis.catalog.of(nameOfSelector(selector) ?? '') === undefined
        ? ofExporter(selector, 'rule' in of)
        : undefined,
    ),
    selectorFindings(analysis, (verdict, selector) => {
      if (verdict.kind === 'contradiction') return contradiction(selector, verdict.matchers);
      if (verdict.kind !== 'value' || verdict.recorded) return undefined;
      const { matcher, pattern, values } = verdict;
      // Asks for series that lost the label, and those should not exist.
      if (matcher.operator === '=' && matcher.value === '') return undefined;
      const meant = asRegex(matcher);
      if (meant !== undefined && couldMatch(meant, values, pattern))
        return {
          ...unknownValue(
            verdict,
            `no series has ${showMatcher(matcher)}, as ${matcher.operator} compares the whole text`,
          ),
          fix: `write ${showMatcher(meant)}`,
        };
      return {
        ...unknownValue(verdict, `no series has ${showMatcher(matcher)}`),
        ...(pattern !== undefined && {
          expected: `a value that matches ${pattern}`,
          fix: `write ${matcher.label}="<value>" with a value that matches ${pattern}`,
        }),
      };
    }),
  ],
});

/** A value that the metric of a common exporter never has. */
function ofExporter(selector: Selector, inRule: boolean): Described | undefined {
  const found = wrongValues(selector);
  if (found === undefined) return undefined;
  const { matcher, wrong, meant, values, because, dead } = found;
  const effect = dead
    ? `no series has ${showMatcher(matcher)}`
    : matcher.operator.startsWith('!')
      ? `${showMatcher(matcher)} excludes no series of ${wrong.join(', ')}`
      : `no series has the value ${wrong.join(', ')} of ${showMatcher(matcher)}`;
  return {
    // Types of conditions and reasons are not a closed list.
    severity: dead && values !== undefined && inRule ? 'error' : 'warning',
    message: because === undefined ? effect : `${effect}, as ${because}`,
    found: matcher.value,
    expected: values === undefined ? (meant?.value ?? 'a value that the exporter has') : oneOf(values),
    fix:
      meant !== undefined
        ? `write ${showMatcher(meant)}`
        : (swapped(selector, found) ??
          ofOtherLabel(selector, found) ??
          `write ${matcher.label}="<value>" with ${oneOf(values ?? [], 'a value that the exporter has')}`),
  };
}

/** Two labels with each other's values: `condition="false", status="AbleToScale"`. */
function swapped(selector: Selector, { matcher, values = [] }: WrongValues): string | undefined {
  const other = selector.matchers.find((one) => one !== matcher && values.includes(one.value));
  if (other === undefined) return undefined;
  const matchers = selector.matchers.map((one) =>
    one === matcher ? { ...one, value: other.value } : one === other ? { ...one, value: matcher.value } : one,
  );
  return `write ${print({ ...selector, matchers })}`;
}

/** The matcher on the label that has the value, unless there is one. */
const ofOtherLabel = ({ matchers }: Selector, { matcher, belongsTo }: WrongValues): string | undefined =>
  belongsTo === undefined || matchers.some(({ label }) => label === belongsTo)
    ? undefined
    : `write ${showMatcher({ ...matcher, label: belongsTo })}`;

/** Whether a regular expression matches one of the values, or one of such a form. */
const couldMatch = (meant: Matcher, values: readonly string[], pattern: string | undefined): boolean =>
  [...values, ...(pattern === undefined ? [] : [meant.value.replaceAll('.', '0')])].some(
    (value) =>
      matches(meant, value) &&
      (pattern === undefined || matches({ ...meant, value: pattern, operator: '=~' }, value)),
  );

/** All matchers of a selector have to match. Two values are meant as alternatives. */
function contradiction(selector: Selector, matchers: readonly Matcher[]): Described {
  const values = matchers.map(({ value }) => value.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  const [{ label }] = matchers as [Matcher];
  const either: Matcher = { label, operator: '=~', value: values.join('|') };
  const others = selector.matchers.filter((matcher) => matcher !== matchers[0] && matchers.includes(matcher));
  const fixed = selector.matchers
    .filter((matcher) => !others.includes(matcher))
    .map((matcher) => (matcher === matchers[0] ? either : matcher));
  return {
    message: `${matchers.map(showMatcher).join(' and ')} exclude each other, so the selector selects nothing`,
    found: print(selector),
    expected: `one matcher for ${label}`,
    fix: matchers.every(({ operator }) => operator === '=')
      ? `write ${print({ ...selector, matchers: fixed })}`
      : `remove ${matchers.map(showMatcher).join(', or ')}`,
  };
}
