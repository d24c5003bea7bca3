import { jsonText } from '../../../findings/one-line';
import { jsonOf } from '../../formats/json';
import type { AlertRow, FolderCertificate } from '../certificate';

/** Everything, for programs. Times are seconds. */
export const folderJson = ({
  alerts,
  workloads,
  subjects: _subjects,
  ...certificate
}: FolderCertificate): string =>
  jsonText({ ...certificate, alerts: alerts.map(row), workloads: workloads.map(jsonOf) });

const row = ({ alert, reached, deadlines, faults, unjudged }: AlertRow) => ({
  labels: alert.labels,
  object: alert.rule.object.name,
  namespace: alert.rule.object.namespace,
  path: alert.rule.path,
  selected: !alert.unselected,
  ...(reached === undefined ? {} : { sometimes: reached.sometimes }),
  ...(reached?.lost === undefined ? {} : { lost: reached.lost }),
  notifies: deadlines.map(({ receiver, seconds, parts }) => ({ receiver, within: seconds, parts })),
  faults,
  ...(unjudged === undefined ? {} : { unjudged }),
});
