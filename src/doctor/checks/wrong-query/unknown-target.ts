import { selectorFindings, unknownValue } from '../../expressions/selector-findings';
import { defineCheck } from '../../check';
import { print } from '../../../promql/print';
import { isAlike } from '../../expressions/jobs';
import { nearest } from '../../expressions/nearest';
import { showMatcher } from '../../expressions/matchers';
import { oneOf, type Described } from '../../expressions/report';
import type { Verdict } from '../../expressions/verdict';

export const check = defineCheck({
  id: 'unknown-target',
  severity: 'error',
  question: 'Does a target exist for every job, namespace or service in an expression?',
  symptom: 'An alert such as up{job="x"} == 0 never fires, even if the service is down.',
  why: 'job is the name of the Service, or the value of the Service label that jobLabel names. If that label does not exist, jobLabel has no effect.',
  remedy:
    'Use a value that targets have. To change the target instead, set jobLabel to the key of a label of the Service.',
  see: 'https://github.com/prometheus-operator/prometheus-operator/blob/v0.93.1/Documentation/api-reference/api.md',
  needs: ['analysis'],
  inParts: true,
  find: ({ analysis }) =>
    selectorFindings(analysis, (verdict, selector) => {
      if (verdict.kind === 'combination' && !verdict.recorded)
        return {
          message: 'no series has all of these labels at once',
          found: print(selector),
          expected: 'labels that one target has',
          fix: 'remove the matcher that belongs to another target',
        };
      if (verdict.kind === 'job') return unknownJob(verdict);
      if (verdict.kind !== 'target') return undefined;
      return {
        severity: analysis.catalog.contracts.size > 0 && verdict.uncertain !== true ? 'error' : 'warning',
        ...unknownValue(verdict, `no target has ${showMatcher(verdict.matcher)}`),
      };
    }),
});

/** Warns only: a Prometheus may also receive series. */
function unknownJob({ matcher, jobs }: Extract<Verdict, { readonly kind: 'job' }>): Described {
  const { operator, value } = matcher;
  const message = `no job of ${jobs.file} gives series with ${showMatcher(matcher)}`;
  const alike = jobs.names.filter((name) => isAlike(value, name));
  const meant = alike.length === 1 ? alike[0] : nearest(value, jobs.names);
  const values = meant === undefined ? jobs.names : [meant];
  const unknown = { severity: 'warning' as const, ...unknownValue({ matcher, values }, message) };
  if (meant !== undefined) return unknown;
  const added = operator === '=' ? `add a scrape configuration with job_name: ${value}, or ` : '';
  return { ...unknown, fix: `${added}select ${oneOf(jobs.names)}` };
}
