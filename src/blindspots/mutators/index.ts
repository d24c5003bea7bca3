import type { Mutator } from '../mutator';
import { alerting } from './alerting';
import { bucket } from './bucket';
import { lostContinue } from './continue';
import { deletedObject } from './deleted-object';
import { longFor } from './for';
import { inhibition } from './inhibition';
import { integration } from './integration';
import { interval } from './interval';
import { label } from './label';
import { matcher } from './matcher';
import { metric } from './metric';
import { monitorLabel } from './monitor-label';
import { muteTime } from './mute-time';
import { namespaceSelector } from './namespace-selector';
import { port } from './port';
import { receiver } from './receiver';
import { relabeling } from './relabeling';
import { renamedRecord } from './renamed-record';
import { routeMatcher } from './route-matcher';
import { ruleFile } from './rule-file';
import { secretKey } from './secret-key';
import { selector } from './selector';
import { selectorFlag } from './selector-flag';
import { severity } from './severity';
import { threshold } from './threshold';

/** Every kind of mistake, along the way from a pod to a receiver. */
export const MUTATORS: readonly Mutator[] = [
  label,
  port,
  selector,
  namespaceSelector,
  monitorLabel,
  selectorFlag,
  interval,
  relabeling,
  metric,
  bucket,
  matcher,
  threshold,
  longFor,
  severity,
  renamedRecord,
  ruleFile,
  alerting,
  routeMatcher,
  receiver,
  integration,
  lostContinue,
  muteTime,
  inhibition,
  secretKey,
  deletedObject,
];
