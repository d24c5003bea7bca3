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

/** Tag of all generated dashboards, for searches in Grafana. */
const TAG = 'signalproof';

const REFRESH: Duration = '1m';

const REFRESH_CHOICES: readonly Duration[] = ['30s', '1m', '5m', '15m', '30m', '1h'];

export interface DashboardSpec {
  readonly uid: string;
  readonly title: string;
  /** The question that it answers. */
  readonly description: string;
  /** In addition to the common tag. */
  readonly tags: readonly string[];
  /** Default time range: from so long ago until now. */
  readonly from: Duration;
  readonly variables: readonly Builder<VariableModel>[];
  /** @default none */
  readonly annotations?: readonly Builder<AnnotationQuery>[];
  /** Other dashboards to link to, with the same time range and variables. */
  readonly related: readonly { readonly title: string; readonly uid: string }[];
  /** Shortest interval of panels. */
  readonly scrapeInterval: Duration;
  readonly runbooks: string;
  readonly sections: readonly Section[];
}

/** Builds a dashboard; the result is deterministic. */
export function buildDashboard(spec: DashboardSpec): Dashboard {
  const { scrapeInterval, runbooks } = spec;
  const notBelowScrape = (interval: Duration) => seconds(interval) >= seconds(scrapeInterval);
  const builder = new DashboardBuilder(spec.title)
    .uid(spec.uid)
    .description(spec.description)
    .tags([TAG, ...spec.tags])
    // Synthesis would overwrite manual changes.
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
  // These keys first, so that diffs start with them.
  const { uid, title, description, ...rest } = builder.build();
  return { uid, title, description, ...rest };
}
