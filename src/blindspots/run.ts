import { certifyFolder, type FolderCertificate } from '../certify/folder/certificate';
import { isWaking } from '../certify/folder/alerts';
import { detectedBy } from '../certify/folder/workload-faults';
import type { Facts } from '../doctor/check';
import { diagnose, type Evidence } from '../doctor/diagnose';
import type { Fault } from '../faults/fault';
import { podMonitorDeleted } from '../faults/list/pod-monitor-deleted';
import { serviceMonitorDeleted } from '../faults/list/service-monitor-deleted';
import { InvalidInput } from '../findings/invalid-input';
import { ExprParser } from '../promql/expr-parser';
import { counted } from '../findings/coverage';
import type { Finding } from '../findings/finding';
import { absentAlert, ReadSeries } from './absences';
import { changesOf, type Change } from './effect';
import { edited, type Edit } from './edit';
import { failureAlert } from './failed-scrapes';
import { originalOf, type Mutator, type Original } from './mutator';
import { MUTATORS } from './mutators/index';
import { pagesOf, type Page, type Pages } from './pages';
import { sampled } from './sample';
import { changedScrape } from './unread-scrapes';

/** One change, made alone. */
export interface Mutant {
  readonly mutator: Mutator;
  readonly edit: Edit;
}

export type Verdict =
  /** The doctor reports it; identifiers of its checks. */
  | { readonly kind: 'doctor'; readonly checks: readonly string[] }
  /** `signalproof certify` fails: a critical alert reaches no receiver. */
  | { readonly kind: 'certificate'; readonly changes: readonly Change[] }
  /** Once it is applied, another alert notifies a receiver. */
  | { readonly kind: 'alert'; readonly alert: string; readonly changes: readonly Change[] }
  /** The tests of the user fail. */
  | { readonly kind: 'tests'; readonly changes: readonly Change[] }
  /** Nothing reports it, and pages suffer. */
  | {
      readonly kind: 'survived';
      readonly changes: readonly Change[];
      /** Why the tests of the user did not run, as a clause. @default they pass, or none were given */
      readonly untested?: string;
    }
  /** What it changes is not known; the reason as a clause. */
  | { readonly kind: 'unjudged'; readonly reason: string }
  /** It changes nothing; the reason as a clause. */
  | { readonly kind: 'equivalent'; readonly reason: string };

export interface Judged extends Mutant {
  readonly verdict: Verdict;
}

export interface Blindspots {
  readonly inputs: Original['inputs'];
  readonly judged: readonly Judged[];
  /** Mutants that exist, of which the budget takes some. */
  readonly possible: number;
  readonly seed: number;
  /** What was not known, as sentences. */
  readonly notes: readonly string[];
  /** The command of the user's tests. @default none was given */
  readonly test?: string;
}

export interface BlindspotOptions {
  /** Most mutants that are tried. */
  readonly budget: number;
  /** Which sample of them. */
  readonly seed: number;
  /** @default all */
  readonly mutators?: readonly Mutator[];
  /** Called before each mutant, and at the end. */
  readonly onProgress?: (done: number, of: number) => void;
}

/**
 * Changes one thing at a time, and looks who notices.
 * @throws InvalidInput where the manifests have no objects or no alerts
 */
export function blindspots(
  evidence: Evidence,
  { budget, seed, mutators = MUTATORS, onProgress = () => {} }: BlindspotOptions,
): Blindspots {
  const { objects, values, services } = evidence;
  const original = originalOf({
    ...(objects === undefined ? {} : { objects }),
    ...(values === undefined ? {} : { values }),
    ...(services === undefined ? {} : { services }),
  });
  const judge = new Judge(original);
  const all = mutators.map((mutator) => mutator.edits(original).map((edit): Mutant => ({ mutator, edit })));
  const tried = sampled(all, budget, seed);
  const judged = tried.map((mutant, index) => {
    onProgress(index, tried.length);
    return { ...mutant, verdict: judge.verdict(mutant) };
  });
  onProgress(tried.length, tried.length);
  return {
    inputs: original.inputs,
    judged,
    possible: all.reduce((sum, { length }) => sum + length, 0),
    seed,
    notes: judge.notes,
  };
}

/** What a mutant is like that ends the scrapes of a workload. */
const UNSCRAPED: readonly Fault[] = [serviceMonitorDeleted, podMonitorDeleted];

/** Kinds that decide on labels and routes of all alerts. */
const ROUTING = ['AlertmanagerConfig', 'Prometheus'];

const workloadsOf = ({ scrapes }: Pages): ReadonlySet<string> =>
  new Set([...scrapes.values()].map(({ workload }) => workload));

class Judge {
  readonly notes: readonly string[];
  private readonly known: ReadonlySet<string>;
  private readonly pages: Pages;
  private readonly certificate: FolderCertificate;
  private readonly read: ReadSeries;
  /** Mutants share all expressions but one. */
  private readonly parser = new ExprParser();

