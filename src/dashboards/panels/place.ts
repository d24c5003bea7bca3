import type { GridPos } from '@grafana/grafana-foundation-sdk/dashboard';
import type { PanelSpec, Section } from '../panel';

/** Columns of Grafana's grid. */
const COLUMNS = 24;

/** Height of the title and of the column headers. */
const TABLE_HEAD = 3;
const HIGHEST_TABLE = 18;

/** Height in rows of the grid, each 30 pixels and a gap. */
function heightOf(panel: PanelSpec): number {
  switch (panel.kind) {
    case 'stat':
      return 4;
    case 'time series':
      return 8;
    case 'heatmap':
      return 9;
    case 'table':
      return Math.min(TABLE_HEAD + panel.rows, HIGHEST_TABLE);
  }
}

export interface PlacedPanel {
  readonly panel: PanelSpec;
  readonly at: GridPos;
}

export interface PlacedSection {
  readonly title: string;
  readonly at: GridPos;
  readonly panels: readonly PlacedPanel[];
}

/** Places sections and panels: lines one below the other, each divided among its panels. */
export function place(sections: readonly Section[]): readonly PlacedSection[] {
  let y = 0;
  return sections.map(({ title, lines }) => {
    const at = { x: 0, y: y++, w: COLUMNS, h: 1 };
    const panels = lines.flatMap((line) => {
      const h = Math.max(...line.map(heightOf));
      const edge = (index: number) => Math.floor((COLUMNS * index) / line.length);
      const placed = line.map((panel, index) => ({
        panel,
        at: { x: edge(index), y, w: edge(index + 1) - edge(index), h },
      }));
      y += h;
      return placed;
    });
    return { title, at, panels };
  });
}
