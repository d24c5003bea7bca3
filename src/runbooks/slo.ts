import { div } from '../promql/build';
import { SLO_SYMPTOMS } from '../slo/alerts';
import type { SloKind } from '../slo/kinds/kind';
import { recordedFor } from '../slo/recordings';
import { kindOf, sloKinds, type Slo } from '../slo/slo';
import type { FirstQueries, FirstQuery, ShownService } from './first-query';

/** What every kind of objective has on one of the pages. */
function ofEveryKind(page: keyof SloKind['runbook']): readonly FirstQuery[] {
  return Object.values<SloKind<Slo>>(sloKinds).flatMap((kind) =>
    kind.runbook[page].map((shown) => ({
      ask: shown.ask,
      query: (service: ShownService) => shown.query(shownObjective(kind, service), service),
    })),
  );
}

function shownObjective(kind: SloKind<Slo>, { name, slos }: ShownService): Slo {
  const slo = slos.find((each) => kindOf(each) === kind);
  if (slo === undefined) throw new Error(`${name} needs a ${kind.definedBy} for the runbook pages`);
  return slo;
}

type Page = keyof SloKind['runbook'];

/** What is asked of an objective of any kind, before and after the questions of its kind. */
const ofAnyKind: Readonly<Record<Page, { readonly before: FirstQuery; readonly after?: FirstQuery }>> = {
  burn: {
    before: {
      ask: 'How fast does the budget burn (graph it over 6 hours)? At 1, it lasts exactly until the end of the period.',
      query: (service) => recordedFor(service, service.slos[0], 'burnRate', { window: '5m' }),
    },
    after: {
      ask: "How many hours until the budget is used up, at the last hour's burn rate?",
      query: (service) => div(recordedFor(service, service.slos[0], 'exhaustion'), 3600),
    },
  },
  dataMissing: {
    before: {
      ask: 'When were events last counted? Graph it over a day.',
      query: (service) => recordedFor(service, service.slos[0], 'minuteEvents'),
    },
  },
};

const withAnyKind = (page: Page, between: readonly FirstQuery[]): readonly [FirstQuery, ...FirstQuery[]] => {
  const { before, after } = ofAnyKind[page];
  return [before, ...between, ...(after === undefined ? [] : [after])];
};

const PAGES = { [SLO_SYMPTOMS.burn]: 'burn', [SLO_SYMPTOMS.dataMissing]: 'dataMissing' } as const;

export const sloQueries: FirstQueries = Object.fromEntries(
  Object.entries(PAGES).map(([symptom, page]) => [symptom, withAnyKind(page, ofEveryKind(page))]),
);

/** The queries of an alert on one objective, without those of other kinds. @returns undefined for other alerts */
export function objectiveQueries(symptom: string, slo: Slo): readonly FirstQuery[] | undefined {
  if (!Object.hasOwn(PAGES, symptom)) return undefined;
  const page = PAGES[symptom as keyof typeof PAGES];
  const own = kindOf(slo).runbook[page].map((shown) => ({
    ask: shown.ask,
    query: (service: ShownService) => shown.query(slo, service),
  }));
  return withAnyKind(page, own);
}
