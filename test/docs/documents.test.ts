import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { DOCUMENTS } from '../../scripts/documents';
import { withSections } from '../../scripts/sections';
import { scripts } from '../../package.json';
import { firstDifference } from '../support/first-difference';
import { brokenLinks, scriptsIn } from './links';

const ROOT = join(__dirname, '..', '..');
const read = (path: string) => readFileSync(join(ROOT, path), 'utf8');

describe.each(Object.entries(DOCUMENTS))('%s', (path, sections) => {
  it('is current (npm run docs)', () => {
    expect(firstDifference(read(path), withSections(path, read(path), sections()))).toBeUndefined();
  });
});

it('a part that is stale is written again, and nothing around it', () => {
  const document = (rows: string) =>
    `# Title\n\n<!-- alerts: written by npm run docs -->\n\n${rows}\n\n<!-- /alerts -->\n\nThe end.\n`;
  expect(withSections('README.md', document('| Old |'), { alerts: '| New |' })).toBe(document('| New |'));
});

it('a document without its markers is an error that shows them', () => {
  expect(() => withSections('README.md', '# Title', { alerts: '' })).toThrow(
    'README.md has no markers <!-- alerts: written by npm run docs --> and <!-- /alerts -->',
  );
});

describe('code of a service', () => {
  const snippetsIn = (text: string) => [...text.matchAll(/<!-- snippet: (\S+) -->\n\n```ts\n([^`]*)```/g)];

  it.each(['README.md', 'docs/getting-started.md'])('in %s is a file that compiles', (page) => {
    const snippets = snippetsIn(read(page));
    expect(snippets).not.toEqual([]);
    for (const [, path, code] of snippets)
      expect(code!.replaceAll(`'signalproof'`, `'../../../src/index'`)).toBe(read(path!));
  });

  it('is all TypeScript that README.md shows', () => {
    const readme = read('README.md');
    expect(snippetsIn(readme).length).toBe(readme.match(/^```ts$/gm)!.length);
  });
});

/** Every page below a folder. Those of the stack belong to its owner. */
const pagesIn = (folder: string): readonly string[] =>
  readdirSync(join(ROOT, folder), { recursive: true })
    .map(String)
    .filter((path) => path.endsWith('.md'))
    .map((path) => join(folder, path));

const pages = [
  ...['README.md', 'CHANGELOG.md', 'CONTRIBUTING.md', 'SECURITY.md'],
  ...['docs', 'examples', 'src'].flatMap(pagesIn),
];

describe.each(pages)('%s', (page) => {
  it('links to files and headings that exist', () => {
    expect(brokenLinks(ROOT, page, read(page))).toEqual([]);
  });

  it('names scripts that exist', () => {
    expect(scriptsIn(read(page)).filter((script) => !(script in scripts))).toEqual([]);
  });
});

it('broken links are found: files, headings there, and headings here', () => {
  const text = `# One heading: \`two\`

[a](slo.md) [b](gone.md) [c](slo.md#alerts) [d](slo.md#gone) [e](#one-heading-two) [f](#gone) [g](https://example.com/x)
`;
  expect(brokenLinks(ROOT, 'docs/page.md', text)).toEqual(['gone.md', 'slo.md#gone', '#gone']);
});
