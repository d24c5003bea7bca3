import type { Evidence } from '../../doctor/diagnose';
import { settledFacts } from '../../doctor/facts';
import { faultFinding } from '../../doctor/isolate';
import { InvalidInput } from '../../findings/invalid-input';
import type { Fault } from '../../faults/fault';
import { redactText } from '../../findings/redact';
import type { Certificate } from '../certificate';
import { explained, findFault } from '../explain';
import type { CertificateFormat } from '../formats/index';
import { isWaking } from './alerts';
import { certifyFolder, type AlertRow } from './certificate';
import { isNobody } from './formats/cells';
import { FOLDER_FORMATS } from './formats/index';

export interface PrintedFolder {
  readonly text: string;
  /** What was not read, as sentences. */
  readonly notes: readonly string[];
  /** An alert that wakes people reaches no receiver. */
  readonly missed: boolean;
}

/**
 * Certifies what was read from files.
 * @param explain name of a fault, to show how its bounds are made up
 * @throws InvalidInput where the manifests cannot be read, for an unknown fault, and without alerts
 */
export function certifyEvidence(
  { findings = [], notes = [], ...sources }: Evidence,
  format: CertificateFormat,
  explain?: string,
): PrintedFolder {
  const { value: facts, faults } = settledFacts({
    ...(sources.objects === undefined ? {} : { objects: sources.objects }),
    ...(sources.values === undefined ? {} : { values: sources.values }),
  });
  if (facts === undefined)
    throw new InvalidInput(faults.map((each) => faultFinding('certify', 'reading the input', each)));
  const fault = explain === undefined ? undefined : findFault(explain, []);
  const certificate = certifyFolder(facts);
  if (certificate.alerts.length === 0)
    throw new InvalidInput([
      // The alerts may be there.
      ...findings,
      {
        resource: 'certify',
        path: '',
        message: 'no alerts found',
        found: undefined,
        fix: 'name files or a folder with PrometheusRules, or rule files of Prometheus',
      },
    ]);
  return {
    text: redactText(
      fault === undefined
        ? FOLDER_FORMATS[format](certificate)
        : concerned(certificate.subjects, fault)
            .map((each) => explained(each, fault))
            .join('\n\n'),
    ),
    notes: [
      ...notes,
      ...[...findings, ...faults.map((each) => faultFinding('certify', 'reading the input', each))].map(
        ({ resource, message }) => `Not read: ${resource}: ${message}.`,
      ),
    ],
    missed: certificate.alerts.some(isLostPage),
  };
}

/** An alert that wakes people and that no receiver can get. */
const isLostPage = (row: AlertRow): boolean => isWaking(row.alert.labels) && isNobody(row);

/** Workloads of which the fault was tried, or else one that shows why it was not. */
function concerned(subjects: readonly Certificate[], fault: Fault): readonly Certificate[] {
  const tried = subjects.filter(({ rows }) => rows.some((row) => row.fault === fault));
  return tried.length > 0 ? tried : subjects.slice(0, 1);
}
