import type { Builder } from '@grafana/grafana-foundation-sdk/cog';
import {
  DashboardBuilder,
  DashboardCursorSync,
  DashboardLinkBuilder,
  DashboardLinkType,
  TimePickerBuilder,
  type AnnotationQuery,
  type Dashboard,
  type VariableModel,
} from '@grafana/grafana-foundation-sdk/dashboard';
import { seconds, type Duration } from '../promql/window';
import { dashboardPath } from '../rules/dashboard-links';
import type { Section } from './panel';
import { externalLink, shownLink } from './panels/basics';
import { addPanels } from './panels/build';

/** By which links and searches find our dashboards. */
const TAG = 'task-api-monitoring';

/** How often a dashboard that is looked at asks again. */
const REFRESH: Duration = '1m';

const REFRESH_CHOICES: readonly Duration[] = ['30s', '1m', '5m', '15m', '30m', '1h'];

export interface DashboardSpec {
  readonly uid: string;
  readonly title: string;
  /** Which question it answers. */
  readonly description: string;
  /** Beside the tag that all have. */
  readonly tags: readonly string[];
  /** What is shown until now, when it is opened. */
  readonly from: Duration;
  readonly variables: readonly Builder<VariableModel>[];
  /** @default none */
  readonly annotations?: readonly Builder<AnnotationQuery>[];
  /** Other dashboards, by title. They are opened at the same time and with the same choices. */
  readonly related: readonly { readonly title: string; readonly uid: string }[];
  /** No panel can show more than was scraped. */
  readonly scrapeInterval: Duration;
  /** Where the runbooks are. */
  readonly runbooks: string;
  readonly sections: readonly Section[];
}

/** Builds a dashboard. Nothing in it depends on when or how often that is done. */
export function buildDashboard(spec: DashboardSpec): Dashboard {
  const { scrapeInterval, runbooks } = spec;
  const notBelowScrape = (interval: Duration) => seconds(interval) >= seconds(scrapeInterval);
  const builder = new DashboardBuilder(spec.title)
    .uid(spec.uid)
    .description(spec.description)
    .tags([TAG, ...spec.tags])
    // What is changed by hand is gone with the next synthesis.
    .readonly()
    .timezone('browser')
    .tooltip(DashboardCursorSync.Crosshair)
    .time({ from: `now-${spec.from}`, to: 'now' })
    .refresh(notBelowScrape(REFRESH) ? REFRESH : scrapeInterval)
    .timepicker(new TimePickerBuilder().refreshIntervals(REFRESH_CHOICES.filter(notBelowScrape)))
    .variables([...spec.variables])
    .annotations([...(spec.annotations ?? [])])
    .links([
      ...spec.related.map(({ title, uid }) =>
        shownLink(
          new DashboardLinkBuilder(title)
            .type(DashboardLinkType.Link)
            .icon('dashboard')
            .url(dashboardPath(uid))
            .includeVars(true)
            .keepTime(true),
        ),
      ),
      externalLink('Runbooks', runbooks),
    ]);
  addPanels(builder, spec.sections, { runbooks, scrapeInterval });
  // What a reader of a diff looks for comes first.
  const { uid, title, description, ...rest } = builder.build();
  return { uid, title, description, ...rest };
}
