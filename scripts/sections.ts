/** Generated parts of a document, by the name in their markers. */
export type Sections = Readonly<Record<string, string>>;

/**
 * Replaces the generated parts of a document.
 * @param name of the document, for the error message
 */
export function withSections(name: string, text: string, sections: Sections): string {
  return Object.entries(sections).reduce((document, [section, content]) => {
    const [start, end] = [`<!-- ${section}: written by npm run docs -->`, `<!-- /${section} -->`];
    const [before, rest] = document.split(start);
    const after = rest?.split(end)[1];
    if (before === undefined || after === undefined)
      throw new Error(`${name} has no markers ${start} and ${end}`);
    return `${before}${start}\n\n${content}\n\n${end}${after}`;
  }, text);
}

/** A block of code or of program output. */
export const fenced = (language: string, text: string): string => `\`\`\`${language}\n${text}\n\`\`\``;

export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}
