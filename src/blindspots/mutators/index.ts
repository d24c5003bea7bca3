import type { Mutator } from '../mutator';
import { aggregation } from './aggregation';
import { alerting } from './alerting';
import { authorization } from './authorization';
import { bucket } from './bucket';
import { lostContinue } from './continue';
import { deletedObject } from './deleted-object';
import { externalLabel } from './external-label';
import { longFor } from './for';
import { groupWait } from './group-wait';
import { honorLabels } from './honor-labels';
import { inhibition } from './inhibition';
import { integration } from './integration';
import { interval } from './interval';
import { jobLabel } from './job-label';
import { label } from './label';
import { matcher } from './matcher';
import { metric } from './metric';
import { monitorLabel } from './monitor-label';
import { muteTime } from './mute-time';
import { namespaceSelector } from './namespace-selector';
import { path } from './path';
import { port } from './port';
import { receiver } from './receiver';
import { relabeling } from './relabeling';
import { renamedRecord } from './renamed-record';
import { role } from './role';
import { routeMatcher } from './route-matcher';
import { ruleFile } from './rule-file';
import { sampleLimit } from './sample-limit';
import { scheme } from './scheme';
import { scrapeTimeout } from './scrape-timeout';
import { secretKey } from './secret-key';
import { selector } from './selector';
import { selectorFlag } from './selector-flag';
import { severity } from './severity';
import { target } from './target';
import { threshold } from './threshold';

/** Every kind of mistake, along the way from a pod to a receiver. */
export const MUTATORS: readonly Mutator[] = [
  label,
  port,
  selector,
  namespaceSelector,
  role,
  target,
  monitorLabel,
  selectorFlag,
  path,
  scheme,
  authorization,
  scrapeTimeout,
  sampleLimit,
  interval,
  jobLabel,
  honorLabels,
  relabeling,
  metric,
  bucket,
  matcher,
  aggregation,
  threshold,
  longFor,
  severity,
  renamedRecord,
  ruleFile,
  alerting,
  externalLabel,
  routeMatcher,
  receiver,
  integration,
  lostContinue,
  groupWait,
  muteTime,
  inhibition,
  secretKey,
  deletedObject,
];
