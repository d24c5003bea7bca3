import {
  VariableHide,
  type Dashboard,
  type Panel,
  type RowPanel,
} from '@grafana/grafana-foundation-sdk/dashboard';
import { resolved } from '../panel-queries';
import { seconds } from '../../promql/window';
import { escapeHtml } from './format';
import { panelBody, type Range } from './panel';
import type { QueryRunner } from './query-runner';

/** Grafana's grid on a screen of 1600 pixels. */
const COLUMN = 66;
const ROW = 38;
const GAP = 8;

const STYLE = `
body { background: #111217; color: #ccccdc; font: 13px Inter, Helvetica, Arial, sans-serif; margin: 16px; width: 1584px; }
h1 { font-size: 20px; margin: 24px 0 2px; } p { margin: 0 0 8px; color: #8e8e99; }
.links span { color: #6e9fff; margin-right: 16px; }
.grid { position: relative; } .panel, .row { position: absolute; box-sizing: border-box; overflow: hidden; }
.panel { background: #181b1f; border: 1px solid #2c2f36; padding: 6px 8px; }
.row { font-size: 16px; padding-top: 8px; } .title { font-weight: 500; height: 22px; white-space: nowrap; overflow: hidden; text-overflow: ellipsis; }
.stat { font-size: 28px; text-align: center; padding-top: 18px; } .empty { text-align: center; padding-top: 24px; color: #8e8e99; }
svg text { fill: #8e8e99; font-size: 11px; } svg .grid { stroke: #24272e; } .legend span { margin-right: 12px; font-size: 12px; }
.legend i { display: inline-block; width: 12px; height: 3px; margin: 0 5px 3px 0; } a { color: #6e9fff; }
table { border-collapse: collapse; width: 100%; } td, th { text-align: left; padding: 6px 10px; border-bottom: 1px solid #2c2f36; }
`;

/**
 * Dashboards with data as one HTML page without scripts, one below the other, in the layout of Grafana.
 * @param at end of what is shown, in Unix seconds
 * @param length how much is shown, in seconds. @default what each dashboard shows when it is opened
 */
export async function dashboardsPage(
  dashboards: readonly Dashboard[],
  queries: QueryRunner,
  at: number,
  length?: number,
): Promise<string> {
  const parts: string[] = [];
  for (const dashboard of dashboards)
    parts.push(
      await dashboardHtml(dashboard, queries, { from: at - (length ?? shownLength(dashboard)), to: at }),
    );
  return `<!doctype html><meta charset="utf-8"><title>Dashboards</title><style>${STYLE}</style>${parts.join('\n')}\n`;
}

function shownLength({ time }: Dashboard): number {
  return seconds(time!.from.replace(/^now-/, ''));
}

async function dashboardHtml(dashboard: Dashboard, queries: QueryRunner, range: Range): Promise<string> {
  const { title = '', description = '', links = [], panels = [], templating } = dashboard;
  const marks = await deploymentTimes(dashboard, queries, range);
  const html: string[] = [];
  for (const panel of panels) html.push(await panelHtml(panel, dashboard, queries, range, marks));
  const height = Math.max(...panels.map(({ gridPos }) => gridPos!.y + gridPos!.h)) * ROW;
  const shown = (templating.list ?? []).filter(({ hide }) => hide !== VariableHide.HideVariable);
  const choices = shown.map(({ label, name, current }) => `${label ?? name}: ${String(current?.text)}`);
  return `<h1>${escapeHtml(title)}</h1><p>${escapeHtml(description)}</p>
<p class="links">${[...choices, ...links.map((link) => `→ ${link.title}`)].map((text) => `<span>${escapeHtml(text)}</span>`).join('')}</p>
<div class="grid" style="height:${height}px">${html.join('\n')}</div>`;
}

async function panelHtml(
  panel: Panel | RowPanel,
  dashboard: Dashboard,
  queries: QueryRunner,
  range: Range,
  marks: readonly number[],
): Promise<string> {
  const { x, y, w, h } = panel.gridPos!;
  const size = { width: w * COLUMN - GAP, height: h * ROW - GAP };
  const style = `left:${x * COLUMN}px;top:${y * ROW}px;width:${size.width}px;height:${size.height}px`;
  const title = escapeHtml(panel.title ?? '');
  if (isRow(panel)) return `<div class="row" style="${style}">▾ ${title}</div>`;
  const body = await panelBody(panel, dashboard, queries, range, size, marks);
  return `<div class="panel" style="${style}" title="${escapeHtml(panel.description ?? '')}"><div class="title">${title}</div>${body}</div>`;
}

function isRow(panel: Panel | RowPanel): panel is RowPanel {
  return panel.type === 'row';
}

/** When each annotation starts. */
async function deploymentTimes(
  dashboard: Dashboard,
  queries: QueryRunner,
  { from, to }: Range,
): Promise<readonly number[]> {
  const step = Math.max(60, Math.ceil((to - from) / 10_000));
  const answers = await Promise.all(
    (dashboard.annotations.list ?? []).map(({ expr = '' }) =>
      queries.range(resolved(expr, dashboard, { $__interval: '1m', $__rate_interval: '2m' }), from, to, step),
    ),
  );
  return answers.flat().map(({ values }) => values[0]![0]);
}
