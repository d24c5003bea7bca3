import { referenceTables } from './schema-tables';
import { table, type Sections } from './sections';

/** The fields of services and environments, as tables. */
export function reference(): Sections {
  const parts = referenceTables().map(({ title, usedIn, rows }) => {
    const cells = rows.map((row) =>
      [`\`${row.field}\``, row.type, row.default, row.description].map(escaped),
    );
    return `## ${title}\n\nUsed in \`${usedIn}\`.\n\n${table(['Field', 'Type', 'Default', 'Description'], cells)}`;
  });
  return { reference: parts.join('\n\n') };
}

/** A bar would end the cell. */
const escaped = (text: string): string => text.replaceAll('|', '\\|');