  constructor(private readonly original: Original) {
    const { facts, report } = diagnose({ ...original.inputs, parser: this.parser });
    this.known = new Set(report.findings.map(keyOf));
    this.pages = pagesOf(facts as Facts);
    if (this.pages.byId.size === 0)
      throw new InvalidInput({
        resource: 'blindspots',
        path: '',
        message: 'no alerts found that Prometheus evaluates',
        found: undefined,
        fix: 'name files or a folder with PrometheusRules, and the values of the chart',
      });
    this.certificate = certifyFolder(facts);
    this.read = new ReadSeries((facts as Facts).rules.flatMap(({ expr }) => expr ?? []));
    this.notes = notesOf(this.pages);
  }

  verdict({ edit }: Mutant): Verdict {
    const { facts, report } = diagnose({ ...edited(this.original.inputs, edit), parser: this.parser });
    const found = report.findings.filter(
      (finding) => finding.severity !== 'info' && !this.known.has(keyOf(finding)),
    );
    if (found.length > 0) return { kind: 'doctor', checks: [...new Set(found.map(({ check }) => check))] };
    const isRouted = edit.target.kind !== 'object' || ROUTING.includes(edit.target.object.kind);
    const now = pagesOf(facts as Facts, this.pages);
    const all = changesOf(this.pages, now, isRouted);
    const fires = absentAlert(this.pages, now, this.read);
    if (fires !== undefined && all.length > 0) return { kind: 'alert', alert: fires, changes: all };
    if (all.length === 0) {
      const scrape = changedScrape(this.pages.unread, now.unread);
      return scrape === undefined
        ? { kind: 'equivalent', reason: 'targets, rules, times and routes stay the same' }
        : {
            kind: 'unjudged',
            reason: `the targets of ${scrape} are not among the manifests, and no alert reads their job or every one`,
          };
    }
    const changes = all.filter(
      (change) => change.kind !== 'altered' || !this.isSameForFaults(change, now, facts as Facts),
    );
    if (changes.length === 0)
      return { kind: 'equivalent', reason: 'the same faults make the alert fire, as soon as before' };
    if (changes.some(({ page }) => isLost(page, now))) return { kind: 'certificate', changes };
    const alert = this.alertOn(now) ?? failureAlert(this.pages, now, facts as Facts);
    return alert === undefined ? { kind: 'survived', changes } : { kind: 'alert', alert, changes };
  }

  /** An altered alert that faults can judge fires for each of them, no later. */
  private isSameForFaults({ page }: Change, now: Pages, facts: Facts): boolean {
    const row = this.certificate.alerts.find(
      ({ alert }) =>
        alert.rule.path === page.alert.rule.path && alert.rule.object.name === page.alert.rule.object.name,
    );
    if (row === undefined || row.faults.length === 0) return false;
    const bounds = (of: Facts, { alert }: Page) => detectedBy(of, alert, row.faults);
    const [before, after] = [bounds(this.original.facts, page), bounds(facts, now.byId.get(page.id)!)];
    return row.faults.every((fault) => (after.get(fault) ?? Infinity) <= before.get(fault)!);
  }

  /** An alert that notifies a receiver when a workload is no longer scraped, which the mutant causes. */
  private alertOn(now: Pages): string | undefined {
    const left = workloadsOf(now);
    const lost = [...workloadsOf(this.pages)].filter((workload) => !left.has(workload));
    const names = new Set([...now.byId.values()].map(({ alert }) => alert.rule.name));
    return this.certificate.workloads
      .filter(({ service, environment }) => lost.includes(service.replace(' ', ` ${environment}/`)))
      .flatMap(({ rows }) => rows.filter(({ fault }) => UNSCRAPED.includes(fault)))
      .flatMap(({ notifications }) => notifications.flatMap(({ alert }) => alert?.name ?? []))
      .find((name) => names.has(name));
  }
}

function notesOf({ byId, isRouted }: Pages): readonly string[] {
  if (!isRouted)
    return ['No configuration of Alertmanager was found: what happens after an alert fires was not judged.'];
  const lost = [...byId.values()].filter(({ receivers, possible }) => receivers.size + possible.length === 0);
  return lost.length === 0
    ? []
    : [
        `${counted(lost.length, 'alert')} ${lost.length === 1 ? 'reaches' : 'reach'} no receiver: a change of time, severity or route changes nothing for ${lost.length === 1 ? 'it' : 'them'}.`,
      ];
}

/** A critical alert that had a receiver, and has none. */
function isLost({ id, alert, receivers }: Page, now: Pages): boolean {
  if (!now.isRouted || !isWaking(alert.labels) || receivers.size === 0) return false;
  if (now.unselected.has(id)) return true;
  const after = now.byId.get(id);
  return (
    after !== undefined &&
    isWaking(after.alert.labels) &&
    after.receivers.size === 0 &&
    after.possible.length === 0
  );
}

const keyOf = ({ check, resource, path, message }: Finding): string =>
  JSON.stringify([check, resource, path, message]);
