import { jsonText } from '../../findings/one-line';
import { shownPath, targetName } from '../edit';
import type { Blindspots, Judged } from '../run';
import { silencesPage } from './words';

/** Every mutant with its verdict, for programs. */
export const asJson = ({ judged, inputs, possible, seed, notes, test }: Blindspots): string =>
  jsonText({ possible, seed, notes, test, mutants: judged.map((mutant) => row(mutant, inputs)) });

function row({ mutator, edit, verdict }: Judged, inputs: Blindspots['inputs']) {
  const { target, from = null, to = null } = edit;
  const { changes = [], ...rest } = 'changes' in verdict ? verdict : { ...verdict, changes: [] };
  return {
    mutator: mutator.name,
    resource: targetName(target, inputs),
    path: shownPath(edit),
    from,
    to,
    ...rest,
    ...(verdict.kind === 'survived' ? { caughtBy: mutator.caughtBy } : {}),
    changes: changes.map((change) => ({
      alert: change.page.alert.rule.name,
      severity: change.page.alert.labels['severity'] ?? null,
      kind: change.kind,
      how: change.how,
      silencesPage: silencesPage(change),
    })),
  };
}
